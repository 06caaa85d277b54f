"""Somebody missed what centres and courses are: it is said again. Consumers take the same fact twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict
from sqlalchemy import select

from core.db import db
from core.plugins import Subscription
from plugins.distance_learning.centres import telling as centres
from plugins.distance_learning.centres.models import LearningCentre
from plugins.distance_learning.events import CentrePublished, CoursePublished
from plugins.distance_learning.publishing import telling as courses
from plugins.distance_learning.publishing.models import CourseStatus, DistanceCourse

if TYPE_CHECKING:
    from core.regions.models import Region

REQUESTED = "core.replay_requested.v1"


class ReplayRequested(BaseModel):
    """Which events somebody missed."""

    model_config = ConfigDict(extra="ignore")

    events: list[str]


def state_again(region: Region, request: ReplayRequested) -> None:
    """Say again what the published centres and courses are now."""
    if CentrePublished.name in request.events:
        wanted = select(LearningCentre).where(LearningCentre.region_id == region.id, LearningCentre.is_published)
        for centre in db.session.execute(wanted.order_by(LearningCentre.id)).scalars().all():
            centres.state(region, centre)
    if CoursePublished.name in request.events:
        published = select(DistanceCourse).where(DistanceCourse.region_id == region.id, DistanceCourse.status == CourseStatus.PUBLISHED)
        for course in db.session.execute(published.order_by(DistanceCourse.id)).scalars().all():
            courses.state(region, course)


SUBSCRIPTIONS = [Subscription(REQUESTED, ReplayRequested, state_again, "distance_learning.state_again")]
