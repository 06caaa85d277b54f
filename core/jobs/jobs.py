"""Core's own housekeeping of the outbox, as scheduled jobs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import aliased

from core.db import atomic, db, utcnow
from core.jobs.models import Outbox, Receipt
from core.plugins.declarations import Job

KEEP_DONE = timedelta(days=30)
KEEP_RECEIPTS = timedelta(days=90)
BATCH = 500


def purge_outbox(region: None) -> None:
    """Delete rows that were done long ago, and the receipts of even older ones. Failed rows go too: by then nobody will retry them."""
    child = aliased(Outbox)
    old = utcnow() - KEEP_DONE
    in_use = exists().where(child.parent_id == Outbox.id, (child.done_at.is_(None)) | (child.done_at >= old))
    _delete(Outbox, select(Outbox.id).where(Outbox.done_at < old, ~in_use))
    _delete(Receipt, select(Receipt.id).where(Receipt.at < utcnow() - KEEP_RECEIPTS))


def _delete(model: Any, ids: Any) -> None:
    """In small transactions, so that nobody waits long for SQLite's one write lock."""
    while True:
        with atomic():
            batch = db.session.execute(ids.limit(BATCH)).scalars().all()
            if batch:
                db.session.execute(delete(model).where(model.id.in_(batch)), execution_options={"synchronize_session": False})
        if len(batch) < BATCH:
            return


JOBS = [Job("core.purge_outbox", purge_outbox, queue="slow", timeout=600, every="40 3 * * *", per_region=False, atomic=False)]
