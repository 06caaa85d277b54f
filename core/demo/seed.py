"""Filling the demo regions. The same seed makes the same data; running twice adds nothing."""

from __future__ import annotations

from random import Random

from core.db import atomic, region_scope
from core.demo.administration import make_administration
from core.demo.organisations import make_organisations
from core.demo.people import make_people
from core.plugins import hooks
from core.plugins.enablement import forget_cached
from core.regions.models import Region
from core.regions.queries import all_active, readable_region_ids

SEED = 20_100_630  # the number of the act on regional development responsibility, 2010:630


def seed(number: int = SEED) -> list[str]:
    """Make people and let every enabled plugin make its data, one transaction per region. Returns the regions' names."""
    regions = all_active()
    for region in regions:
        with atomic(), region_scope(region.id):
            make_organisations(region, Random(f"{number}:{region.slug}:organisations"))
            make_people(region)
            make_administration(region)
    for region in regions:
        forget_cached()
        _seed_region(region, number)
    return [region.name for region in regions]


def _seed_region(region: Region, number: int) -> None:
    facade = hooks.for_region(region)
    read = {i for plugin in facade.plugins for i in readable_region_ids(region, plugin.name)}
    with atomic(), region_scope(region.id, read=read):
        facade.seed_demo(rng=Random(f"{number}:{region.slug}"))
