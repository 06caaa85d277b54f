"""The scheduler: fires each slot of each scheduled job once, however many schedulers run and however often they are killed.

The slot fired last stands in `core_schedule`, locked while the rows are written. Of slots missed while nothing ran, only the
latest is fired. There is one entry per job: when it fires, it fans out to the regions that have the plugin.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from datetime import datetime
from functools import partial

from flask import Flask, current_app
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from core.db import atomic, db, utcnow
from core.jobs.models import Schedule
from core.jobs.outbox import enqueue
from core.jobs.runner import fresh_context
from core.jobs.slots import check, latest
from core.plugins.declarations import Job
from core.plugins.enablement import is_enabled
from core.plugins.registry import registry
from core.regions.queries import all_active
from core.runtime.process import GracefulStop

log = logging.getLogger(__name__)
TICK = 1.0  # seconds


class Scheduler:
    """One scheduler process."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.seen: dict[str, datetime] = {}  # so that the database is only asked when a slot has passed
        self.stop = GracefulStop()

    def serve(self) -> None:
        """Work until told to stop."""
        self.stop.install()
        with self.app.app_context():
            while not self.stop.requested:
                self.tick()
                self.stop.waiting(partial(time.sleep, TICK))

    def tick(self, now: datetime | None = None) -> int:
        """Fire what is due. Returns how many slots were fired by this scheduler."""
        now = now or utcnow()
        fired = 0
        for owner, job in scheduled():
            try:
                slot = latest(job.every, now)  # type: ignore[arg-type]  # scheduled() yields only jobs with `every`
                if self.seen.get(job.name) == slot:
                    continue
                fired += fire(owner, job, slot)
                self.seen[job.name] = slot
            except Exception:
                log.exception("the scheduled job %s could not be fired; trying again", job.name)
        return fired


def scheduled() -> Iterator[tuple[str, Job]]:
    """Every registered job with a schedule that can be understood, and its owner."""
    for owner, job in registry().jobs.values():
        if job.every is None:
            continue
        try:
            check(job.every)
        except ValueError as error:
            if job.name not in _complained():
                log.error("the job %s is not scheduled: %s", job.name, error)
                _complained().add(job.name)
            continue
        yield owner, job


def fire(owner: str, job: Job, slot: datetime) -> bool:
    """Put a slot's rows into the outbox, unless that has been done. The first sight of a job fires nothing: nothing was missed."""
    try:
        with fresh_context(), atomic():
            known = db.session.execute(select(Schedule).where(Schedule.job == job.name).with_for_update()).scalar_one_or_none()
            if known is None:
                db.session.add(Schedule(job=job.name, slot=slot))
                return False
            if known.slot >= slot:
                return False
            known.slot, known.fired_at = slot, utcnow()
            key = f"schedule:{job.name}:{slot.isoformat()}"
            if not job.per_region:
                enqueue(job.name, region=None, dedupe=key)
                return True
            for region in all_active():
                if is_enabled(region, owner):
                    enqueue(job.name, region=region, dedupe=f"{key}:{region.id}")
            return True
    except IntegrityError:  # another scheduler saw the job first
        return False


def serve(app: Flask) -> None:
    """Run a scheduler until SIGTERM."""
    Scheduler(app).serve()


def _complained() -> set[str]:
    found: set[str] = current_app.extensions.setdefault("samkraft_bad_schedules", set())
    return found
