"""A published plan becomes clusters that the rule leaves alone."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from core.db import atomic, db, utcnow
from core.errors import Conflict, DomainError
from core.regions.models import Region
from plugins.demand_pooling.models import ClusterMember, DemandCluster, PooledNeed
from plugins.demand_pooling.work.models import ClusterStep, StepKind
from plugins.demand_pooling.work.progress import Origin, Progress
from plugins.demand_pooling.work.service import Adopted, adopt

from .conftest import KIRUNA, NORSJO, Pool
from .test_clusters import clusters, fill, members


def rows(pool: Pool, region: Region, need_ids: list[int]) -> list[int]:
    """The read model's ids of some needs."""
    with pool.make.inside(region, "demand_pooling"):
        found = {row.need_id: row.id for row in db.session.execute(select(PooledNeed).where(PooledNeed.need_id.in_(need_ids))).scalars()}
    return [found[each] for each in need_ids]


def publish_plan(pool: Pool, region: Region, *groups: list[int], hub: str = NORSJO, run: int = 1) -> list[int]:
    """Adopt classes of needs (the owner's ids); returns the clusters' ids."""
    with pool.make.inside(region, "demand_pooling"), atomic():
        plan = [Adopted(rows(pool, region, group), hub, "upper_secondary", "5321", "centre", "2027-08") for group in groups]
        return [cluster.id for cluster in adopt(region, plan, run)]


def test_a_class_takes_over_the_cluster_it_shares_most_with_and_the_rule_leaves_it(pool: Pool, north: Region) -> None:
    needs = fill(pool, north, 12)
    pool.work()
    (before,) = clusters(pool, north)
    (adopted,) = publish_plan(pool, north, needs[:8])
    pool.work()
    assert adopted == before.id
    found = {c.id: c for c in clusters(pool, north)}
    assert (found[adopted].headcount, found[adopted].hub_code, found[adopted].origin) == (8, NORSJO, Origin.PLAN)
    (rest,) = set(found) - {adopted}
    assert (found[rest].headcount, found[rest].origin) == (4, Origin.RULE)
    assert members(pool, north) == {adopted: needs[:8], rest: needs[8:]}
    pool.publish(north, municipality_code=NORSJO)
    pool.work()
    assert {c.id: c.headcount for c in clusters(pool, north)}[adopted] == 8


def test_a_new_plan_replaces_the_earlier_one_and_keeps_what_somebody_has_gone_on_with(pool: Pool, north: Region) -> None:
    needs = fill(pool, north, 12)
    pool.work()
    first, second = publish_plan(pool, north, needs[:4], needs[4:8])
    pool.work()
    with pool.make.inside(north), atomic():
        db.session.execute(select(DemandCluster).where(DemandCluster.id == first)).scalar_one().status = Progress.REQUESTED
    pool.make.forget()
    (third,) = publish_plan(pool, north, needs[8:], run=2)
    pool.work()
    open_ids = {c.id for c in clusters(pool, north)}
    assert first in open_ids
    assert members(pool, north)[first] == needs[:4]
    assert members(pool, north)[third] == needs[8:]
    assert sorted(n for cluster, ids in members(pool, north).items() if cluster not in (first, third) for n in ids) == needs[4:8]
    assert second not in {first, third}


@pytest.mark.parametrize("what", ["locked", "withdrawn", "twice", "empty"])
def test_a_plan_that_no_longer_fits_is_refused_whole(pool: Pool, north: Region, what: str) -> None:
    needs = fill(pool, north, 6)
    pool.work()
    before = members(pool, north)
    if what == "locked":
        with pool.make.inside(north), atomic():
            db.session.execute(select(DemandCluster)).scalar_one().locked_at = utcnow()
    if what == "withdrawn":
        ids = rows(pool, north, needs)
        pool.withdraw(north, needs[0])
        pool.work()
        before = members(pool, north)
    pool.make.forget()
    groups = {"twice": [needs[:3], needs[2:]], "empty": [needs[:3], []]}.get(what, [needs])
    with pytest.raises(DomainError) as refused, pool.make.inside(north, "demand_pooling"), atomic():
        plan = [Adopted(ids if what == "withdrawn" else rows(pool, north, g), NORSJO, "upper_secondary", "5321") for g in groups]
        adopt(north, plan, 1)
    assert isinstance(refused.value, Conflict) == (what in ("locked", "withdrawn"))
    assert members(pool, north) == before


def test_the_history_names_the_run_and_a_need_that_left(pool: Pool, north: Region) -> None:
    needs = [*fill(pool, north, 3), pool.publish(north, municipality_code=KIRUNA, need_id=900)]
    (adopted,) = publish_plan(pool, north, needs, run=31)
    pool.withdraw(north, 900)
    pool.work()
    with pool.make.inside(north):
        steps = db.session.execute(select(ClusterStep).order_by(ClusterStep.id)).scalars().all()
        pinned = db.session.execute(select(ClusterMember.pinned).where(ClusterMember.cluster_id == adopted)).scalars().all()
    assert [(s.cluster_id, s.kind, s.detail.get("run"), len(s.detail["needs"])) for s in steps] == [
        (adopted, StepKind.ADOPTED, 31, 4),
        (adopted, StepKind.LEFT, None, 1),
    ]
    assert pinned == [True, True, True]
    assert {c.id: c.headcount for c in clusters(pool, north)} == {adopted: 3}
