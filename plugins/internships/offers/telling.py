"""Telling other parts of an offer. Nothing here commits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.db import db, get
from core.events import emit
from core.organisations.models import Organisation
from plugins.internships.events import OfferChanged
from plugins.internships.kinds.models import PlacementKindPolicy
from plugins.internships.offers.models import OfferStatus, PlacementOffer
from plugins.internships.periods.models import PlacementPeriod

if TYPE_CHECKING:
    from core.regions.models import Region


def tell(region: Region, offer: PlacementOffer) -> None:
    """An offer has changed: tell of it if it is open, or if anybody has heard of it."""
    if offer.status == OfferStatus.DRAFT or (offer.status == OfferStatus.WITHDRAWN and not offer.revision):
        return
    offer.revision += 1
    db.session.flush()
    state(region, offer)


def state(region: Region, offer: PlacementOffer) -> None:
    """Say what an offer is now. Consumers take the same fact twice."""
    period = get(PlacementPeriod, offer.period_id)
    emit(
        OfferChanged(
            offer_id=offer.id,
            period_id=period.id,
            kind=get(PlacementKindPolicy, period.kind_id).code,
            organisation_id=offer.organisation_id,
            organisation_name=get(Organisation, offer.organisation_id).name,
            municipality_code=offer.municipality_code,
            occupation_group=offer.occupation_group,
            capacity=offer.capacity,
            starts_on=period.starts_on,
            ends_on=period.ends_on,
            status="open" if offer.status == OfferStatus.OPEN else "withdrawn",
            need_ref=offer.need_ref,
            commitment_ref=offer.commitment_ref,
            revision=offer.revision,
        ),
        region=region,
    )
