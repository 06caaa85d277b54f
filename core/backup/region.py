"""Restoring one region: its rows become those of the backup, and nobody else's rows change.

The backup is loaded into a database of its own first and upgraded there, so that also an older backup, and one of all regions,
can give a single region. Rows keep their numbers. Shared rows (people, organisations, …) are put in where they are missing, and
never overwritten. The audit log and the queue are left alone.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, Table, create_engine, exists, select
from sqlalchemy.exc import IntegrityError

from core.backup import belonging, load, tables
from core.backup.archive import Archive
from core.db import all_regions, migrate
from core.db.engine import prepare
from core.errors import ConfigurationError


@contextmanager
def unpacked(archive: Archive) -> Iterator[Engine]:
    """The backup as a database of its own, at today's version."""
    with tempfile.TemporaryDirectory(prefix="samkraft-restore-") as folder:
        engine = create_engine(f"sqlite:///{Path(folder) / 'unpacked.sqlite3'}")
        prepare(engine)
        try:
            load.load(archive, engine)
            yield engine
        finally:
            engine.dispose()


def restore_region(archive: Archive, slug: str, engine: Engine) -> dict[str, int]:
    """Replace a region's rows. Returns how many rows each table now has for it.

    Raises:
        ConfigurationError: the region is not in the backup, or a number is somebody else's now. Nothing is changed then.
    """
    with (
        all_regions(f"the restore of the region {slug}"),
        unpacked(archive) as source,
        source.connect() as old,
        migrate.unchecked_keys(engine) as live,
        live.begin(),
    ):
        load._no_timeouts(live)
        metadata, there = tables.reflect(live), tables.reflect(old)
        region_id = _same_region(old, there, live, metadata, slug)
        try:
            with load.without_foreign_keys(live):
                return _replace(old, there, live, metadata, region_id)
        except IntegrityError as error:
            raise ConfigurationError(
                "A row of the backup has a number or a name that somebody else's row has now. Nothing was changed.\n"
                f"{str(error.orig).splitlines()[0]}"
            ) from error


def _same_region(old: Connection, there: MetaData, live: Connection, metadata: MetaData, slug: str) -> int:
    was, now = there.tables[belonging.REGION], metadata.tables[belonging.REGION]
    region_id = old.execute(select(was.c.id).where(was.c.slug == slug)).scalar_one_or_none()
    if region_id is None:
        raise ConfigurationError(f"The backup has no region '{slug}'.")
    by_slug = live.execute(select(now.c.id).where(now.c.slug == slug)).scalar_one_or_none()
    by_id = live.execute(select(now.c.slug).where(now.c.id == region_id)).scalar_one_or_none()
    if by_slug not in (None, region_id) or by_id not in (None, slug):
        raise ConfigurationError(
            f"The region '{slug}' of the backup is another one than that of today (number {region_id}). Nothing was changed."
        )
    return int(region_id)


def _replace(old: Connection, there: MetaData, live: Connection, metadata: MetaData, region_id: int) -> dict[str, int]:
    wanted = belonging.of_region(old, there, region_id)
    _add_missing(old, there, live, metadata, wanted)
    own = belonging.own_rows(metadata, region_id)
    order = [table for table in tables.in_order(metadata) if table.name in own]
    for table in reversed(order):
        live.execute(table.delete().where(own[table.name]))
    counts = {}
    for table in order:
        if table.name in there.tables:
            encoded = tables.rows(old, there.tables[table.name], wanted.own.get(table.name, belonging.NOTHING))
            counts[table.name] = tables.insert(live, table, _by_name(encoded, there.tables[table.name], table))
    _heal(live, metadata, set(own))
    load.reset_sequences(live, order)
    return counts


def _by_name(encoded: Any, source: Table, table: Table) -> Iterator[list[Any]]:
    places = [list(source.columns.keys()).index(name) for name in table.columns.keys()]  # noqa: SIM118  # a ColumnCollection iterates columns
    return ([row[i] for i in places] for row in encoded)


def _add_missing(old: Connection, there: MetaData, live: Connection, metadata: MetaData, wanted: belonging.Belonging) -> None:
    for table in tables.in_order(metadata):
        keys = wanted.shared.get(table.name)
        if not keys:
            continue
        source = there.tables[table.name]
        key = belonging.key_of(table)
        present = {row[0]: row for row in live.execute(_identity(table))}
        for row in old.execute(_identity(source).where(wanted.is_shared(table.name))):
            if row[0] in present and not _same(row, present[row[0]]):
                raise ConfigurationError(f"{table.name} {row[0]} is another one now than in the backup. Nothing was changed.")
        missing = sorted(keys - set(present))
        for start in range(0, len(missing), 500):
            where = source.c[key.name].in_(missing[start : start + 500])
            tables.insert(live, table, _by_name(tables.rows(old, source, where), source, table))
        load.reset_sequences(live, [table])


def _identity(table: Table) -> Any:
    """A shared row's key, and when it was made: a number given anew has another time."""
    columns = [belonging.key_of(table)] + ([table.c.created_at] if "created_at" in table.c else [])
    return select(*columns)


def _same(one: Any, other: Any) -> bool:
    times = [value[1].replace(tzinfo=None) for value in (one, other) if len(value) > 1]
    return len(set(times)) <= 1


def _heal(live: Connection, metadata: MetaData, changed: set[str]) -> None:
    """Rows of others that referred to a row of the region that is no longer there: what their key says for a deletion."""
    for table in metadata.tables.values():
        if table.name in changed:
            continue
        for column in table.columns:
            for key in column.foreign_keys:
                name, parent_key = belonging.target(key)
                if name not in changed or name == belonging.REGION:
                    continue
                parent = metadata.tables[name]
                dangling = column.is_not(None) & ~exists(select(1).where(parent.c[parent_key] == column))
                action = (key.ondelete or "").upper()
                if action == "SET NULL":
                    live.execute(table.update().where(dangling).values({column.name: None}))
                elif action == "CASCADE":
                    live.execute(table.delete().where(dangling))
