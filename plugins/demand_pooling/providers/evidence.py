"""What a provider is shown of a cluster: figures and places, and names only of employers that allow it. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from core.regions.models import Region
from plugins.demand_pooling.cluster_detail import Detail, Member, cluster_detail
from plugins.demand_pooling.models import DemandCluster, PooledNeed

FEWEST = 3  # a figure of fewer employers than this is not told to others than the region
NAMED = "named_in_dossiers"
MOST_NAMES = 200


def may_be_named(need: PooledNeed) -> bool:
    """Whether the employer lets its name stand in what leaves the region."""
    return need.visibility == NAMED and not need.secret and bool(need.organisation_name)


def snapshot(region: Region, cluster: DemandCluster) -> dict[str, Any]:
    """The figures that a request carries. Needs that are secret are not among them."""
    whole = cluster_detail(region, cluster)
    detail = replace(whole, members=[member for member in whole.members if not member.need.secret])
    members = detail.members
    return {
        "people": sum(member.people for member in members),
        "employers": len({member.need.organisation_id for member in members if member.people}),
        "threshold": cluster.threshold,
        "horizons": [
            sum(member.need.headcount_0_1 for member in members),
            sum(member.need.headcount_1_3 for member in members),
            sum(member.need.headcount_3_5 for member in members),
        ],
        "by_distance": sum(member.people for member in members if member.need.distance_acceptable),
        "placements": sum(member.need.placements_offered for member in members),
        "places": _places(detail, members),
        "skills": [name for name, _count in detail.skills],
        "titles": detail.titles[:20],
        "names": _names(members),
    }


def _places(detail: Detail, members: Sequence[Member]) -> list[dict[str, Any]]:
    """Each municipality; its people only when they are of several employers, so that no employer's own figure can be read."""
    by_code: dict[str, list[Member]] = defaultdict(list)
    for member in members:
        if member.people:
            by_code[member.need.municipality_code].append(member)
    found = []
    for place in detail.places:
        there = by_code.get(place.code, [])
        if there:
            several = len({member.need.organisation_id for member in there}) >= FEWEST
            found.append({"code": place.code, "name": place.name, "people": sum(m.people for m in there) if several else None})
    return found if sum(1 for each in found if each["people"] is None) != 1 else _without_one(found)


def _without_one(places: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One figure alone that is left out could be had by subtraction, so the smallest other one is left out too."""
    told = [place for place in places if place["people"] is not None]
    if told:
        min(told, key=lambda place: (place["people"], place["code"]))["people"] = None
    return places


def _names(members: Sequence[Member]) -> list[dict[str, str]]:
    names = {(member.need.organisation_name, member.need.municipality_code) for member in members if may_be_named(member.need)}
    return [{"name": name, "municipality": code} for name, code in sorted(names)][:MOST_NAMES]
