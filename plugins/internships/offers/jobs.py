"""What others' events do here."""

from __future__ import annotations

from core.plugins import Subscription
from core.regions.models import Region
from plugins.internships import events
from plugins.internships.offers import promises


def on_commitment_made(region: Region, made: events.CommitmentMade) -> None:
    """An employer promises something."""
    promises.record_promise(region=region, made=made)


def on_commitment_withdrawn(region: Region, withdrawn: events.CommitmentWithdrawn) -> None:
    """It does not any longer."""
    promises.withdraw_promise(region=region, withdrawn=withdrawn)


SUBSCRIPTIONS = [
    Subscription(events.COMMITMENT_MADE, events.CommitmentMade, on_commitment_made, "internships.record_promise"),
    Subscription(events.COMMITMENT_WITHDRAWN, events.CommitmentWithdrawn, on_commitment_withdrawn, "internships.withdraw_promise"),
]
