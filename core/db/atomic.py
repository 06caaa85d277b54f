"""One way to commit: `with atomic():` in the view, the command or the job. Services flush at most."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import g, has_request_context, request

from core.db.base import db

log = logging.getLogger(__name__)
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class _Unit:
    """The open unit of work: what to do once it is committed."""

    def __init__(self) -> None:
        self.callbacks: list[Callable[[], None]] = []
        self.aborted = False

    def abort(self) -> None:
        """Roll back instead of committing when the block ends, without raising."""
        self.aborted = True


def in_atomic() -> bool:
    """Whether an `atomic()` block is open."""
    return "_unit" in g


def on_commit(callback: Callable[[], None]) -> None:
    """Call `callback` after the open unit of work has committed; never if it rolls back.

    A callback is a wake-up, not a delivery: what must happen is written to the outbox instead. Registered twice, it is called once.
    """
    if not in_atomic():
        raise RuntimeError("on_commit() outside atomic(): nothing would ever call it.")
    if callback not in g._unit.callbacks:
        g._unit.callbacks.append(callback)


@contextmanager
def atomic() -> Iterator[_Unit]:
    """Commit at the end of the block, roll back on any error.

    A nested block joins the outer one as a savepoint: if it fails, what it did is undone; whoever catches the error may go on.
    """
    if in_atomic():
        unit, callbacks = g._unit, len(g._unit.callbacks)
        try:
            with db.session.begin_nested():
                yield unit
        except BaseException:
            del unit.callbacks[callbacks:]
            raise
        return
    session = db.session()
    reading = not has_request_context() or request.method in SAFE_METHODS
    if reading and session.in_transaction() and not (session.new or session.dirty or session.deleted):
        session.commit()  # ends what only reads have opened: see core/db/engine.py
    unit = g._unit = _Unit()
    try:
        yield unit
        if unit.aborted:
            db.session.rollback()
        else:
            db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        g.pop("_unit", None)
    if not unit.aborted:
        for callback in unit.callbacks:
            try:
                callback()
            except Exception:  # it is committed: a failed wake-up must not look like a failed change
                log.exception("a callback after commit failed")
