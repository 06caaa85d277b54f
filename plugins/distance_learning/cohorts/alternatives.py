"""What a person can follow instead of a course that was cancelled."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from core.db import db, one_or_none
from core.plugins import hooks
from core.regions.models import Region
from plugins.distance_learning import links
from plugins.distance_learning.cohorts.models import OPEN, Cohort
from plugins.distance_learning.publishing.models import CourseStatus, DistanceCourse

OWN = "distance_learning:course:"


@dataclass(frozen=True)
class Alternative:
    """What it is called, its page, and the course here that interest can be moved to; None when it is only in a catalogue."""

    title: str
    url: str
    course_id: int | None = None


def alternative_of(region: Region, cohort: Cohort | None) -> Alternative | None:
    """What is offered instead of a cohort; None when nothing is, or it is gone."""
    if cohort is None or not cohort.alternative_ref:
        return None
    course = _course(region, cohort.alternative_ref)
    if course is not None:
        return Alternative(course.title, links.path("course", region, course_id=course.id), course.id if _open(course) else None)
    link = hooks.for_region(region).resolve_ref(user=None, ref=cohort.alternative_ref)
    return Alternative(link.title, link.url) if link else None


def course_instead(region: Region, course_id: int) -> int | None:
    """The course that interest in another can be moved to."""
    cohort = db.session.execute(select(Cohort).where(Cohort.region_id == region.id, Cohort.course_id == course_id)).scalar_one_or_none()
    found = _course(region, cohort.alternative_ref) if cohort and cohort.alternative_ref else None
    return found.id if found and found.id != course_id and _open(found) else None


def _course(region: Region, ref: str) -> DistanceCourse | None:
    number = ref.removeprefix(OWN)
    if ref.startswith(OWN):
        found = one_or_none(DistanceCourse, int(number)) if number.isdecimal() and len(number) < 11 else None
        return found if found and found.region_id == region.id and found.status != CourseStatus.DRAFT else None
    statement = select(DistanceCourse).where(
        DistanceCourse.region_id == region.id, DistanceCourse.catalogue_ref == ref, DistanceCourse.status == CourseStatus.PUBLISHED
    )
    return db.session.execute(statement.order_by(DistanceCourse.id).limit(1)).scalar_one_or_none()


def _open(course: DistanceCourse) -> bool:
    statement = select(Cohort.status).where(Cohort.course_id == course.id)
    status = db.session.execute(statement).scalar_one_or_none()
    return course.status == CourseStatus.PUBLISHED and (status is None or status in OPEN)
