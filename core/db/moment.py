"""Reading for long and seeing one moment: what others commit meanwhile is not seen."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from core.db.atomic import in_atomic
from core.db.base import db


def read_one_moment() -> None:
    """Begin a transaction that sees the database as it is now, until it ends: with the request, the command, or the next `atomic()`.

    SQLite sees one moment in any reading transaction. PostgreSQL is asked for REPEATABLE READ, and for READ ONLY.
    Reads that are open are ended. A session that lives in somebody else's transaction, as in tests, stays in it.

    Raises:
        RuntimeError: inside `atomic()`, or with changes that are not written.
    """
    session = db.session()
    if in_atomic() or session.new or session.dirty or session.deleted:
        raise RuntimeError("read_one_moment() is for reading only: call it outside atomic(), with nothing to write.")
    if isinstance(session.get_bind(), Connection):
        return
    if session.in_transaction():
        session.commit()  # as in atomic(): what only reads have opened
    options: dict[str, Any] = {"sqlite_begin": "DEFERRED"}
    if session.get_bind().dialect.name == "postgresql":
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    session.connection(execution_options=options)
