"""Everything the cluster's page shows, read in a fixed number of queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, select

from core.audit.models import AuditEntry
from core.db import db
from core.geo.queries import name_of
from core.regions.models import Region
from plugins.demand_pooling.clustering import Reason
from plugins.demand_pooling.facts import cluster_ref, known_distances
from plugins.demand_pooling.models import ClusterMember, DemandCluster, FoundSupply, PooledNeed
from plugins.demand_pooling.settings import PoolingSettings, pooling_settings

MOST_OUTSIDE = 10
MOST_SKILLS = 8


@dataclass(frozen=True)
class Member:
    """A need of the cluster, its people within the counted horizons, why it is here and how far it is from the hub.

    Args:
        pinned: A person or a plan put it here.
    """

    need: PooledNeed
    people: int
    reason: Reason
    km: float | None
    pinned: bool = False


@dataclass(frozen=True)
class Place:
    """A municipality of the cluster. `by_distance` says that its needs are here only because they can be met by distance."""

    code: str
    name: str
    people: int
    employers: int
    km: float | None
    by_distance: bool


@dataclass(frozen=True)
class Outside:
    """Needs of the same occupation and level, in one municipality, that are in another cluster."""

    name: str
    people: int
    km: float | None
    too_far: bool
    cluster_id: int | None
    cluster_hub: str


@dataclass(frozen=True)
class Detail:
    """A cluster with what it is made of."""

    cluster: DemandCluster
    settings: PoolingSettings
    members: Sequence[Member]
    places: Sequence[Place]
    outside: Sequence[Outside]

    @property
    def counted(self) -> list[Member]:
        """The members that count now."""
        return [member for member in self.members if member.people]

    @property
    def horizons(self) -> tuple[int, int, int]:
        """People within a year, in one to three years, and in three to five."""
        needs = [member.need for member in self.members]
        return sum(n.headcount_0_1 for n in needs), sum(n.headcount_1_3 for n in needs), sum(n.headcount_3_5 for n in needs)

    @property
    def by_distance(self) -> int:
        """How many of the counted people can be taught by distance."""
        return sum(member.people for member in self.counted if member.need.distance_acceptable)

    @property
    def placements(self) -> int:
        """Placements that the employers offer."""
        return sum(member.need.placements_offered for member in self.members)

    @property
    def shortage(self) -> float | None:
        """The mean of the employers' ratings of the shortage, 1–5; None when nobody has rated it."""
        ratings = [member.need.shortage for member in self.members if member.need.shortage]
        return sum(ratings) / len(ratings) if ratings else None

    @property
    def kinds(self) -> Counter[str]:
        """Counted people per kind of need."""
        found: Counter[str] = Counter()
        for member in self.counted:
            found[member.need.kind] += member.people
        return found

    @property
    def skills(self) -> list[tuple[str, int]]:
        """The skills most employers ask for, and how many needs name each."""
        named = Counter(skill for member in self.members for skill in set(member.need.skills))
        return sorted(named.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_SKILLS]

    @property
    def titles(self) -> list[str]:
        """The employers' own words for the occupation."""
        return sorted({member.need.local_title for member in self.members if member.need.local_title})

    @property
    def hub(self) -> str:
        """The name of the hub."""
        return name_of(self.cluster.hub_code)


def cluster_detail(region: Region, cluster: DemandCluster) -> Detail:
    """Read a cluster's members and its surroundings."""
    settings = pooling_settings(region)
    own = ClusterMember.region_id == region.id
    statement = (
        select(PooledNeed, ClusterMember)
        .join(ClusterMember, and_(ClusterMember.pooled_need_id == PooledNeed.id, own))
        .where(ClusterMember.cluster_id == cluster.id, PooledNeed.withdrawn_at.is_(None))
        .order_by(PooledNeed.id)
    )
    members = [
        Member(need, _people(settings, need), member.reason, member.km, member.pinned) for need, member in db.session.execute(statement)
    ]
    return Detail(cluster, settings, members, _places(members), _outside(region, cluster, settings))


def _people(settings: PoolingSettings, need: PooledNeed) -> int:
    return settings.counted(need.headcount_0_1, need.headcount_1_3, need.headcount_3_5)


def _places(members: Sequence[Member]) -> list[Place]:
    by_code: dict[str, list[Member]] = defaultdict(list)
    for member in members:
        by_code[member.need.municipality_code].append(member)
    places = [
        Place(
            code,
            name_of(code),
            sum(m.people for m in found),
            len({m.need.organisation_id for m in found if m.people}),
            found[0].km,
            by_distance=all(m.reason is Reason.DISTANCE for m in found),
        )
        for code, found in by_code.items()
    ]
    return sorted(places, key=lambda place: (-place.people, place.name))


def _outside(region: Region, cluster: DemandCluster, settings: PoolingSettings) -> list[Outside]:
    """The nearest needs that would have been of use here, nearest first."""
    statement = (
        select(PooledNeed, DemandCluster)
        .outerjoin(ClusterMember, and_(ClusterMember.pooled_need_id == PooledNeed.id, ClusterMember.region_id == region.id))
        .outerjoin(DemandCluster, DemandCluster.id == ClusterMember.cluster_id)
        .where(
            PooledNeed.withdrawn_at.is_(None), PooledNeed.occupation_group == cluster.occupation_group, PooledNeed.level == cluster.level
        )
        .where((ClusterMember.cluster_id != cluster.id) | ClusterMember.cluster_id.is_(None))
        .order_by(PooledNeed.id)
    )
    people: Counter[tuple[str, int | None]] = Counter()
    hubs: dict[int | None, str] = {None: ""}
    for need, other in db.session.execute(statement):
        other_id = other.id if other else None
        people[need.municipality_code, other_id] += _people(settings, need)
        if other:
            hubs[other_id] = name_of(other.hub_code)
    found = []
    for (code, other_id), count in people.items():
        if count:
            km = 0.0 if code == cluster.hub_code else known_distances(cluster.hub_code).get(code)
            found.append(Outside(name_of(code), count, km, km is None or km > settings.reach_km, other_id, hubs[other_id]))
    return sorted(found, key=lambda o: (o.km is None, o.km or 0.0, o.name))[:MOST_OUTSIDE]


def found_before(region: Region, cluster: DemandCluster) -> dict[str, FoundSupply]:
    """The educations that were found for a cluster, by ref: since when each has been known."""
    statement = select(FoundSupply).where(FoundSupply.region_id == region.id, FoundSupply.cluster_id == cluster.id)
    return {row.ref: row for row in db.session.execute(statement).scalars()}


def story(region: Region, cluster: DemandCluster, *, limit: int = 20) -> Sequence[AuditEntry]:
    """What has happened to a cluster, newest first."""
    statement = select(AuditEntry).where(AuditEntry.region_id == region.id, AuditEntry.subject == cluster_ref(cluster))
    return db.session.execute(statement.order_by(AuditEntry.id.desc()).limit(limit)).scalars().all()
