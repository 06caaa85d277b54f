"""What a cluster can be found by in the region's search: occupation, the employers' own titles, and municipalities."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from core.geo.queries import name_of
from core.regions.models import Region
from core.search import index
from plugins.demand_pooling.levels import level_label
from plugins.demand_pooling.models import DemandCluster

KIND = "demand_pooling.cluster"
MAX_TEXT = 20_000


def text(cluster: DemandCluster, needs: Iterable[Any]) -> str:
    """The words of a cluster and its needs."""
    needs = list(needs)
    titles = sorted({need.local_title for need in needs if need.local_title})
    places = sorted({name_of(need.municipality_code) for need in needs})
    return " ".join([cluster.occupation_label, level_label(cluster.level), *places, *titles])[:MAX_TEXT]


def update(region: Region, texts: Mapping[int, str], gone: Sequence[int]) -> None:
    """Make clusters findable by their words, and closed ones not at all: they are reached through their successors."""
    if texts:
        index.put_many(KIND, region, texts.items())
    if gone:
        index.remove(KIND, gone)
