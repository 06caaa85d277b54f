"""Telling other parts of a centre, and of the courses that are followed there. Nothing here commits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.events import emit
from plugins.distance_learning.centres.models import LearningCentre
from plugins.distance_learning.events import CentrePublished
from plugins.distance_learning.links import centre_path
from plugins.distance_learning.publishing.telling import tell_of_courses_at

if TYPE_CHECKING:
    from core.regions.models import Region


def tell(region: Region, centre: LearningCentre) -> None:
    """A centre has changed: tell of it if anybody has heard of it, and of its courses, which show its name and place."""
    if not centre.is_published and not centre.revision:
        return
    centre.revision += 1
    state(region, centre)
    tell_of_courses_at(region, centre)


def state(region: Region, centre: LearningCentre) -> None:
    """Say what a centre is now, without a new revision: for those who missed it."""
    emit(
        CentrePublished(
            centre_id=centre.id,
            organisation_id=centre.organisation_id,
            centre_name=centre.name,
            municipality_code=centre.municipality_code,
            seats=centre.seats,
            receives=centre.receives,
            published=centre.is_published,
            url=centre_path(region, centre.slug),
            revision=centre.revision,
        ),
        region=region,
    )
