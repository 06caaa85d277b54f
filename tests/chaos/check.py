"""What must be true afterwards, read from the database past all of the application's code."""

from __future__ import annotations

import time
from collections import Counter

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError

WAITING = "SELECT count(*) FROM core_outbox WHERE done_at IS NULL AND name LIKE 'chaos_probe.%'"
OUTCOMES = "SELECT name, outcome, last_error FROM core_outbox WHERE name LIKE 'chaos_probe.%'"
KINDS = ("event", "job", "long-1", "long-2")


def database(url: str) -> Engine:
    """The database of the site."""
    return create_engine(url.replace("postgresql://", "postgresql+psycopg://"))


def wait_until_drained(engine: Engine, *, timeout: float) -> int:
    """Wait until nothing of the probe waits in the outbox. Returns how many rows are left."""
    deadline = time.monotonic() + timeout
    while True:
        try:
            with engine.connect() as connection:
                left = int(connection.execute(text(WAITING)).scalar_one())
        except OperationalError:
            left = -1
        if left == 0 or time.monotonic() > deadline:
            return left
        time.sleep(0.3)


def faults(engine: Engine, *, acknowledged: set[str], tried: set[str]) -> list[str]:
    """Every broken promise, one line each."""
    with engine.connect() as connection:
        entries = Counter(connection.execute(text("SELECT token FROM chaos_probe_entry")).scalars())
        marks = Counter((row.token, row.kind) for row in connection.execute(text("SELECT token, kind FROM chaos_probe_mark")))
        outcomes = connection.execute(text(OUTCOMES)).all()
        sound = connection.execute(text("PRAGMA integrity_check")).scalar() if engine.dialect.name == "sqlite" else "ok"
    found = [f"{token}: acknowledged, but stored {entries[token]} times" for token in sorted(acknowledged) if entries[token] != 1]
    found += [f"{token}: stored {count} times" for token, count in sorted(entries.items()) if count != 1 and token not in acknowledged]
    found += [f"{token}: stored, but nobody sent it" for token in sorted(set(entries) - tried)]
    for token in sorted(entries):
        found += [f"{token}: mark '{kind}' is there {marks[token, kind]} times" for kind in KINDS if marks[token, kind] != 1]
    found += [f"mark without an entry: {token} {kind}" for token, kind in sorted(marks) if token not in entries]
    found += [f"{row.name} ended as {row.outcome}: {row.last_error}" for row in outcomes if row.outcome != "done"]
    if sound != "ok":
        found.append(f"the database file is damaged: {sound}")
    return found
