"""Placement places on offer: heard of from whoever keeps them, and counted where a cluster has its people. Nothing here commits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from core.clock import today
from core.db import db, utcnow
from core.geo.queries import name_of
from core.plugins.enablement import enabled_plugins
from core.regions.models import Region
from core.regions.queries import municipalities
from plugins.demand_pooling.cluster_detail import Detail
from plugins.demand_pooling.dossier.events import OFFER_CHANGED, OfferChanged
from plugins.demand_pooling.dossier.models import PooledOffer
from plugins.demand_pooling.facts import known_distances
from plugins.demand_pooling.service import locked_state


@dataclass(frozen=True)
class Offered:
    """Places on offer in a municipality, in periods that have not ended, and how many employers offer them."""

    municipality: str
    places: int
    employers: int


def on_offer_changed(region: Region, said: OfferChanged) -> None:
    """Places were opened, changed or withdrawn. An older word than the last one is passed over; the same twice changes nothing."""
    locked_state(region)
    statement = select(PooledOffer).where(PooledOffer.region_id == region.id, PooledOffer.offer_id == said.offer_id)
    row = db.session.execute(statement.execution_options(populate_existing=True)).scalar_one_or_none()
    if row is None:
        row = PooledOffer(region_id=region.id, offer_id=said.offer_id)
        db.session.add(row)
    elif said.revision < row.revision:
        return
    row.kind, row.municipality_code, row.occupation_group = said.kind[:30], said.municipality_code[:4], said.occupation_group[:4]
    row.organisation_id, row.capacity, row.revision = said.organisation_id, said.capacity, said.revision
    row.starts_on, row.ends_on = said.starts_on, said.ends_on
    row.withdrawn_at = None if said.status == "open" else row.withdrawn_at or utcnow()
    db.session.flush()


def are_told(region: Region) -> bool:
    """Whether the part that keeps the places is on in the region. What it told before it was turned off is not counted."""
    owner = OFFER_CHANGED.partition(".")[0]
    return any(plugin.name == owner for plugin in enabled_plugins(region))


def offered(region: Region, detail: Detail) -> list[Offered] | None:
    """Places for a cluster's occupation group, where its people are and within reach of its hub. None when nobody tells of places."""
    if not are_told(region):
        return None
    reach = known_distances(detail.cluster.hub_code)
    near = {m.code for m in municipalities(region) if m.code in reach and reach[m.code] <= detail.settings.reach_km}
    codes = sorted(near | {detail.cluster.hub_code} | {place.code for place in detail.places})
    statement = select(PooledOffer.municipality_code, PooledOffer.organisation_id, PooledOffer.capacity).where(
        PooledOffer.region_id == region.id,
        PooledOffer.occupation_group == detail.cluster.occupation_group,
        PooledOffer.withdrawn_at.is_(None),
        PooledOffer.ends_on >= today(),
        PooledOffer.municipality_code.in_(codes),
    )
    places: defaultdict[str, int] = defaultdict(int)
    employers: defaultdict[str, set[int]] = defaultdict(set)
    for code, organisation_id, capacity in db.session.execute(statement):
        places[code] += capacity
        employers[code].add(organisation_id)
    return sorted(_named(places, employers), key=lambda each: (-each.places, each.municipality))


def _named(places: dict[str, int], employers: dict[str, set[int]]) -> Sequence[Offered]:
    return [Offered(name_of(code), count, len(employers[code])) for code, count in places.items() if count]
