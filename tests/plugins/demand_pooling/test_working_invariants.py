"""Whatever people, plans, events and the rule do in whatever order, some things always hold."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from sqlalchemy import select

from core.db import atomic, db
from core.errors import DomainError
from core.regions.models import Region
from plugins.demand_pooling.models import ClusterMember, DemandCluster, PooledNeed
from plugins.demand_pooling.work import service
from plugins.demand_pooling.work.models import SetAside
from plugins.demand_pooling.work.progress import Origin
from plugins.demand_pooling.work.service import Adopted
from plugins.demand_pooling.work.undoing import last_undoable

from .conftest import NORTH, Pool

STEPS = 50
GROUPS = ("5321", "2221")
WHAT = "publish publish change withdraw recluster move move split merge remove put_back release lock unlock undo adopt"


class World:
    """A region in which anything may happen."""

    def __init__(self, pool: Pool, region: Region, seed: int) -> None:
        self.pool, self.region, self.random = pool, region, random.Random(seed)
        self.actor = pool.make.user(region, "strategist")
        self.put: dict[int, int] = {}  # by the read model's id: the cluster in which a person has put it

    def open_clusters(self) -> list[DemandCluster]:
        statement = select(DemandCluster).where(DemandCluster.closed_at.is_(None)).order_by(DemandCluster.id)
        return list(db.session.execute(statement).scalars())

    def members(self, cluster_id: int) -> list[int]:
        """Its open needs; one that was withdrawn a moment ago may still be in it."""
        statement = select(PooledNeed.id).join(ClusterMember, ClusterMember.pooled_need_id == PooledNeed.id)
        wanted = statement.where(ClusterMember.cluster_id == cluster_id, PooledNeed.withdrawn_at.is_(None)).order_by(PooledNeed.id)
        return list(db.session.execute(wanted).scalars())

    def happen(self) -> None:
        """One thing, of those that people and events do. What makes no sense now is refused, and changes nothing."""
        what = self.random.choice(WHAT.split())
        try:
            getattr(self, what)()
        except DomainError:
            db.session.rollback()

    def publish(self) -> None:
        self._publish()

    def _publish(self, **facts: object) -> None:
        self.pool.publish(
            self.region,
            municipality_code=self.random.choice(NORTH),
            occupation_group=self.random.choice(GROUPS),
            headcount_0_1=self.random.randint(0, 9),
            distance_acceptable=self.random.random() < 0.3,
            **facts,
        )

    def _need(self) -> PooledNeed | None:
        statement = select(PooledNeed).where(PooledNeed.withdrawn_at.is_(None)).order_by(PooledNeed.id)
        found = list(db.session.execute(statement).scalars())
        return self.random.choice(found) if found else None

    def change(self) -> None:
        if need := self._need():
            self._publish(need_id=need.need_id)

    def withdraw(self) -> None:
        if need := self._need():
            self.put.pop(need.id, None)
            self.pool.withdraw(self.region, need.need_id)

    def recluster(self) -> None:
        self.pool.work()

    def _two(self) -> tuple[DemandCluster, DemandCluster, list[int]]:
        found = self.open_clusters()
        if not found:
            raise DomainError("nothing yet")
        here, there = self.random.choice(found), self.random.choice(found)
        members = self.members(here.id)
        return here, there, self.random.sample(members, k=min(len(members), self.random.randint(1, 3)))

    def move(self) -> None:
        here, there, needs = self._two()
        with atomic():
            service.move(region=self.region, cluster_id=here.id, seen=None, need_ids=needs, target_id=there.id, actor=self.actor)
        self.put |= dict.fromkeys(needs, there.id)

    def split(self) -> None:
        here, _there, needs = self._two()
        with atomic():
            new, _step = service.split(region=self.region, cluster_id=here.id, seen=None, need_ids=needs, actor=self.actor)
        self.put |= dict.fromkeys(needs, new.id)

    def merge(self) -> None:
        here, there, _needs = self._two()
        moved = self.members(there.id)
        with atomic():
            service.merge(region=self.region, cluster_id=here.id, seen=None, other_id=there.id, actor=self.actor)
        self.put |= dict.fromkeys(moved, here.id)

    def remove(self) -> None:
        here, _there, needs = self._two()
        with atomic():
            service.remove(region=self.region, cluster_id=here.id, seen=None, need_ids=needs, actor=self.actor, text="Prov")
        for need in needs:
            self.put.pop(need, None)

    def put_back(self) -> None:
        for aside in db.session.execute(select(SetAside).limit(1)).scalars().all():
            with atomic():
                service.put_back(region=self.region, aside_id=aside.id, actor=self.actor)

    def release(self) -> None:
        here, _there, needs = self._two()
        with atomic():
            service.release(region=self.region, cluster_id=here.id, seen=None, need_ids=needs, actor=self.actor)
        for need in needs:
            self.put.pop(need, None)

    def lock(self) -> None:
        with atomic():
            service.lock(region=self.region, cluster_id=self._two()[0].id, seen=None, actor=self.actor)

    def unlock(self) -> None:
        with atomic():
            service.unlock(region=self.region, cluster_id=self._two()[0].id, seen=None, actor=self.actor)

    def undo(self) -> None:
        here = self._two()[0]
        step = last_undoable(here)
        if step is None:
            return
        with atomic():
            service.undo(region=self.region, cluster_id=here.id, step_id=step.id, actor=self.actor)
        for need in step.detail["needs"]:
            cluster, pinned = step.detail["places"][str(need)]
            if pinned and need in self.put:
                self.put[need] = cluster
            else:
                self.put.pop(need, None)

    def adopt(self) -> None:
        here, _there, needs = self._two()
        if not needs:
            return
        group = Adopted(needs, self.random.choice(NORTH), "upper_secondary", here.occupation_group)
        with atomic():
            (cluster,) = service.adopt(self.region, [group], 1, covers=[here.occupation_group])
        self.put = dict.fromkeys(needs, cluster.id)  # the plan may have dissolved what was put together before

    def check(self) -> None:
        """What always holds, when the jobs have run."""
        self.pool.work()
        needs = {n.id: n for n in db.session.execute(select(PooledNeed).where(PooledNeed.withdrawn_at.is_(None))).scalars()}
        rows = db.session.execute(select(ClusterMember)).scalars().all()
        aside = set(db.session.execute(select(SetAside.pooled_need_id)).scalars())
        found = {cluster.id: cluster for cluster in self.open_clusters()}
        where = {row.pooled_need_id: row.cluster_id for row in rows}
        assert sorted(row.pooled_need_id for row in rows) == sorted(set(needs) - aside), "every open need in one cluster, or set aside"
        assert set(where.values()) <= set(found), "no member of a dissolved cluster"
        people = Counter(dict.fromkeys(found, 0))
        for need_id, cluster_id in where.items():
            people[cluster_id] += needs[need_id].headcount_0_1
        assert {c.id: c.headcount for c in found.values()} == dict(people), "figures are the sum of the members"
        assert {c.id: c.missing for c in found.values()} == {key: max(0, 12 - n) for key, n in people.items()}
        assert {need: where.get(need) for need in self.put} == self.put, "what a person placed is where it was put"
        empty = [c for c in found.values() if c.id not in where.values() and c.locked_at is None]
        assert empty == [], "an unlocked cluster without needs is dissolved"
        made = {c.id for c in found.values() if c.origin is not Origin.RULE}
        assert [row.id for row in rows if row.cluster_id in made and not row.pinned] == [], "the rule adds nothing to what others made"


@pytest.mark.parametrize("seed", range(3))
def test_what_always_holds(pool: Pool, north: Region, seed: int) -> None:
    world = World(pool, north, seed)
    with pool.make.inside(north, "demand_pooling"):
        for _ in range(8):
            world.publish()
        for step in range(STEPS):
            world.happen()
            if step % 10 == 9:
                world.check()
