"""How connections are opened: SQLite that does not lose updates, PostgreSQL with limits.

SQLite: WAL, foreign keys on, and real BEGIN statements. A transaction that may write begins IMMEDIATE: a deferred one that
reads first and writes later fails with "database is locked" at once, whatever the busy timeout
(measured: 57 % of read-then-write transactions). Deferred begin: outside `atomic()`, the reads of requests with GET, HEAD or
OPTIONS, and those of jobs and commands, which would otherwise keep every writer waiting until somebody commits.
"""

from __future__ import annotations

from typing import Any

from flask import Flask, has_app_context, has_request_context, request
from sqlalchemy import Connection, Engine, event

from core.db import rls
from core.db.atomic import SAFE_METHODS as SAFE_METHODS
from core.db.atomic import in_atomic
from core.db.base import db


def engine_options(url: str) -> dict[str, Any]:
    """Options for `create_engine`, by dialect."""
    if url.startswith("sqlite"):
        return {"connect_args": {"timeout": 15, "check_same_thread": False}}
    return {
        "pool_pre_ping": True,
        "pool_size": 5,
        "max_overflow": 10,
        "connect_args": {"options": "-c statement_timeout=30000 -c lock_timeout=10000 -c timezone=UTC"},
    }


def init_app(app: Flask) -> None:
    """Bind the engine's events. Needs `db.init_app(app)` first."""
    with app.app_context():
        prepare(db.engine)


def prepare(engine: Engine) -> None:
    """Install the connection events on an engine (also used by tests that swap engines)."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _on_sqlite_connect)
        event.listen(engine, "begin", _on_sqlite_begin)
    else:
        rls.listen(engine)


def limit_statements(engine: Engine, seconds: int) -> None:
    """Give up a statement on PostgreSQL after some seconds, on every connection that this process opens from now on."""
    if engine.dialect.name != "postgresql":
        return

    @event.listens_for(engine, "connect")
    def limit(connection: Any, _record: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET statement_timeout = '{seconds:d}s'")
        connection.commit()


def _on_sqlite_connect(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "busy_timeout=15000",
        "cache_size=-16000",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _on_sqlite_begin(connection: Connection) -> None:
    connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get('sqlite_begin') or _how_to_begin()}")


def _how_to_begin() -> str:
    if has_app_context() and in_atomic():
        return "IMMEDIATE"
    safe = request.method in SAFE_METHODS if has_request_context() else has_app_context()
    return "DEFERRED" if safe else "IMMEDIATE"
