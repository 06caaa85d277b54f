"""Doing once, before a worker forks, what every one of its children would otherwise do again: compiling the runner's statements.

Measured: 80 ms of a child's work without, 15 ms with.
"""

from __future__ import annotations

import logging

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from core.db import atomic, db
from core.jobs.claims import anything_due
from core.jobs.connection import QUEUES
from core.jobs.models import Outbox, Outcome
from core.jobs.runner import finish, fresh_context, take
from core.jobs.work import Skip, resolve
from core.plugins.enablement import is_enabled
from core.regions.models import Region
from core.regions.queries import readable_region_ids

log = logging.getLogger(__name__)


def warm_up() -> None:
    """Go through a run of a row that does nothing, and roll it back. Leaves no connection open."""
    try:
        with fresh_context(), atomic() as unit:
            region = db.session.execute(select(Region).limit(1)).scalar_one_or_none()
            row = Outbox(kind="job", name="core.nothing", region_id=region.id if region else None)
            db.session.add(row)
            db.session.flush()
            db.session.expunge(row)
            again = take(row.id)
            if region is not None:
                is_enabled(region, "nothing")
                readable_region_ids(region, "nothing")
            if again is not None and isinstance(resolve(again), Skip):
                finish(again, Outcome.SKIPPED)
                db.session.flush()
            unit.abort()
        anything_due(QUEUES)
    except SQLAlchemyError:
        log.warning("could not warm up: the database does not answer")
    db.engine.dispose()
