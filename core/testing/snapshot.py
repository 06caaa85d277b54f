"""What stands in the database, so that a test can say that nothing has changed."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import inspect, select

from core.db import Model, all_regions, db


def contents(*, without: Collection[type[Model]] = (), only: Collection[str] | None = None) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, by table, sorted. Reads past the tenant fence and the session's memory.

    Args:
        without: Models whose tables are left out.
        only: The names of the tables that are wanted; all of them when not given.
    """
    db.session.flush()
    left_out = {model.__tablename__ for model in without}
    connection = db.session.connection()
    there = set(inspect(connection).get_table_names()) if only is None else set(only)
    with all_regions("a test compares everything there is"):
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in Model.metadata.sorted_tables
            if table.name not in left_out and table.name in there
        }
