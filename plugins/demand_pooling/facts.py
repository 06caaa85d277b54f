"""What clustering reads of the needs, and what it knows of distances. Reads only."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from math import inf
from typing import Any

from sqlalchemy import Row, select

from core.db import db
from core.errors import NotFound
from core.geo import distance
from core.regions.models import Region
from core.regions.queries import municipalities
from plugins.demand_pooling.clustering import Need, Reach
from plugins.demand_pooling.models import ClusterMember, DemandCluster, PooledNeed
from plugins.demand_pooling.settings import PoolingSettings

NeedRow = Row[Any]
AT_A_TIME = 500  # ids in one statement

_COLUMNS = (
    PooledNeed.id,
    PooledNeed.region_id,
    PooledNeed.need_id,
    PooledNeed.organisation_id,
    PooledNeed.municipality_code,
    PooledNeed.occupation_group,
    PooledNeed.occupation_label,
    PooledNeed.local_title,
    PooledNeed.level,
    PooledNeed.distance_acceptable,
    PooledNeed.headcount_0_1,
    PooledNeed.headcount_1_3,
    PooledNeed.headcount_3_5,
    PooledNeed.skills,
    PooledNeed.secret,
)


@lru_cache(maxsize=1024)
def known_distances(code: str) -> Mapping[str, float]:
    """Kilometres from a municipality to every other; empty when the code is not (or no longer) a municipality's."""
    try:
        return dict(distance.within(code, inf))
    except NotFound:
        return {}


@lru_cache(maxsize=8)
def _reach(limit_km: int, hubs: frozenset[str]) -> Reach:
    return Reach(limit_km, hubs, known_distances)


def region_reach(region: Region, settings: PoolingSettings) -> Reach:
    """Who can meet where in a region."""
    return _reach(settings.reach_km, frozenset(m.code for m in municipalities(region)))


def needs_of_groups(codes: Sequence[str]) -> list[NeedRow]:
    """The open needs of some occupation groups that may be read: the region's own, and those that members share."""
    wanted = select(*_COLUMNS).where(PooledNeed.withdrawn_at.is_(None), PooledNeed.occupation_group.in_(codes))
    return list[NeedRow](db.session.execute(wanted))


def open_needs(ids: Collection[int]) -> dict[int, NeedRow]:
    """Those of some needs that are open and may be read, by their row's id."""
    found: dict[int, NeedRow] = {}
    ordered = sorted(ids)
    for start in range(0, len(ordered), AT_A_TIME):
        wanted = select(*_COLUMNS).where(PooledNeed.withdrawn_at.is_(None), PooledNeed.id.in_(ordered[start : start + AT_A_TIME]))
        found |= {need.id: need for need in db.session.execute(wanted)}
    return found


def as_need(settings: PoolingSettings, need: NeedRow) -> Need:
    """A need as the rule knows it."""
    people = settings.counted(need.headcount_0_1, need.headcount_1_3, need.headcount_3_5)
    return Need(need.id, need.municipality_code, people, need.distance_acceptable)


def members_of(region: Region, cluster_ids: Collection[int]) -> list[ClusterMember]:
    """The members of some clusters."""
    wanted = select(ClusterMember).where(ClusterMember.region_id == region.id, ClusterMember.cluster_id.in_(cluster_ids))
    return list(db.session.execute(wanted.order_by(ClusterMember.pooled_need_id)).scalars())


def cluster_ref(cluster: DemandCluster) -> str:
    """How other parts name a cluster."""
    return f"demand_pooling:cluster:{cluster.id}"
