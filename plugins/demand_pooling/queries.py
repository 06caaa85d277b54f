"""Reads for the board and the lists. Clusters are always the region's own; a collaboration's are made of its members' shared needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import Select, case, func, select

from core.db import Page, db, get, paginate, utcnow
from core.errors import NotFound
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.plugins.enablement import is_enabled
from core.regions.models import Region
from core.search import index
from plugins.demand_pooling.findable import KIND
from plugins.demand_pooling.levels import level_label
from plugins.demand_pooling.models import ClusterMember, DemandCluster, FoundSupply, PooledNeed, PoolingState
from plugins.demand_pooling.reclustering import basis
from plugins.demand_pooling.settings import pooling_settings

PAGE_SIZE = 20
MAX_EXPORT = 5_000
NEWLY = timedelta(days=14)


class Status(StrEnum):
    """How far a cluster is from a class."""

    VIABLE = "viable"
    ALMOST = "almost"
    SHORT = "short"


class Sort(StrEnum):
    """Order of the list."""

    PEOPLE = "people"
    MISSING = "missing"
    NAME = "name"


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to; empty texts mean everything."""

    query: str = ""
    level: str = ""
    status: str = ""
    municipality: str = ""
    sort: Sort = Sort.PEOPLE


@dataclass(frozen=True)
class ClusterRow:
    """A cluster in a list.

    Args:
        status: How far it is from a class.
        courses: How many educations have been found for it.
    """

    cluster: DemandCluster
    status: Status
    courses: int = 0

    @property
    def title(self) -> str:
        """The occupation."""
        return self.cluster.occupation_label

    @property
    def level(self) -> str:
        """The level in words."""
        return level_label(self.cluster.level)

    @property
    def hub(self) -> str:
        """The name of the municipality where most can meet."""
        return name_of(self.cluster.hub_code)


@dataclass(frozen=True)
class Figures:
    """The board's figures."""

    clusters: int
    viable: int
    people: int
    people_in_viable: int
    almost: int


def status_of(cluster: DemandCluster, almost_missing: int) -> Status:
    """How far a cluster is from a class, where `almost_missing` is how few people may be missing to be almost there."""
    if cluster.viable:
        return Status.VIABLE
    return Status.ALMOST if cluster.missing <= almost_missing else Status.SHORT


def open_clusters(region: Region) -> Select[DemandCluster]:
    """The region's clusters that exist now."""
    return select(DemandCluster).where(DemandCluster.region_id == region.id, DemandCluster.closed_at.is_(None))


def filtered(region: Region, filters: Filters) -> Select[DemandCluster]:
    """The clusters of a list, in its order."""
    almost = pooling_settings(region).almost_missing
    wanted = open_clusters(region)
    if filters.query:
        wanted = wanted.where(DemandCluster.id.in_(index.matching(KIND, filters.query)))
    if filters.level:
        wanted = wanted.where(DemandCluster.level == filters.level)
    if filters.status:
        between = {Status.VIABLE: (0, 0), Status.ALMOST: (1, almost), Status.SHORT: (almost + 1, None)}[Status(filters.status)]
        wanted = wanted.where(DemandCluster.missing >= between[0])
        if between[1] is not None:
            wanted = wanted.where(DemandCluster.missing <= between[1])
    if filters.municipality:
        there = (
            select(ClusterMember.cluster_id)
            .join(PooledNeed, PooledNeed.id == ClusterMember.pooled_need_id)
            .where(ClusterMember.region_id == region.id, PooledNeed.municipality_code == filters.municipality)
        )
        wanted = wanted.where(DemandCluster.id.in_(there))
    order = {
        Sort.PEOPLE: (DemandCluster.headcount.desc(),),
        Sort.MISSING: (case((DemandCluster.missing == 0, 1), else_=0), DemandCluster.missing, DemandCluster.headcount.desc()),
        Sort.NAME: (DemandCluster.occupation_label, DemandCluster.level),
    }[filters.sort]
    return wanted.order_by(*order, DemandCluster.id)


def cluster_page(region: Region, filters: Filters, *, number: int = 1, size: int = PAGE_SIZE) -> Page[ClusterRow]:
    """One page of the list."""
    page = paginate(filtered(region, filters), number=number, size=size)
    return Page(items=_rows(region, page.items), total=page.total, number=page.number, size=page.size)


def export_rows(region: Region, filters: Filters) -> Sequence[ClusterRow]:
    """The list's rows for a file, at most `MAX_EXPORT`."""
    return _rows(region, db.session.execute(filtered(region, filters).limit(MAX_EXPORT)).scalars().all())


def row(region: Region, cluster: DemandCluster) -> ClusterRow:
    """One cluster as in the list."""
    return _rows(region, [cluster])[0]


def _rows(region: Region, clusters: Sequence[DemandCluster]) -> list[ClusterRow]:
    almost = pooling_settings(region).almost_missing
    courses = _course_counts(region, [cluster.id for cluster in clusters])
    return [ClusterRow(cluster, status_of(cluster, almost), courses.get(cluster.id, 0)) for cluster in clusters]


def _course_counts(region: Region, cluster_ids: Sequence[int]) -> dict[int, int]:
    """How many educations of catalogues that are on were found for each cluster."""
    wanted = select(FoundSupply.cluster_id, FoundSupply.ref).where(
        FoundSupply.region_id == region.id, FoundSupply.cluster_id.in_(cluster_ids), FoundSupply.gone_at.is_(None)
    )
    counts: dict[int, int] = {}
    for cluster_id, ref in db.session.execute(wanted):
        if is_enabled(region, ref.partition(":")[0]):
            counts[cluster_id] = counts.get(cluster_id, 0) + 1
    return counts


def figures(region: Region) -> Figures:
    """The board's figures, in one query."""
    almost = pooling_settings(region).almost_missing
    viable = DemandCluster.missing == 0
    wanted = open_clusters(region).with_only_columns(
        func.count(),
        func.count().filter(viable),
        func.coalesce(func.sum(DemandCluster.headcount), 0),
        func.coalesce(func.sum(DemandCluster.headcount).filter(viable), 0),
        func.count().filter(DemandCluster.missing.between(1, almost)),
    )
    return Figures(*(int(value) for value in db.session.execute(wanted).one()))


def newly_viable(region: Region, *, limit: int = 5) -> Sequence[DemandCluster]:
    """The clusters that reached their threshold in the last two weeks, newest first."""
    wanted = open_clusters(region).where(DemandCluster.viable_since >= utcnow() - NEWLY)
    return db.session.execute(wanted.order_by(DemandCluster.viable_since.desc(), DemandCluster.id).limit(limit)).scalars().all()


def get_cluster(region: Region, cluster_id: int) -> DemandCluster:
    """A cluster of this region, closed or not.

    Raises:
        NotFound: when there is none, or it is another region's, even one whose rows may be read.
    """
    cluster = get(DemandCluster, cluster_id)
    if cluster.region_id != region.id:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return cluster


def is_outdated(region: Region) -> bool:
    """Whether settings, municipalities or sharing have changed since the clusters were made."""
    state = db.session.execute(select(PoolingState).where(PoolingState.region_id == region.id)).scalar_one_or_none()
    return state is not None and bool(state.clustered_at) and state.basis != basis(region)


def need_count(region: Region) -> int:
    """How many needs the clusters are made of: the region's own and those shared with it."""
    return int(db.session.execute(select(func.count(PooledNeed.id)).where(PooledNeed.withdrawn_at.is_(None))).scalar_one())
