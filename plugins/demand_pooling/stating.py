"""Clusters stated again, for a plugin that was enabled later or has lost what it knew."""

from __future__ import annotations

from sqlalchemy import select

from core.db import db
from core.jobs import enqueue
from core.regions.models import Region
from plugins.demand_pooling.bookkeeping import Books
from plugins.demand_pooling.events import ClusterUpdated, ReplayRequested
from plugins.demand_pooling.facts import members_of, open_needs
from plugins.demand_pooling.models import DemandCluster

JOB = "demand_pooling.state_clusters"
AT_A_TIME = 100


def on_replay_requested(region: Region, request: ReplayRequested) -> None:
    """Somebody missed our clusters: say them again, some at a time."""
    if ClusterUpdated.name in request.events:
        enqueue(JOB, region=region, after_id=0)


def state_clusters(region: Region, *, after_id: int) -> None:
    """State some clusters as they are now, closed ones too, and ask for the next ones."""
    wanted = (
        select(DemandCluster)
        .where(DemandCluster.region_id == region.id, DemandCluster.id > after_id)
        .order_by(DemandCluster.id)
        .limit(AT_A_TIME)
    )
    clusters = db.session.execute(wanted).scalars().all()
    books = Books(region)
    members = members_of(region, [cluster.id for cluster in clusters])
    needs = open_needs([member.pooled_need_id for member in members])
    for cluster in clusters:
        own = [needs[m.pooled_need_id] for m in members if m.cluster_id == cluster.id and m.pooled_need_id in needs]
        books.tell(cluster, own)
    if len(clusters) == AT_A_TIME:
        enqueue(JOB, region=region, after_id=clusters[-1].id)
