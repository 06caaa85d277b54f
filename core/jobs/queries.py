"""Reads for the administrators' page of jobs and for the readiness check."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from core.db import Page, db, paginate, utcnow
from core.jobs.models import Outbox, Outcome
from core.regions.models import Region


@dataclass(frozen=True)
class Counts:
    """How things stand.

    Args:
        waiting: To be done now or later.
        retrying: Of these, how many have failed before.
        failed: Gave up, and wait for an administrator.
        skipped: Skipped in the last day, because the plugin was off.
        done: Done in the last day.
        oldest_due: Since when the oldest row that could run has waited; None if nothing waits.
    """

    waiting: int
    retrying: int
    failed: int
    skipped: int
    done: int
    oldest_due: datetime | None


def counts(region: Region | None = None) -> Counts:
    """The state of the queue, of one region or of all."""
    day = utcnow() - timedelta(days=1)
    waiting = Outbox.done_at.is_(None)
    recent = Outbox.done_at >= day
    statement = select(
        func.count().filter(waiting),
        func.count().filter(waiting, Outbox.attempts > 0),
        func.count().filter(Outbox.outcome == Outcome.FAILED),
        func.count().filter(Outbox.outcome == Outcome.SKIPPED, recent),
        func.count().filter(Outbox.outcome == Outcome.DONE, recent),
        func.min(Outbox.available_at).filter(waiting, Outbox.available_at <= utcnow()),
    )
    row: Any = db.session.execute(_within(statement, region)).one()
    return Counts(*row)


def failed(region: Region | None = None, *, number: int = 1, size: int = 30) -> Page[Outbox]:
    """Jobs that gave up, newest first."""
    statement = select(Outbox).where(Outbox.outcome == Outcome.FAILED).order_by(Outbox.done_at.desc(), Outbox.id.desc())
    return paginate(_within(statement, region), number=number, size=size)


def skipped(region: Region | None = None, *, number: int = 1, size: int = 30) -> Page[Outbox]:
    """What was not run because its plugin was off, newest first."""
    statement = select(Outbox).where(Outbox.outcome == Outcome.SKIPPED).order_by(Outbox.done_at.desc(), Outbox.id.desc())
    return paginate(_within(statement, region), number=number, size=size)


def waiting(region: Region | None = None, *, number: int = 1, size: int = 30) -> Page[Outbox]:
    """What is to be done, soonest first."""
    statement = select(Outbox).where(Outbox.done_at.is_(None)).order_by(Outbox.available_at, Outbox.id)
    return paginate(_within(statement, region), number=number, size=size)


def _within(statement: Any, region: Region | None) -> Any:
    return statement if region is None else statement.where(Outbox.region_id == region.id)
