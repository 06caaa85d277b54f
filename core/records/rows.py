"""A person's rows in any table, found by what the register of columns says. Export and erasure both stand on this."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Table, func, inspect, or_, select

from core.db import Model, all_regions, db
from core.records.register import Entry, finders, link, own_tables, parent, points_at_user, register
from core.users.models import User


def person(email: str) -> User:
    """The user with an address; for a person without account a stand-in that is in no table and owns nothing but the address."""
    from core.users.service import find_user

    return find_user(email) or User(id=0, email=email.strip().lower(), name="")


def model_of(table: Table) -> type[Any]:
    """The mapped class of a table."""
    return next(mapper.class_ for mapper in Model.registry.mappers if mapper.local_table is table)


def attribute(model: type[Any], column: str) -> Any:
    """The mapped attribute of a column."""
    mapper = inspect(model)
    return getattr(model, mapper.get_property_by_column(mapper.local_table.columns[column]).key)


def personal_tables() -> Iterator[tuple[Table, Entry]]:
    """Every table with persons, in the order in which they refer to each other."""
    entries, own = register(), own_tables()
    for table in Model.metadata.sorted_tables:
        if table.name in own and entries[table.name].about != "none":
            yield table, entries[table.name]


def rows(table: Table, entry: Entry, user: User) -> list[Any]:
    """The rows of a table that concern a person, in every region, oldest first."""
    model = model_of(table)
    keys = [attribute(model, column.name) for column in table.primary_key]
    with all_regions("a person's rows are gathered from every region"):
        return list(db.session.execute(select(model).where(_concerns(table, entry, user)).order_by(*keys)).scalars())


def _concerns(table: Table, entry: Entry, user: User) -> Any:
    model, found = model_of(table), finders(entry, table)
    if found:
        return or_(*(matches(model, table, column, user) for column in found))
    above = Model.metadata.tables[parent(entry)]
    over, column = model_of(above), link(table, above)
    assert column is not None  # the register is checked: a table without finders goes with its parent
    (key,) = inspect(over).primary_key
    return attribute(model, column).in_(select(attribute(over, key.name)).where(_concerns(above, register()[above.name], user)))


def matches(model: type[Any], table: Table, column: str, user: User) -> Any:
    """Whether a column holds the person's id, or the person's address."""
    value = attribute(model, column)
    if points_at_user(table, column):
        return value == user.id
    return func.lower(value) == user.email.lower()


def found_by(row: Any, table: Table, column: str, user: User) -> bool:
    """The same of a row in memory."""
    value = getattr(row, attribute(type(row), column).key)
    return bool(value == user.id) if points_at_user(table, column) else str(value or "").lower() == user.email.lower()
