"""Many workers at once: real threads, real transactions, nothing rolled back."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import all_regions, atomic, db, region_scope
from core.jobs.models import Outbox
from core.jobs.runner import drain, run
from core.regions.models import Region
from core.testing.database import Databases
from core.testing.factories import Factory
from plugins.demand_pooling import jobs, service
from plugins.demand_pooling.events import NeedPublished, NeedWithdrawn
from plugins.demand_pooling.models import ClusterMember, DemandCluster, PooledNeed, PoolingState
from tests.two_at_once import an_application

from .conftest import NORTH

WORKERS = 4
NEEDS_EACH = 15


@pytest.fixture
def own_app(databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    with an_application(databases, tmp_path, "pooling", "demand_pooling") as made:
        yield made


@pytest.mark.slow
def test_workers_that_record_and_cluster_at_the_same_time_leave_one_truth(own_app: Flask) -> None:
    with own_app.app_context():
        region_id = Factory().region("norr", plugins=["demand_pooling"], municipalities=NORTH).id
        drain()
    failures: list[BaseException] = []

    def work(worker: int) -> None:
        try:
            for number in range(NEEDS_EACH):
                with own_app.app_context(), region_scope(region_id):
                    region = db.session.execute(select(Region).where(Region.id == region_id)).scalar_one()
                    need_id = worker * 100 + number
                    with atomic():
                        service.record_need(region=region, need=_need(need_id, number))
                    if number % 5 == 4:
                        with atomic():
                            service.withdraw_need(region=region, need=NeedWithdrawn(need_id=need_id - 1))
                    if number % 3 == worker % 3:
                        jobs.recluster(region, groups=["5321", "2221"])
                    else:
                        for row in db.session.execute(select(Outbox.id).where(Outbox.done_at.is_(None)).limit(3)).scalars().all():
                            run(row)
                    db.session.rollback()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(1, WORKERS + 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=90)
    assert failures == []
    with own_app.app_context():
        drain()
        with all_regions("the test looks at everything"):
            active = db.session.execute(select(PooledNeed).where(PooledNeed.withdrawn_at.is_(None))).scalars().all()
            members = db.session.execute(select(ClusterMember)).scalars().all()
            clusters = db.session.execute(select(DemandCluster).where(DemandCluster.closed_at.is_(None))).scalars().all()
            state = db.session.execute(select(PoolingState)).scalar_one()
        assert len(active) == WORKERS * NEEDS_EACH * 4 // 5
        assert sorted(m.pooled_need_id for m in members) == sorted(n.id for n in active)
        assert (list(state.dirty), state.requested_at) == ([], None)
        people = Counter({c.id: c.headcount for c in clusters})
        assert people == Counter(m.cluster_id for m in members)
        told = select(Outbox.id).where(Outbox.name == "demand_pooling.cluster_updated.v1", Outbox.kind == "event")
        before = len(db.session.execute(told).all())
        with region_scope(region_id):
            region = db.session.execute(select(Region)).scalar_one()
            jobs.recluster(region, groups=[service.ALL_GROUPS])
        assert len(db.session.execute(told).all()) == before


def _need(need_id: int, number: int) -> NeedPublished:
    return NeedPublished(
        need_id=need_id,
        organisation_id=need_id,
        municipality_code=NORTH[need_id % len(NORTH)],
        occupation_group=["5321", "2221"][number % 2],
        occupation_label="Yrke",
        level="upper_secondary",
        headcount_0_1=1,
        distance_acceptable=number % 4 == 0,
    )
