"""Migrations: one history and one version table per owner (core, and each plugin), so that a plugin can come and go.

Order: core, then plugins in dependency order. No branch labels and no `depends_on` between owners: with them, removing one
plugin breaks even core's upgrade. Alembic's own API is used; `migrations/env.py` is shared by all owners.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, Table

from core.config import ROOT
from core.db import rls
from core.db.base import Model, db
from core.db.fence import all_regions
from core.plugins.registry import registry

SCRIPT_LOCATION = ROOT / "migrations"
LOCK_TIMEOUT = "4s"
STATEMENT_TIMEOUT = "10min"  # an index on a large table takes its time


@dataclass(frozen=True)
class Owner:
    """Somebody who owns tables: core, or a plugin."""

    name: str
    versions: Path

    @property
    def prefix(self) -> str:
        """Every table of the owner begins with this."""
        return f"{self.name}_"

    @property
    def version_table(self) -> str:
        """Where Alembic keeps this owner's revision."""
        return "alembic_version_core" if self.name == "core" else f"alembic_version_{self.name}"


def owners() -> list[Owner]:
    """Core and every loaded plugin that has migrations, in upgrade order."""
    found = [Owner("core", SCRIPT_LOCATION / "versions")]
    found += [Owner(p.name, p.folder / "migrations") for p in registry().plugins.values() if (p.folder / "migrations").is_dir()]
    return found


def owner(name: str) -> Owner:
    """The owner of a name, whether or not it has migrations yet.

    Raises:
        KeyError: when no such plugin is loaded.
    """
    if name == "core":
        return Owner("core", SCRIPT_LOCATION / "versions")
    return Owner(name, registry().plugins[name].folder / "migrations")


def owns(who: Owner, table: str) -> bool:
    """Whether a table belongs to an owner."""
    return table.startswith(who.prefix)


def _config(who: Owner, connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPT_LOCATION))
    config.set_main_option("version_locations", str(who.versions))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    config.attributes["owner"] = who
    config.attributes["target_metadata"] = Model.metadata
    return config


@contextmanager
def unchecked_keys(engine: Engine | None = None) -> Iterator[Connection]:
    """A connection for work on tables: SQLite does not check foreign keys on it, and PostgreSQL does not wait long for a lock.

    A migration that had to wait for a lock would make everybody who comes after wait as well (R16); it fails instead, and is run again.
    """
    with (engine or db.engine).connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:  # batch operations make tables anew; dropping the old one would take the rows that refer to it along
            _foreign_keys(connection, "OFF")
        else:
            _timeouts(connection, LOCK_TIMEOUT, STATEMENT_TIMEOUT)
        try:
            with all_regions("a migration concerns every region"):
                yield connection
        finally:
            if sqlite:
                connection.rollback()
                _foreign_keys(connection, "ON")
            else:
                connection.rollback()
                _timeouts(connection, None, None)


def _foreign_keys(connection: Connection, state: str) -> None:
    """Past SQLAlchemy, which would begin a transaction first: inside one SQLite passes this pragma over without a word."""
    cursor = connection.connection.cursor()
    cursor.execute(f"PRAGMA foreign_keys={state}")
    cursor.close()


def _timeouts(connection: Connection, lock: str | None, statement: str | None) -> None:
    """How long to wait on PostgreSQL; None is what connections have otherwise."""
    for name, value in (("lock_timeout", lock), ("statement_timeout", statement)):
        connection.exec_driver_sql(f"SET {name} = '{value}'" if value else f"RESET {name}")
    connection.commit()


def upgrade_all(engine: Engine | None = None) -> list[str]:
    """Bring every owner to its newest revision. Returns the names of owners that changed."""
    changed = []
    with unchecked_keys(engine) as connection:
        for who in owners():
            before = current(who, connection)
            command.upgrade(_config(who, connection), "head")
            if current(who, connection) != before:
                changed.append(who.name)
        rls.protect(connection)
    return changed


def upgrade(name: str, revision: str = "head") -> None:
    """Bring one owner to a revision."""
    with unchecked_keys() as connection:
        command.upgrade(_config(owner(name), connection), revision)
        rls.protect(connection)


def upgrade_to(engine: Engine, revisions: dict[str, str]) -> None:
    """Bring owners from nothing to given revisions: what a restore needs for a backup of an older version."""
    with unchecked_keys(engine) as connection:
        for who in owners():
            if who.name in revisions:
                command.upgrade(_config(who, connection), revisions[who.name])


def revisions(who: Owner) -> set[str]:
    """All revisions that an owner has."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPT_LOCATION))
    config.set_main_option("version_locations", str(who.versions))
    config.set_main_option("path_separator", "newline")
    return {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}


def downgrade(name: str, revision: str = "base") -> None:
    """Take one owner back to a revision. `base` drops its tables and what is in them."""
    with unchecked_keys() as connection:
        command.downgrade(_config(owner(name), connection), revision)


def make_revision(name: str, message: str) -> Path:
    """Write a new revision of an owner from the difference between models and database. Read it before committing it."""
    who = owner(name)
    who.versions.mkdir(parents=True, exist_ok=True)
    with unchecked_keys() as connection:
        head = ScriptDirectory.from_config(_config(who, connection)).get_current_head()
        number = f"{int(head) + 1:04d}" if head else "0001"
        script = command.revision(_config(who, connection), message=message, autogenerate=True, rev_id=number)
    path: str = script.path  # type: ignore[union-attr]
    return Path(path)


def current(who: Owner, connection: Connection) -> str | None:
    """The revision that an owner's tables are at."""
    context = MigrationContext.configure(connection, opts={"version_table": who.version_table})
    return context.get_current_revision()


def behind() -> list[str]:
    """The owners whose tables are not at their newest revision: what `/readyz` and `samkraft plugins check` report."""
    found = []
    connection = db.session.connection()
    for who in owners():
        script = ScriptDirectory.from_config(_config(who, connection))
        if current(who, connection) != script.get_current_head():
            found.append(who.name)
    return found


def fence_weaknesses() -> list[str]:
    """Why the database's own tenant fence does not stand; empty when it does, and on SQLite."""
    return rls.weaknesses(db.session.connection())


def differences(name: str) -> list[Any]:
    """What autogenerate would change for an owner; empty when models and migrations agree."""
    who = owner(name)
    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"version_table": who.version_table, "compare_type": True, "include_object": include_object(who)}
        )
        return list(compare_metadata(context, Model.metadata))


def include_object(who: Owner) -> Any:
    """Alembic's filter: only this owner's tables, so that autogenerate never drops another's."""

    def include(obj: Any, name: str | None, kind: str, _reflected: bool, _compare_to: Any) -> bool:
        if (name or "").startswith("core_search_fts"):  # the full-text index is made by hand, in both dialects
            return False
        table = name if kind == "table" else getattr(getattr(obj, "table", None), "name", None)
        if isinstance(obj, Table):
            table = obj.name
        return table is None or owns(who, table)

    return include
