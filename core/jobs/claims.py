"""Which rows of the outbox are due, and taking a lease on them, so that of many relays only one hands a row over."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, exists, or_, select, update

from core.db import atomic, db, utcnow
from core.jobs.models import Outbox, Outcome
from core.jobs.runner import finish, fresh_context

LEASES = {"mail": timedelta(seconds=5), "default": timedelta(seconds=10), "slow": timedelta(seconds=10)}
MAX_HANDED = 20


@dataclass(frozen=True)
class Claim:
    """A row on which this relay has taken a lease.

    Args:
        message: The id of the message that hands it over; the same for every turn of a try.
        again: Whether it was handed over before and not answered within its lease: its message may still lie in the queue.
    """

    id: int
    kind: str
    name: str
    queue: str
    message: str
    again: bool


def due(queues: Collection[str]) -> ColumnElement[bool]:
    """Rows that are to be handed over now: never handed, or not answered within the lease."""
    now = utcnow()
    free = or_(Outbox.leased_until.is_(None), Outbox.leased_until <= now)
    return and_(Outbox.done_at.is_(None), Outbox.queue.in_(queues), Outbox.available_at <= now, free)


def anything_due(queues: Collection[str]) -> bool:
    """Whether there is anything to claim. Only reads, so that an idle relay never takes SQLite's write lock."""
    with fresh_context():
        db.session.connection(execution_options={"sqlite_begin": "DEFERRED"})
        return bool(db.session.execute(select(exists().where(due(queues)))).scalar())


def claim(queue: str, limit: int) -> list[Claim]:
    """Take a lease on up to `limit` rows of a queue, oldest first.

    A row that was handed over again and again and never answered kills the process that runs it; it is given up instead.
    """
    with fresh_context(), atomic():
        statement = select(Outbox).where(due([queue])).order_by(Outbox.available_at, Outbox.id).limit(limit)
        rows = db.session.execute(statement.with_for_update(skip_locked=True)).scalars().all()
        claims = []
        for row in rows:
            if row.handed >= MAX_HANDED:
                finish(row, Outcome.FAILED, f"ProcessDied: handed over {row.handed} times and never answered")
                continue
            row.handed += 1
            row.leased_until = utcnow() + LEASES[row.queue]
            row.run_token = None
            claims.append(Claim(row.id, row.kind, row.name, row.queue, f"outbox-{row.id}-{row.attempts}", row.handed > 1))
        return claims


def not_handed(ids: Collection[int], *, keep_lease: bool) -> None:
    """Take back that rows were handed over: they still lie in the queue (keep the lease), or Redis did not take them."""
    values: dict[str, object] = {"handed": Outbox.handed - 1}
    if not keep_lease:
        values["leased_until"] = None
    with fresh_context(), atomic():
        statement = update(Outbox).where(Outbox.id.in_(ids), Outbox.done_at.is_(None), Outbox.handed > 0).values(**values)
        db.session.execute(statement, execution_options={"synchronize_session": False})
