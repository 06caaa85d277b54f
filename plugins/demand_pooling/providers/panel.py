"""What requests to providers show on the page of a cluster."""

from __future__ import annotations

from core.regions.models import Region
from core.users.models import User
from core.users.queries import may
from plugins.demand_pooling.cluster_detail import Detail
from plugins.demand_pooling.part import Part
from plugins.demand_pooling.permissions import REQUEST
from plugins.demand_pooling.providers import queries
from plugins.demand_pooling.providers.choices import STATES


def parts(region: Region, user: User | None, detail: Detail) -> list[Part]:
    """The way to ask, and what has been asked."""
    if not may(user, region, REQUEST):
        return []
    found = queries.requests_of(region, detail.cluster)
    shown = [Part("actions", "demand_pooling/providers/actions.html", weight=20)]
    if found:
        shown.append(Part("aside", "demand_pooling/providers/panel.html", {"requests": found, "states": STATES}, weight=20))
    return shown
