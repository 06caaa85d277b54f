"""Foreign keys to a table, whoever owns the tables that have them: found in the metadata, counted, and moved to another row.

Works on plain tables, above the regions: what refers to a shared row may lie in any region, also in those of plugins that are off.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, Table, UniqueConstraint, and_, delete, func, select, update

from core.db.base import Model, db
from core.db.migrate import owners

# Columns that follow from others, or say when and how often a row was written: not what it says.
_BOOKKEEPING = frozenset({"created_at", "updated_at", "version", "sort_key"})


@dataclass(frozen=True)
class Reference:
    """A column that refers to the table."""

    table: Table
    column: Column[Any]


@dataclass(frozen=True)
class Collision:
    """A row that cannot be moved, because its like is there already. `equal`: it says nothing more, and may go."""

    reference: Reference
    key: dict[str, Any]
    equal: bool


def references_to(model: type[Model]) -> list[Reference]:
    """Every column with a foreign key to a model's table, by table. Of the tables of core and of the plugins that are loaded."""
    return list(_references(model.__tablename__, tuple(owner.prefix for owner in owners()), len(Model.metadata.tables)))


@lru_cache(maxsize=8)
def _references(target: str, prefixes: tuple[str, ...], _tables: int) -> tuple[Reference, ...]:
    """Asked for every row of an import that is undone; the number of tables says whether a plugin has come since.

    A module with tables may have been imported without its plugin being loaded (one in quarantine); then its tables need not exist.
    """
    found = [
        Reference(table, column)
        for table in Model.metadata.tables.values()
        if table.name.startswith(prefixes)
        for column in table.columns
        if any(key.column.table.name == target for key in column.foreign_keys)
    ]
    return tuple(sorted(found, key=lambda reference: (reference.table.name, reference.column.name)))


def counts(model: type[Model], key: int) -> dict[Reference, int]:
    """How many rows refer to one row; columns without any are left out."""
    found = {}
    for reference in references_to(model):
        statement = select(func.count()).select_from(reference.table).where(reference.column == key)
        number = int(db.session.execute(statement).scalar_one())
        if number:
            found[reference] = number
    return found


def collisions(model: type[Model], source: int, target: int) -> list[Collision]:
    """The rows that would break a unique rule when moved from one row to the other."""
    return [collision for reference in references_to(model) for collision in _collisions(reference, source, target)]


def _collisions(reference: Reference, source: int, target: int) -> Iterator[Collision]:
    table, column = reference.table, reference.column
    primary = {found.name for found in table.primary_key.columns}
    for unique in _unique(table):
        if column.name not in unique:
            continue
        twin = table.alias()
        same = and_(*(table.c[name] == twin.c[name] for name in unique if name != column.name))
        statement = select(table, *(twin.c[found.name].label(f"twin_{found.name}") for found in table.columns))
        rows = db.session.execute(statement.select_from(table.join(twin, same)).where(column == source, twin.c[column.name] == target))
        for row in rows.mappings():
            said = {name for name in (found.name for found in table.columns) if name != column.name and name not in _BOOKKEEPING} - (
                primary - set(unique)
            )
            equal = all(row[name] == row[f"twin_{name}"] for name in said)
            yield Collision(reference, {name: row[name] for name in primary}, equal)


def _unique(table: Table) -> list[tuple[str, ...]]:
    found = [tuple(column.name for column in table.primary_key.columns)]
    found += [tuple(column.name for column in rule.columns) for rule in table.constraints if isinstance(rule, UniqueConstraint)]
    found += [tuple(column.name for column in index.columns) for index in table.indexes if index.unique]
    return [names for names in found if names]


def move(model: type[Model], source: int, target: int) -> int:
    """Let everything that refers to one row refer to another; rows that say nothing more than their like are deleted first.

    Returns how many rows were moved.

    Raises:
        ValueError: when a row cannot be moved; look at `collisions` first.
    """
    db.session.flush()
    for collision in collisions(model, source, target):
        if not collision.equal:
            raise ValueError(f"A row of {collision.reference.table.name} cannot be moved: its like is there already.")
        table = collision.reference.table
        db.session.execute(delete(table).where(*(table.c[name] == value for name, value in collision.key.items())))
    moved = 0
    for reference in references_to(model):
        found: Any = db.session.execute(update(reference.table).where(reference.column == source).values({reference.column.name: target}))
        moved += found.rowcount
    db.session.expire_all()
    return moved
