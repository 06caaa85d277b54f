"""Restoring a whole installation: empty the database, bring the tables to the backup's version, fill them, then upgrade."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from flask import current_app
from sqlalchemy import Connection, Engine, Table, func, inspect, select
from sqlalchemy.exc import IntegrityError

from core.backup import tables
from core.backup.archive import Archive, Manifest
from core.config import Settings
from core.db import all_regions, db, migrate
from core.errors import ConfigurationError

GROWING = ("audit-heads.log", "erasures.log")  # what stands in them must outlive a restore


def can_read(manifest: Manifest) -> None:
    """Refuse a backup whose tables this version does not know.

    Raises:
        ConfigurationError: naming the owner and what to do.
    """
    known = {owner.name: owner for owner in migrate.owners()}
    for name, revision in manifest.revisions.items():
        if name not in known:
            raise ConfigurationError(f"The backup has tables of {name}, which is not installed here. Install and load it first.")
        if revision not in migrate.revisions(known[name]):
            raise ConfigurationError(
                f"The backup is of a newer version: {name} {revision} is unknown here. Install Samkraft {manifest.version}."
            )


def is_empty(engine: Engine) -> bool:
    """Whether the database has no tables at all."""
    return not inspect(engine).get_table_names()


def load(archive: Archive, engine: Engine) -> None:
    """Make the database what the backup holds, at the backup's version, then upgrade it. What was there is gone."""
    wipe(engine)
    migrate.upgrade_to(engine, archive.manifest.revisions)
    with all_regions("a restore writes every region"), migrate.unchecked_keys(engine) as connection, connection.begin():
        _no_timeouts(connection)
        metadata = tables.reflect(connection)
        if unknown := sorted(set(archive.manifest.tables) - set(metadata.tables)):
            raise ConfigurationError(f"The backup has a table that its version should not have: {unknown[0]}.")
        with without_foreign_keys(connection):
            for table in tables.in_order(metadata):
                if table.name in archive.manifest.tables:
                    _fill(connection, table, archive)
        reset_sequences(connection, list(metadata.tables.values()))
    migrate.upgrade_all(engine)


def _fill(connection: Connection, table: Table, archive: Archive) -> None:
    part = archive.manifest.tables[table.name]
    if sorted(part.columns) != sorted(c.name for c in table.columns):
        raise ConfigurationError(f"The backup's table {table.name} has other columns than its version should have.")
    if connection.execute(select(func.count()).select_from(table)).scalar_one():
        connection.execute(table.delete())  # what migrations put there
    places = [part.columns.index(c.name) for c in table.columns]
    count = tables.insert(connection, table, ([row[i] for i in places] for row in archive.rows(table.name)))
    if count != part.count:
        raise ConfigurationError(f"The backup is damaged: {table.name} has {count} rows instead of {part.count}.")


def _no_timeouts(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")


@contextmanager
def without_foreign_keys(connection: Connection) -> Iterator[None]:
    """Inside the block rows may come in any order; at its end all keys are checked again, or the whole is undone.

    PostgreSQL: constraints are taken away and put back in the open transaction, which their owner may. SQLite: the connection
    does not check them (`migrate.unchecked_keys`), so they are checked here.
    """
    if connection.dialect.name == "sqlite":
        before = set(map(tuple, connection.exec_driver_sql("PRAGMA foreign_key_check").all()))
        yield
        broken = [row for row in connection.exec_driver_sql("PRAGMA foreign_key_check").all() if tuple(row) not in before]
        if broken:
            raise ConfigurationError(f"A row of {broken[0][0]} refers to a row of {broken[0][2]} that is not there. Nothing was changed.")
        return
    statement = (
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE contype = 'f' AND connamespace = current_schema()::regnamespace"
    )
    found = [tuple(row) for row in connection.exec_driver_sql(statement).all()]
    for table, name, _ in found:
        connection.exec_driver_sql(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    yield
    for table, name, definition in found:
        try:
            connection.exec_driver_sql(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
        except IntegrityError as error:
            raise ConfigurationError(f"A row of {table} refers to a row that is not there ({name}). Nothing was changed.") from error


def reset_sequences(connection: Connection, changed: list[Table]) -> None:
    """PostgreSQL: let new rows be numbered after the highest number there is."""
    if connection.dialect.name != "postgresql":
        return
    for table in changed:
        columns: list[Any] = list(table.primary_key.columns)
        if len(columns) != 1:
            continue
        sequence = connection.execute(select(func.pg_get_serial_sequence(table.name, columns[0].name))).scalar_one()
        if sequence is not None:
            highest = connection.execute(select(func.max(columns[0]))).scalar_one()
            connection.execute(select(func.setval(sequence, highest or 1, highest is not None)))


def wipe(engine: Engine) -> None:
    """Drop every table of the loaded owners, with triggers and functions."""
    with migrate.unchecked_keys(engine) as connection, connection.begin():
        names = inspect(connection).get_table_names()
        mine = [name for name in names if tables.ours(name) or name.startswith((tables.VERSIONS, tables.SEARCH_INDEX))]
        if connection.dialect.name == "sqlite":
            virtual = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%'").scalars().all()
            for name in [*virtual, *(n for n in mine if not n.startswith(tables.SEARCH_INDEX))]:
                connection.exec_driver_sql(f'DROP TABLE IF EXISTS "{name}"')
            return
        for name in mine:
            connection.exec_driver_sql(f'DROP TABLE "{name}" CASCADE')
        statement = (
            "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = current_schema()::regnamespace "
            "AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"
        )
        for function in connection.exec_driver_sql(statement).scalars().all():
            if any(function.startswith(owner.prefix) for owner in migrate.owners()):
                connection.exec_driver_sql(f"DROP FUNCTION {function} CASCADE")


def restore_files(archive: Archive) -> int:
    """Put the files of the data folder back, but never an older one for those that only grow. Returns how many."""
    settings: Settings = current_app.extensions["samkraft_settings"]
    root = settings.data_dir.resolve()
    count = 0
    for name in archive.manifest.files:
        parts = PurePosixPath(name)
        if parts.is_absolute() or ".." in parts.parts:
            raise ConfigurationError(f"The backup has a file with an unsafe name: {name}.")
        place = root / parts
        if name in GROWING and place.exists():
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        fresh = place.with_name(place.name + ".part")
        with archive.file(name) as source, fresh.open("wb") as out:
            shutil.copyfileobj(source, out)
        fresh.replace(place)
        count += 1
    return count


def forget_connections() -> None:
    """Connections opened before know prepared statements of tables that are gone."""
    db.session.remove()
    db.engine.dispose()


def same_place(archive_path: Path, engine: Engine) -> bool:
    """Whether the backup would be the very file of the database."""
    return engine.dialect.name == "sqlite" and Path(engine.url.database or "").resolve() == archive_path.resolve()
