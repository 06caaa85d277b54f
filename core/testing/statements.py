"""Counts what is asked of the database, for tests that a list costs the same for one row and for thirty."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, event

_WRITTEN = re.compile(r'\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE)\s+"?(\w+)"?', re.IGNORECASE)


@contextmanager
def statements(connection: Connection) -> Iterator[list[str]]:
    """The SQL statements sent through a test's connection (the `database` fixture) inside the block, savepoints left out."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "SAVEPOINT" not in statement:
            seen.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(connection, "before_cursor_execute", note)


def writes(seen: list[str]) -> list[str]:
    """Those of the statements that change something."""
    return [statement for statement in seen if statement.split(None, 1)[0].upper() in ("INSERT", "UPDATE", "DELETE", "REPLACE", "MERGE")]


def written(seen: list[str]) -> set[str] | None:
    """The tables that the statements wrote to. None when others may have changed with them: what is deleted takes more along."""
    names = set()
    for statement in writes(seen):
        found = _WRITTEN.match(statement)
        if found is None:
            return None
        names.add(found[1])
    return names
