"""A look into the outbox of the loop's own database, read-only: what was promised, and when it was done.

No page shows rows that are done, and the promise is the point: the row is written in the same transaction as the answer.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class OutboxRow:
    """A row of the outbox."""

    id: int
    kind: str
    name: str
    payload: dict[str, Any]
    created_at: str
    done_at: str | None
    outcome: str | None


def rows(data: Path, *, name: str = "", parent: int | None = None) -> list[OutboxRow]:
    """Rows by name, or by the row they came of, in order.

    Args:
        data: The data folder.
        name: An event's, job's or subscription's name.
        parent: Id of the event whose deliveries are wanted.
    """
    query = (
        "SELECT id, kind, name, payload, created_at, done_at, outcome FROM core_outbox "
        "WHERE (? = '' OR name = ?) AND (? IS NULL OR parent_id = ?) ORDER BY id"
    )
    connection = sqlite3.connect(f"file:{data / 'samkraft.sqlite3'}?mode=ro", uri=True, timeout=10)
    try:
        found = connection.execute(query, (name, name, parent, parent)).fetchall()
    finally:
        connection.close()
    return [
        OutboxRow(id_, kind, title, json.loads(payload), created, done, outcome)
        for id_, kind, title, payload, created, done, outcome in found
    ]
