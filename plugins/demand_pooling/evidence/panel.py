"""What other sources say, on the page of a cluster."""

from __future__ import annotations

from core.regions.models import Region
from core.users.models import User
from plugins.demand_pooling.cluster_detail import Detail
from plugins.demand_pooling.evidence import queries
from plugins.demand_pooling.evidence.words import LEVELS, says
from plugins.demand_pooling.part import Part

MOST = 8


def parts(region: Region, _user: User | None, detail: Detail) -> list[Part]:
    """Published figures of the cluster's occupation group beside what employers have stated, and the joint judgement."""
    code = detail.cluster.occupation_group
    found = queries.indicators(region, code)
    context = {
        "code": code,
        "indicators": [(each, queries.area_name(each.area), says(each)) for each in found[:MOST]],
        "judgement": queries.current(region, code),
        "levels": LEVELS,
    }
    return [Part("content", "demand_pooling/evidence/panel.html", context, weight=70)]
