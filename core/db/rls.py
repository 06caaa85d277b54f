"""Row-level security: the second tenant fence, kept by PostgreSQL itself (`core/db/fence.py` is the first).

Every table of a `RegionScoped` model, core's and the plugins', gets policies after each migration, so that no author of a plugin has
to think of it. The scope of the running code is told to the database, for the open transaction only, by two settings: `app.read`
(ids with commas between, or `all`) and `app.write` (one id, or `all`). Nothing told: no row is seen and no row is taken.
It is told lazily, before the first statement that runs under another scope than the last; code that asks nothing costs nothing.

It holds for any role that is neither superuser nor BYPASSRLS, also for the owner of the tables (FORCE). Foreign keys and their
cascades pass it, as PostgreSQL documents.
"""

from __future__ import annotations

import re
from typing import Any

from flask import has_app_context
from sqlalchemy import Connection, Engine, Table, event

from core.db.base import Model, RegionScoped
from core.db.fence import Scope, current_scope
from core.errors import ConfigurationError

ALL = "all"
_KEY = "samkraft_told"  # in the connection's own memory: what its transaction has been told
_NOTHING = ("", "")
_TELL = "SELECT set_config('app.read', %s, true), set_config('app.write', %s, true)"
_NOT_ASKED = ("SAVEPOINT", "RELEASE")
_ROLE = re.compile(r"[A-Za-z_][A-Za-z0-9_$-]{0,62}")

# One array, made once per statement: `= ANY (…)` of it can use an index, which `… OR setting = 'all'` cannot.
_READ = """region_id = ANY ((SELECT CASE WHEN current_setting('app.read', true) = 'all' THEN ARRAY(SELECT id FROM core_region)
    ELSE string_to_array(nullif(current_setting('app.read', true), ''), ',')::int[] END)::int[])"""
_WRITE = "current_setting('app.write', true) IN ('all', region_id::text)"

# A policy that changes gets a new number, and the old one is dropped.
_POLICIES = {
    "samkraft_region_1": f"USING ({_READ}) WITH CHECK ({_WRITE})",
    "samkraft_delete_1": f"AS RESTRICTIVE FOR DELETE USING ({_WRITE})",  # what others share is read, never deleted
}
# PostgreSQL asks no full-text index before a policy has let the row through. So the stems, which are never shown, may be read.
_OPEN_POLICIES = {"samkraft_open_1": f"USING (true) WITH CHECK ({_WRITE})", "samkraft_delete_1": _POLICIES["samkraft_delete_1"]}
OPEN_TO_READ = frozenset({"core_search_entry"})


def listen(engine: Engine) -> None:
    """Have every transaction of an engine told its scope."""
    event.listen(engine, "begin", _forget)
    event.listen(engine, "before_cursor_execute", _tell)


def _forget(connection: Connection) -> None:
    connection.info[_KEY] = _NOTHING  # settings of the last transaction ended with it


def _tell(connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
    if statement.startswith("ROLLBACK"):  # to a savepoint: what was told since then is untold
        connection.info[_KEY] = None
        return
    if statement.startswith(_NOT_ASKED):
        return
    wanted = settings_of(current_scope() if has_app_context() else None)
    if connection.info.get(_KEY, _NOTHING) != wanted:
        cursor = connection.connection.cursor()
        cursor.execute(_TELL, wanted)
        cursor.close()
        connection.info[_KEY] = wanted


def settings_of(scope: Scope | None) -> tuple[str, str]:
    """What the database is told of a scope: `app.read` and `app.write`."""
    if scope is None:
        return _NOTHING
    read = ALL if scope.read is None else ",".join(str(number) for number in sorted(scope.read))
    if scope.write is None:
        return read, ALL if scope.read is None else ""
    return read, str(scope.write)


def scoped_tables() -> list[str]:
    """The tables whose rows belong to a region."""
    tables = {m.local_table for m in Model.registry.mappers if issubclass(m.class_, RegionScoped)}
    return sorted(table.name for table in tables if isinstance(table, Table))


def lacking(connection: Connection) -> dict[str, list[str]]:
    """By table that is there, what it lacks: `ENABLE`, `FORCE`, or a policy's name. A policy of ours that is too much is named `-name`."""
    if connection.dialect.name != "postgresql":
        return {}
    rows = connection.exec_driver_sql(
        """SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity,
                  ARRAY(SELECT polname::text FROM pg_policy WHERE polrelid = c.oid AND polname LIKE 'samkraft%%')
             FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace AND c.relname = ANY (%s)""",
        (scoped_tables(),),
    )
    found = {}
    for name, enabled, forced, policies in rows:
        wanted = policies_of(name)
        wrong = [word for word, there in (("ENABLE", enabled), ("FORCE", forced)) if not there]
        wrong += [policy for policy in wanted if policy not in policies]
        wrong += [f"-{policy}" for policy in policies if policy not in wanted]
        if wrong:
            found[name] = wrong
    return found


def policies_of(table: str) -> dict[str, str]:
    """The policies that a table is to have, by name."""
    return _OPEN_POLICIES if table in OPEN_TO_READ else _POLICIES


def protect(connection: Connection) -> list[str]:
    """Give every table of a `RegionScoped` model what it lacks. Run after migrations; touches nothing that is in order.

    Returns:
        The tables that were changed.
    """
    if connection.dialect.name != "postgresql":
        return []
    changes = lacking(connection)
    quote = connection.dialect.identifier_preparer.quote
    for table, words in changes.items():
        for word in words:
            if word in ("ENABLE", "FORCE"):
                connection.exec_driver_sql(f"ALTER TABLE {quote(table)} {word} ROW LEVEL SECURITY")
            elif word.startswith("-"):
                connection.exec_driver_sql(f"DROP POLICY {quote(word[1:])} ON {quote(table)}")
            else:
                connection.exec_driver_sql(f"CREATE POLICY {quote(word)} ON {quote(table)} {policies_of(table)[word]}")
    if connection.in_transaction():
        connection.commit()
    return sorted(changes)


def weaknesses(connection: Connection) -> list[str]:
    """Why the second fence does not stand in this database, one line each. Empty when it stands, and on SQLite, which has none."""
    if connection.dialect.name != "postgresql":
        return []
    name, passes = connection.exec_driver_sql("SELECT rolname, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user").one()
    found = [f"the database role '{name}' passes row-level security by; use an ordinary role (docs/how-to/deploy.md)"] if passes else []
    return found + [f"table {table} lacks {', '.join(words)}; run: samkraft upgrade" for table, words in lacking(connection).items()]


def grant(connection: Connection, role: str) -> None:
    """Let a role that owns nothing read and write the rows of all tables, those of later migrations too, and nothing more.

    Tables that a trigger makes append-only (the audit log's) it may read and add to only: then there are two walls, not one.

    Raises:
        ConfigurationError: on another database than PostgreSQL, and for what cannot be the name of a role.
    """
    if connection.dialect.name != "postgresql":
        raise ConfigurationError("Only PostgreSQL has roles; this installation uses another database.")
    if not _ROLE.fullmatch(role):
        raise ConfigurationError(f"'{role}' cannot be the name of a role.")
    if connection.exec_driver_sql("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).one_or_none() is None:
        raise ConfigurationError(f"There is no role '{role}'. Make it first: createuser --no-superuser --pwprompt {role}")
    quoted = connection.dialect.identifier_preparer.quote(role)
    for statement in (
        "GRANT USAGE ON SCHEMA public TO {}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {}",
    ):
        connection.exec_driver_sql(statement.format(quoted))
    quote = connection.dialect.identifier_preparer.quote
    for table in append_only(connection):
        connection.exec_driver_sql(f"REVOKE UPDATE, DELETE, TRUNCATE ON {quote(table)} FROM {quoted}")
    connection.commit()


def append_only(connection: Connection) -> list[str]:
    """The tables that have a trigger `<table>_append_only`."""
    rows = connection.exec_driver_sql(
        """SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
            WHERE c.relnamespace = current_schema()::regnamespace AND t.tgname = c.relname || '_append_only' ORDER BY c.relname"""
    )
    return [name for (name,) in rows]
