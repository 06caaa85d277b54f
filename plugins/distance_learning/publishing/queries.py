"""Reads on the courses that can be followed at learning centres."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select

from core.db import db, get
from core.errors import NotFound
from core.i18n import gettext as _
from plugins.distance_learning.centres.models import LearningCentre
from plugins.distance_learning.publishing.models import CourseStatus, DistanceCourse, Receiving

if TYPE_CHECKING:
    from core.regions.models import Region


def published_course(region: Region, course_id: int) -> DistanceCourse:
    """A course that everybody may see: one that is published, or was and is withdrawn.

    Raises:
        NotFound: when there is none.
    """
    found = get(DistanceCourse, course_id)
    if found.region_id != region.id or found.status == CourseStatus.DRAFT:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found


def receiving_of(course: DistanceCourse) -> Sequence[tuple[Receiving, LearningCentre]]:
    """Where a course can be followed: published centres that say so, by name."""
    wanted = (
        select(Receiving, LearningCentre)
        .join(LearningCentre, LearningCentre.id == Receiving.centre_id)
        .where(Receiving.region_id == course.region_id, Receiving.course_id == course.id)
        .where(Receiving.is_published, LearningCentre.is_published)
        .order_by(LearningCentre.sort_key, LearningCentre.id)
    )
    return [(receiving, centre) for receiving, centre in db.session.execute(wanted)]


def published_courses(region: Region) -> Sequence[DistanceCourse]:
    """All published courses."""
    wanted = select(DistanceCourse).where(DistanceCourse.region_id == region.id, DistanceCourse.status == CourseStatus.PUBLISHED)
    return db.session.execute(wanted.order_by(DistanceCourse.starts_on, DistanceCourse.id)).scalars().all()
