"""Each morning: providers are told of published educations that nobody can apply for any more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from core.clock import today
from core.plugins import Job
from plugins.training_catalog.upkeep import notices, queries
from plugins.training_catalog.upkeep.models import KeptOccasion, KeptState

if TYPE_CHECKING:
    from core.regions.models import Region

SOON = timedelta(days=14)


def last_day(occasions: Sequence[KeptOccasion]) -> date | None:
    """The last day that any published occasion can be applied for; None when one can be so at any time, or none is published."""
    live = [row for row in occasions if row.state is KeptState.PUBLISHED]
    if not live or any(row.application_continuous and (row.end is None or row.end >= today()) for row in live):
        return None
    days = [row.application_last or row.start for row in live]
    return max((day for day in days if day), default=None)


def remind_providers(region: Region) -> None:
    """Tell those who keep an education whose last day to apply has passed, with nothing new to come. Once for each such day."""
    for kept in queries.published(region):
        closed = last_day(kept.occasions)
        if closed is not None and closed < today():
            notices.tell_outdated(region, kept.education, closed)


JOBS = [Job("training_catalog.remind_providers", remind_providers, every="40 6 * * *")]
