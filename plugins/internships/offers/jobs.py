"""What others' events do here."""

from __future__ import annotations

from sqlalchemy import select

from core.db import db
from core.plugins import Subscription
from core.regions.models import Region
from plugins.internships import events
from plugins.internships.offers import promises
from plugins.internships.offers.models import PlacementOffer
from plugins.internships.offers.telling import state
from plugins.internships.periods.models import PeriodStatus, PlacementPeriod


def on_commitment_made(region: Region, made: events.CommitmentMade) -> None:
    """An employer promises something."""
    promises.record_promise(region=region, made=made)


def on_commitment_withdrawn(region: Region, withdrawn: events.CommitmentWithdrawn) -> None:
    """It does not any longer."""
    promises.withdraw_promise(region=region, withdrawn=withdrawn)


def state_again(region: Region, request: events.ReplayRequested) -> None:
    """Somebody missed what is offered: say again what has been told of in the periods that go on."""
    if events.OfferChanged.name not in request.events:
        return
    wanted = (
        select(PlacementOffer)
        .join(PlacementPeriod, PlacementPeriod.id == PlacementOffer.period_id)
        .where(PlacementOffer.region_id == region.id, PlacementOffer.revision > 0, PlacementPeriod.status != PeriodStatus.ENDED)
    )
    for offer in db.session.execute(wanted.order_by(PlacementOffer.id)).scalars().all():
        state(region, offer)


SUBSCRIPTIONS = [
    Subscription(events.COMMITMENT_MADE, events.CommitmentMade, on_commitment_made, "internships.record_promise"),
    Subscription(events.COMMITMENT_WITHDRAWN, events.CommitmentWithdrawn, on_commitment_withdrawn, "internships.withdraw_promise"),
    Subscription(events.REPLAY_REQUESTED, events.ReplayRequested, state_again, "internships.state_again"),
]
