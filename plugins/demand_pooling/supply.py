"""Looking for education that answers a cluster, in whatever catalogue the region has. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select

from core.db import db, utcnow
from core.events import emit
from core.jobs import enqueue
from core.plugins import Supply, hooks
from core.plugins.enablement import enabled_plugins
from core.plugins.registry import registry
from core.regions.models import Region
from plugins.demand_pooling import notices
from plugins.demand_pooling.bookkeeping import FIND_SUPPLY
from plugins.demand_pooling.events import SupplyFound
from plugins.demand_pooling.models import ClusterMember, DemandCluster, FoundSupply, PooledNeed
from plugins.demand_pooling.service import locked_state

CLUSTERS_AT_A_TIME = 25  # per transaction
MAX_PER_CLUSTER = 50


def has_catalogue(region: Region) -> bool:
    """Whether any part that is on in the region can answer what education there is."""
    enabled = {id(plugin) for plugin in enabled_plugins(region)}
    return any(id(impl.plugin) in enabled for impl in registry().manager.hook.supply_for.get_hookimpls())


def look_up(region: Region, cluster: DemandCluster, municipalities: Sequence[str]) -> list[Supply]:
    """What the catalogues have for a cluster now, at most `MAX_PER_CLUSTER`."""
    found = hooks.for_region(region).supply_for(occupation_group=cluster.occupation_group, municipalities=municipalities)
    return list({supply.ref: supply for supply in found}.values())[:MAX_PER_CLUSTER]


def places_of(region: Region, cluster: DemandCluster) -> list[str]:
    """Where a cluster's needs are, the municipality with most needs first."""
    return _municipalities(region, [cluster.id]).get(cluster.id, [cluster.hub_code])


def request_search(*, region: Region) -> None:
    """Look again for every cluster that is large enough: a catalogue has changed."""
    enqueue(FIND_SUPPLY, region=region)


def waiting_clusters(region: Region, cluster_ids: Sequence[int] | None) -> list[int]:
    """The clusters to look for: those named, or all, that are open and large enough."""
    wanted = select(DemandCluster.id).where(
        DemandCluster.region_id == region.id, DemandCluster.closed_at.is_(None), DemandCluster.missing == 0
    )
    if cluster_ids is not None:
        wanted = wanted.where(DemandCluster.id.in_(cluster_ids))
    return list(db.session.execute(wanted.order_by(DemandCluster.id)).scalars())


def find_for(*, region: Region, cluster_ids: Sequence[int]) -> int:
    """Look for some clusters, keep what is found, and tell about what is new. Returns how many were new."""
    locked_state(region)
    clusters = (
        db.session.execute(select(DemandCluster).where(DemandCluster.region_id == region.id, DemandCluster.id.in_(cluster_ids)))
        .scalars()
        .all()
    )
    places = _municipalities(region, cluster_ids)
    own_needs = _own_needs(region, cluster_ids)
    known: dict[int, dict[str, FoundSupply]] = {}
    for row in db.session.execute(
        select(FoundSupply).where(FoundSupply.region_id == region.id, FoundSupply.cluster_id.in_(cluster_ids))
    ).scalars():
        known.setdefault(row.cluster_id, {})[row.ref] = row
    new = 0
    for cluster in clusters:
        found = look_up(region, cluster, places.get(cluster.id, [cluster.hub_code]))
        new += _keep(region, cluster, found, known.get(cluster.id, {}), own_needs.get(cluster.id, []))
    db.session.flush()
    return new


def _keep(
    region: Region, cluster: DemandCluster, found: Sequence[Supply], known: Mapping[str, FoundSupply], need_ids: Sequence[int]
) -> int:
    new: list[Supply] = []
    for supply in found:
        row = known.get(supply.ref[:160])
        if row is None:
            row = FoundSupply(region_id=region.id, cluster_id=cluster.id, ref=supply.ref[:160], title=supply.title[:300], found_at=utcnow())
            db.session.add(row)
            new.append(supply)
            emit(
                SupplyFound(
                    cluster_id=cluster.id,
                    need_ids=list(need_ids),
                    title=supply.title,
                    ref=supply.ref,
                    url=supply.url,
                    provider=supply.provider,
                ),
                region=region,
            )
        row.title, row.provider, row.url, row.gone_at = supply.title[:300], supply.provider[:200], supply.url[:500], None
    refs = {supply.ref[:160] for supply in found}
    for ref, row in known.items():
        if ref not in refs and row.gone_at is None:
            row.gone_at = utcnow()
    if new:
        notices.tell_supply(region, cluster, [supply.ref for supply in new], new[0].title)
    return len(new)


def _municipalities(region: Region, cluster_ids: Sequence[int]) -> dict[int, list[str]]:
    """Where each cluster's needs are, the municipality with most needs first."""
    wanted = (
        select(ClusterMember.cluster_id, PooledNeed.municipality_code)
        .join(PooledNeed, PooledNeed.id == ClusterMember.pooled_need_id)
        .where(ClusterMember.region_id == region.id, ClusterMember.cluster_id.in_(cluster_ids))
        .group_by(ClusterMember.cluster_id, PooledNeed.municipality_code)
        .order_by(func.count().desc(), PooledNeed.municipality_code)
    )
    found: dict[int, list[str]] = {}
    for cluster_id, code in db.session.execute(wanted):
        found.setdefault(cluster_id, []).append(code)
    return found


def _own_needs(region: Region, cluster_ids: Sequence[int]) -> dict[int, list[int]]:
    """The owner's ids of the region's own needs in each cluster: those whose employers can be told here."""
    wanted = (
        select(ClusterMember.cluster_id, PooledNeed.need_id)
        .join(PooledNeed, PooledNeed.id == ClusterMember.pooled_need_id)
        .where(ClusterMember.region_id == region.id, ClusterMember.cluster_id.in_(cluster_ids), PooledNeed.region_id == region.id)
        .order_by(PooledNeed.need_id)
    )
    found: dict[int, list[int]] = {}
    for cluster_id, need_id in db.session.execute(wanted):
        found.setdefault(cluster_id, []).append(need_id)
    return found
