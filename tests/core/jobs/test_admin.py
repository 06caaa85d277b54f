"""What administrators see and do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.db import atomic, db, utcnow
from core.errors import Conflict, NotFound
from core.jobs import Outcome, enqueue, queries
from core.jobs.models import Receipt
from core.jobs.runner import drain, run
from core.jobs.service import retry


def fail(_region: Any, **_payload: Any) -> None:
    raise ValueError("nej")


def test_a_failed_job_can_be_retried_and_then_succeeds(world: Any) -> None:
    region = world.region()
    world.job(fail, retries=0)
    with atomic():
        row_id = enqueue("probe.work", region=region).id
    run(row_id)
    world.job(world.effect)
    assert drain() == 0
    with atomic():
        retry(outbox_id=row_id)
    assert drain() == 1
    [row] = world.rows()
    assert (row.outcome, row.attempts, row.last_error) == (Outcome.DONE, 0, "")
    with world.app.app_context():
        assert [(r.outcome, r.detail) for r in db.session.execute(select(Receipt)).scalars()] == [(Outcome.DONE, "")]
        [entry] = db.session.execute(select(AuditEntry).where(AuditEntry.action == "core.job.retried")).scalars()
    assert (entry.region_id, entry.subject, entry.detail) == (region.id, f"core:job:{row_id}", {"name": "probe.work"})


def test_only_what_ended_badly_can_be_retried(world: Any) -> None:
    world.job(world.effect)
    with atomic():
        row_id = enqueue("probe.work", region=None).id
    with pytest.raises(Conflict), atomic():
        retry(outbox_id=row_id)
    run(row_id)
    with pytest.raises(Conflict), atomic():
        retry(outbox_id=row_id)
    with pytest.raises(NotFound), atomic():
        retry(outbox_id=999_999)


def test_counts_and_lists_per_region(world: Any) -> None:
    a, b, off = world.region("a"), world.region("b"), world.region("off", on=False)
    world.job(world.effect)
    world.job(fail, name="probe.fail", retries=0)
    world.job(fail, name="probe.again", retries=3)
    before = utcnow()
    with atomic():
        for name, region in (("work", a), ("work", b), ("fail", a), ("again", a), ("work", off)):
            enqueue(f"probe.{name}", region=region)
    drain()
    with atomic():
        enqueue("probe.work", region=a)
        enqueue("probe.work", region=a, delay=timedelta(hours=1))
        enqueue("probe.work", region=b).done_at = utcnow() - timedelta(days=2)
    found = queries.counts(a)
    assert (found.waiting, found.retrying, found.failed, found.skipped, found.done) == (3, 1, 1, 0, 1)
    assert found.oldest_due is not None
    assert before <= found.oldest_due <= utcnow()
    assert queries.counts(off) == queries.Counts(0, 0, 0, 1, 0, None)
    everywhere = queries.counts()
    assert (everywhere.waiting, everywhere.failed, everywhere.skipped, everywhere.done) == (3, 1, 1, 2)
    assert [row.name for row in queries.failed(a).items] == ["probe.fail"]
    assert queries.failed(b).items == []
    assert [row.region_id for row in queries.skipped().items] == [off.id]
    assert [row.name for row in queries.waiting(a).items] == ["probe.work", "probe.again", "probe.work"]
    assert queries.waiting(a, number=2, size=2).total == 3
