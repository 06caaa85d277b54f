"""Runs one row of the outbox. The only function that a worker ever calls.

A row is locked, looked at again, done and marked done in one transaction, so that a second delivery finds it done, and a
kill at any moment leaves it as if it had not begun. A job that is not atomic cannot hold a lock for so long: it takes the row
with a token and a lease, which a heartbeat renews; its last transaction marks the row done only if the token still stands.
"""

from __future__ import annotations

import logging
import secrets
import time
from contextlib import AbstractContextManager

import structlog
from flask import current_app, g
from flask.ctx import AppContext
from sqlalchemy import select

from core.db import all_regions, atomic, db, region_scope, utcnow
from core.jobs.faults import describe, trace
from core.jobs.heartbeat import LEASE, beating
from core.jobs.models import Outbox, Outcome, Receipt
from core.jobs.waits import wait_after
from core.jobs.work import Skip, Work, resolve
from core.regions.queries import readable_region_ids

log = logging.getLogger(__name__)


def fresh_context() -> AppContext:
    """A new application context, with a session and a `g` of its own, whatever is open around it."""
    return current_app._get_current_object().app_context()  # type: ignore[attr-defined,no-any-return]


def run(outbox_id: int) -> Outcome | None:
    """Do what a row asks for. Safe to call at any time, any number of times, from any number of processes.

    Returns:
        How it ended, or None if there was nothing to do (done before, running elsewhere, deleted) or it failed and will be tried again.
    """
    with structlog.contextvars.bound_contextvars(outbox=outbox_id):
        began = time.perf_counter()
        outcome = _run(outbox_id)
        if outcome is not None:
            log.info("job", extra={"facts": {"outcome": str(outcome), "ms": round((time.perf_counter() - began) * 1000, 1)}})
        structlog.contextvars.unbind_contextvars("job", "attempt")
        return outcome


def _run(outbox_id: int) -> Outcome | None:
    with fresh_context():
        work: Work | None = None
        token: str | None = None
        try:
            with atomic():
                row = take(outbox_id)
                if row is None:
                    return None
                structlog.contextvars.bind_contextvars(job=row.name, attempt=row.attempts + 1)
                found = resolve(row)
                if isinstance(found, Skip):
                    return finish(row, Outcome.SKIPPED, found.reason)
                work = found
                g._actor_label = f"job {work.name}"
                scope = _scope(work)  # read here: afterwards a long job must not find a transaction open
                if work.atomic:
                    with scope:
                        work.call()
                    return finish(row, Outcome.DONE)
                token = row.run_token = secrets.token_hex(16)
                row.leased_until = utcnow() + LEASE
            with beating(outbox_id, token), scope:
                work.call()
            with atomic():
                row = _again(outbox_id, token)
                return None if row is None else finish(row, Outcome.DONE)
        except (Exception, SystemExit) as error:
            if work is None:  # the row could not even be read: not the job's fault, so it is not counted
                raise
            return _failed(outbox_id, work, token, error)


def drain(limit: int = 1000) -> int:
    """Run everything that is due, in this process, one after the other. For tests and commands; returns how many rows were run."""
    for count in range(limit):
        with fresh_context():
            due = select(Outbox.id).where(Outbox.done_at.is_(None), Outbox.available_at <= utcnow(), Outbox.run_token.is_(None))
            next_id = db.session.execute(due.order_by(Outbox.available_at, Outbox.id).limit(1)).scalar_one_or_none()
        if next_id is None:
            return count
        run(next_id)
    return limit


def take(outbox_id: int) -> Outbox | None:
    """The row, locked; None if it is done, gone, or somebody else has it."""
    statement = select(Outbox).where(Outbox.id == outbox_id).with_for_update(skip_locked=True)
    row = db.session.execute(statement.execution_options(populate_existing=True)).scalar_one_or_none()
    if row is None or row.done_at is not None:
        return None
    if row.run_token is not None and row.leased_until is not None and row.leased_until > utcnow():
        return None
    return row


def _scope(work: Work) -> AbstractContextManager[None]:
    if work.region is None:
        return all_regions("a job above the regions")
    return region_scope(work.region.id, read=readable_region_ids(work.region, work.owner))


def _again(outbox_id: int, token: str | None) -> Outbox | None:
    """The row for its last transaction; None if another run has taken it over, or finished it."""
    statement = select(Outbox).where(Outbox.id == outbox_id).with_for_update()
    row = db.session.execute(statement.execution_options(populate_existing=True)).scalar_one_or_none()
    if row is None or row.done_at is not None or row.run_token != token:
        log.warning("outbox %s: this run came too late, another one has the row", outbox_id)
        return None
    return row


def finish(row: Outbox, outcome: Outcome, detail: str = "") -> Outcome:
    """Mark a locked row done and write its receipt, in the open transaction."""
    row.done_at = utcnow()
    row.outcome = outcome
    row.leased_until = row.run_token = None
    row.last_error = detail if outcome is Outcome.FAILED else ""
    receipt = db.session.execute(select(Receipt).where(Receipt.outbox_id == row.id, Receipt.handler == row.name)).scalar_one_or_none()
    if receipt is None:
        receipt = Receipt(outbox_id=row.id, handler=row.name, region_id=row.region_id)
        db.session.add(receipt)
    receipt.outcome, receipt.at, receipt.detail = outcome, row.done_at, detail
    return outcome


def _failed(outbox_id: int, work: Work, token: str | None, error: BaseException) -> Outcome | None:
    """Write down the failure, in a transaction of its own, and when to try again."""
    log.error("%s %s (outbox %s) failed:\n%s", work.kind, work.name, outbox_id, trace(error))
    with atomic():
        row = _again(outbox_id, token)
        if row is None:
            return None
        row.attempts += 1
        row.handed = 0
        row.leased_until = row.run_token = None
        if row.attempts > work.retries:
            outcome = finish(row, Outcome.FAILED, describe(error))
            _tell(row)
            return outcome
        row.last_error = describe(error)
        row.available_at = utcnow() + wait_after(row.attempts)
    return None


def _tell(row: Outbox) -> None:
    """Tell the region's administrators that a job was given up. That telling fails must not bring the job back."""
    from core.notices.happenings import job_failed

    try:
        with atomic():
            job_failed(region_id=row.region_id, name=row.name)
    except Exception:
        log.exception("nobody could be told that outbox %s was given up", row.id)
