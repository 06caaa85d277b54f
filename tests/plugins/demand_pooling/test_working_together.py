"""Two strategists at the very same time, and needs that a member region shares: real threads, real transactions."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import atomic, db, region_scope
from core.jobs.runner import drain
from core.regions.models import Region, RegionShare
from core.testing.factories import Factory
from plugins.demand_pooling import jobs
from plugins.demand_pooling.models import ClusterMember, DemandCluster, PooledNeed
from plugins.demand_pooling.work import service
from plugins.demand_pooling.work.models import ClusterStep, StepKind
from plugins.demand_pooling.work.opening import ChangedMeanwhile

from .conftest import KIRUNA, NORSJO, NORTH, SKELLEFTEA, Pool
from .test_clusters import clusters, fill, members
from .test_concurrency import own_app as own_app


@pytest.mark.slow
def test_of_two_who_move_the_same_need_at_once_one_does_and_one_is_told(own_app: Flask) -> None:
    with own_app.app_context():
        make = Factory()
        region_id = make.region("norr", plugins=["demand_pooling"], municipalities=NORTH).id
        drain()
        region = db.session.execute(select(Region)).scalar_one()
        pool = Pool(make)
        fill(pool, region, 4)
        fill(pool, region, 2, municipality_code=KIRUNA)
        drain()
        with region_scope(region_id):
            found = list(db.session.execute(select(DemandCluster).order_by(DemandCluster.headcount.desc())).scalars())
            big, small = found[0].id, found[1].id
            need = db.session.execute(select(ClusterMember.pooled_need_id).where(ClusterMember.cluster_id == big).limit(1)).scalar_one()
    together = threading.Barrier(2, timeout=30)
    outcomes: list[str] = []

    def work(way: str) -> None:
        try:
            with own_app.app_context(), region_scope(region_id):
                own = db.session.execute(select(Region).where(Region.id == region_id)).scalar_one()
                db.session.rollback()
                together.wait()
                facts: dict[str, Any] = {"region": own, "cluster_id": big, "seen": 1, "need_ids": [need], "actor": None}
                with atomic():
                    if way == "move":
                        service.move(**facts, target_id=small)
                    else:
                        service.split(**facts)
                outcomes.append("done")
        except ChangedMeanwhile as error:
            outcomes.append(f"told of {len(error.since)}")
        except BaseException as error:
            outcomes.append(repr(error))

    threads = [threading.Thread(target=work, args=(way,)) for way in ("move", "split")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(outcomes) == ["done", "told of 1"]
    with own_app.app_context(), region_scope(region_id):
        assert len(db.session.execute(select(ClusterMember)).scalars().all()) == 6
        assert len(db.session.execute(select(ClusterStep)).scalars().all()) == 1


def test_a_shared_need_that_a_collaboration_has_placed_leaves_when_it_is_no_longer_shared(pool: Pool) -> None:
    sharing = pool.make.region("delar", plugins=["demand_pooling"], municipalities=[SKELLEFTEA, NORSJO])
    both = pool.make.region("tillsammans", plugins=["demand_pooling"], municipalities=[])
    pool.make.share(sharing, both, "demand_pooling")
    pool.work()
    shared = fill(pool, sharing, 3)
    own = pool.publish(both, municipality_code=SKELLEFTEA, need_id=500)
    pool.work()
    (cluster,) = clusters(pool, both)
    with pool.make.inside(both, "demand_pooling"), atomic():
        ids = list(db.session.execute(select(PooledNeed.id).where(PooledNeed.need_id.in_([*shared[:2], own]))).scalars())
        new, _step = service.split(region=both, cluster_id=cluster.id, seen=1, need_ids=ids, actor=None)
    pool.publish(sharing, need_id=shared[0], headcount_0_1=5)
    pool.work()
    assert members(pool, both)[new.id] == sorted([*shared[:2], own])
    assert {c.id: c.headcount for c in clusters(pool, both)}[new.id] == 7
    pool.withdraw(sharing, shared[0])
    pool.work()
    assert members(pool, both)[new.id] == sorted([shared[1], own])
    with atomic():
        db.session.delete(db.session.execute(select(RegionShare).where(RegionShare.member_id == sharing.id)).scalar_one())
    pool.make.forget()
    with pool.make.inside(both, "demand_pooling"), atomic():
        jobs.keep_current(both)
    pool.work()
    assert members(pool, both) == {new.id: [own]}
    with pool.make.inside(both):
        left = [step for step in db.session.execute(select(ClusterStep)).scalars() if step.kind is StepKind.LEFT]
    assert len(left) == 2
