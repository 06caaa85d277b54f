"""Reads for the work bench: neighbours of a cluster, what is set aside, and the history with names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from core.db import db
from core.geo.queries import name_of
from core.records.people import display_names
from core.regions.models import Region
from core.search import index
from core.users.models import User
from plugins.demand_pooling.findable import KIND
from plugins.demand_pooling.models import DemandCluster, PooledNeed
from plugins.demand_pooling.queries import open_clusters
from plugins.demand_pooling.work.models import ClusterStep, Follow, SetAside
from plugins.demand_pooling.work.words import sentence

MOST_NEIGHBOURS = 30
MOST_STEPS = 100
MOST_ASIDE = 100
MAX_QUERY = 100


@dataclass(frozen=True)
class Line:
    """A step in words: who did what when, its reason or comment, and the other cluster it touched."""

    step: ClusterStep
    what: str
    who: str
    other: DemandCluster | None

    @property
    def at(self) -> datetime:
        """When it was done."""
        return self.step.at


@dataclass(frozen=True)
class Aside:
    """A need that somebody has set aside."""

    row: SetAside
    need: PooledNeed

    @property
    def place(self) -> str:
        """Its municipality's name."""
        return name_of(self.need.municipality_code)


def neighbours(region: Region, cluster: DemandCluster) -> Sequence[DemandCluster]:
    """The clusters of kindred occupations (the same three digits), those of the same occupation first; the cluster itself among them."""
    kindred = open_clusters(region).where(DemandCluster.occupation_group.startswith(cluster.occupation_group[:3], autoescape=True))
    same = (DemandCluster.occupation_group == cluster.occupation_group).desc()
    wanted = kindred.order_by((DemandCluster.id == cluster.id).desc(), same, DemandCluster.headcount.desc(), DemandCluster.id)
    return db.session.execute(wanted.limit(MOST_NEIGHBOURS)).scalars().all()


def bench_list(region: Region, query: str) -> Sequence[DemandCluster]:
    """The clusters to choose from, largest first."""
    wanted = open_clusters(region)
    if query.strip():
        wanted = wanted.where(DemandCluster.id.in_(index.matching(KIND, query.strip()[:MAX_QUERY])))
    return db.session.execute(wanted.order_by(DemandCluster.headcount.desc(), DemandCluster.id).limit(MOST_NEIGHBOURS)).scalars().all()


def set_aside(region: Region, cluster: DemandCluster) -> list[Aside]:
    """The open needs that were set aside from a cluster, or that are of its occupation."""
    statement = (
        select(SetAside, PooledNeed)
        .join(PooledNeed, PooledNeed.id == SetAside.pooled_need_id)
        .where(SetAside.region_id == region.id, PooledNeed.withdrawn_at.is_(None))
        .where(or_(SetAside.cluster_id == cluster.id, PooledNeed.occupation_group == cluster.occupation_group))
        .order_by(SetAside.id.desc())
        .limit(MOST_ASIDE)
    )
    return [Aside(row, need) for row, need in db.session.execute(statement)]


def history(region: Region, cluster: DemandCluster, *, limit: int = MOST_STEPS) -> list[Line]:
    """A cluster's steps, newest first."""
    touched = or_(ClusterStep.cluster_id == cluster.id, ClusterStep.other_id == cluster.id)
    statement = select(ClusterStep).where(ClusterStep.region_id == region.id, touched).order_by(ClusterStep.id.desc()).limit(limit)
    return lines(region, cluster, db.session.execute(statement).scalars().all())


def lines(region: Region, cluster: DemandCluster, steps: Sequence[ClusterStep]) -> list[Line]:
    """Steps in words, with names as they may be seen."""
    actors = {step.actor_id for step in steps if step.actor_id is not None}
    names = display_names(db.session.execute(select(User).where(User.id.in_(actors))).scalars()) if actors else {}
    other_ids = {each for step in steps for each in (step.cluster_id, step.other_id) if each is not None and each != cluster.id}
    found = select(DemandCluster).where(DemandCluster.region_id == region.id, DemandCluster.id.in_(other_ids))
    others = {other.id: other for other in db.session.execute(found).scalars()} if other_ids else {}
    return [
        Line(
            step,
            sentence(step.kind, step.detail) or "",
            names.get(step.actor_id or 0, ""),
            others.get((step.other_id if step.cluster_id == cluster.id else step.cluster_id) or 0),
        )
        for step in steps
    ]


def follows(user: User | None, cluster: DemandCluster) -> bool:
    """Whether a person follows a cluster."""
    if user is None:
        return False
    mine = select(Follow.id).where(Follow.cluster_id == cluster.id, Follow.user_id == user.id)
    return db.session.execute(mine).first() is not None
