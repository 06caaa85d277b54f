"""What an education's page says of occasions that are cancelled: why, and what there is instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from core.plugins import Link
from plugins.training_catalog import public
from plugins.training_catalog.course import Occasion
from plugins.training_catalog.facts import event_ref
from plugins.training_catalog.upkeep.cancellations import of_events

if TYPE_CHECKING:
    from core.regions.models import Region


@dataclass(frozen=True)
class Cancelled:
    """A cancelled occasion that would have begun, or may still have been waited for."""

    start: date | None
    reason: str
    alternative: Link | None


def cancelled_of(region: Region, past: Sequence[Occasion], today: date) -> list[Cancelled]:
    """Those of an education's occasions that are cancelled and would have begun today or later. No query when there are none."""
    events = [each.event for each in past if each.event.is_cancelled and (each.event.start is None or each.event.start >= today)]
    if not events:
        return []
    said = of_events([event.id for event in events])
    found = []
    for event in events:
        row = said.get(event.id)
        other = public.resolve_ref(region, event_ref(row.alternative_id)) if row and row.alternative_id else None
        found.append(Cancelled(event.start, row.reason if row else "", other))
    return found
