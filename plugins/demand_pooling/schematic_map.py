"""A cluster on the region's schematic map."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from core.web.schematic_map import SchematicMap, draw_dots
from plugins.demand_pooling.cluster_detail import Place


def draw_map(region_codes: Collection[str], places: Sequence[Place], hub_code: str, reach_km: float) -> SchematicMap | None:
    """Lay out a cluster on its region; None when fewer than two municipalities can be placed."""
    kinds = {place.code: ("distance" if place.by_distance else "member", place.people) for place in places}
    return draw_dots(region_codes, kinds, hub_code, reach_km)
