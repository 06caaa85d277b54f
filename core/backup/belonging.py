"""Which rows are a region's, read off the foreign keys; and which shared rows (people, organisations, …) they refer to.

A row belongs to a region when its `region_id` says so, when its first key to a region does (a share belongs to who shares), or
when it goes with a row that does (a key that is required and cascades).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, Connection, ForeignKey, MetaData, Table, false, or_, select

REGION = "core_region"
# Not the region's own: the log that nobody rewrites, what waits to be done, and what belongs to a browser.
LEFT_ALONE = frozenset(
    {"core_audit_entry", "core_audit_seal", "core_audit_head", "core_outbox", "core_receipt", "core_schedule", "core_submission"}
)
NOTHING = false()


@dataclass
class Belonging:
    """Conditions that find a region's rows, and the keys of the shared rows that they refer to, by table."""

    own: dict[str, Any] = field(default_factory=dict)
    shared: dict[str, set[Any]] = field(default_factory=lambda: defaultdict(set))
    metadata: MetaData = field(default_factory=MetaData)

    def everything(self) -> dict[str, Any]:
        """One condition per table, for the region's rows and the shared ones."""
        return self.own | {name: self.is_shared(name) for name in self.shared}

    def is_shared(self, name: str) -> Any:
        """The condition that finds the shared rows of a table."""
        keys = sorted(self.shared[name])
        column = key_of(self.metadata.tables[name])
        return or_(false(), *(column.in_(keys[start : start + 500]) for start in range(0, len(keys), 500)))


def key_of(table: Table) -> Column[Any]:
    """The one column of a table's primary key; of several, the first."""
    return next(iter(table.primary_key.columns))


def target(key: ForeignKey) -> tuple[str, str]:
    """The table and column that a foreign key refers to."""
    table, _, column = key.target_fullname.rpartition(".")
    return table, column


def own_rows(metadata: MetaData, region_id: int) -> dict[str, Any]:
    """By table: the condition that finds the region's rows. Tables without any are left out."""
    found: dict[str, Any] = {REGION: metadata.tables[REGION].c.id == region_id}
    candidates = [t for t in metadata.tables.values() if t.name not in LEFT_ALONE and t.name != REGION]
    for table in candidates:
        to_region = [c for c in table.columns if any(target(k)[0] == REGION for k in c.foreign_keys)]
        named = [c for c in to_region if c.name == "region_id"]
        if to_region:
            found[table.name] = (named or to_region)[0] == region_id
    grown = True
    while grown:
        grown = False
        for table in candidates:
            if table.name not in found and (parent := _parent(table, found)) is not None:
                column, (name, key) = parent
                found[table.name] = column.in_(select(metadata.tables[name].c[key]).where(found[name]))
                grown = True
    return found


def _parent(table: Table, found: dict[str, Any]) -> tuple[Column[Any], tuple[str, str]] | None:
    for column in table.columns:
        for key in column.foreign_keys:
            name, parent_key = target(key)
            if name in found and name not in (REGION, table.name) and not column.nullable and (key.ondelete or "").upper() == "CASCADE":
                return column, (name, parent_key)
    return None


def of_region(connection: Connection, metadata: MetaData, region_id: int) -> Belonging:
    """The region's rows, and what they refer to of what is shared, and what that refers to in turn."""
    result = Belonging(own=own_rows(metadata, region_id), metadata=metadata)
    todo: list[tuple[str, set[Any]]] = []
    for name, where in result.own.items():
        todo += _referred(connection, metadata.tables[name], where, result)
    while todo:
        name, keys = todo.pop()
        new = keys - result.shared[name]
        result.shared[name] |= new
        listed = sorted(new)
        for start in range(0, len(listed), 500):
            where = key_of(metadata.tables[name]).in_(listed[start : start + 500])
            todo += _referred(connection, metadata.tables[name], where, result)
    return result


def _referred(connection: Connection, table: Table, where: Any, result: Belonging) -> list[tuple[str, set[Any]]]:
    found = []
    for column in table.columns:
        for key in column.foreign_keys:
            name, _ = target(key)
            if name in result.own or name in LEFT_ALONE or name not in result.metadata.tables:
                continue
            keys = set(connection.execute(select(column).where(where, column.is_not(None)).distinct()).scalars())
            if keys - result.shared[name]:
                found.append((name, keys))
    return found
