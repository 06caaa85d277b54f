"""What dossiers show on the page of a cluster."""

from __future__ import annotations

from core.regions.models import Region
from core.users.models import User
from core.users.queries import may
from plugins.demand_pooling.cluster_detail import Detail
from plugins.demand_pooling.dossier import queries
from plugins.demand_pooling.dossier.permissions import READ, WRITE
from plugins.demand_pooling.part import Part


def parts(region: Region, user: User | None, detail: Detail) -> list[Part]:
    """The cluster's dossiers, and the way to a new one."""
    if not may(user, region, READ):
        return []
    context = {
        "dossiers": queries.of_cluster(region, detail.cluster.id),
        "may_write": may(user, region, WRITE),
        "cluster_id": detail.cluster.id,
    }
    return [Part("aside", "demand_pooling/dossier/panel.html", context, weight=30)]
