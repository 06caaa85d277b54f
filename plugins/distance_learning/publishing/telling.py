"""Telling other parts of a course: the whole of it, with every centre that receives it. Nothing here commits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from core.db import db
from core.events import emit
from core.geo.queries import name_of
from core.search import index
from plugins.distance_learning.centres.models import LearningCentre
from plugins.distance_learning.events import CoursePublished, CourseWithdrawn, ReceivingCentre
from plugins.distance_learning.links import centre_path, course_path
from plugins.distance_learning.publishing.models import CourseStatus, DistanceCourse, Receiving
from plugins.distance_learning.publishing.queries import receiving_of

if TYPE_CHECKING:
    from core.regions.models import Region

KIND = "distance_learning.course"
MAX_DESCRIPTION = 4000


def tell(region: Region, course: DistanceCourse) -> None:
    """A course was published, changed or withdrawn."""
    if course.status == CourseStatus.DRAFT:
        return
    course.revision += 1
    db.session.flush()
    if course.status == CourseStatus.PUBLISHED:
        places = [name_of(centre.municipality_code) for _receiving, centre in receiving_of(course)]
        index.put(KIND, course.id, region, " ".join([course.title, course.provider_name, course.description, *places]))
    else:
        index.remove(KIND, [course.id])
    state(region, course)


def tell_of_courses_at(region: Region, centre: LearningCentre) -> None:
    """A centre has changed: so have the courses that are followed there."""
    wanted = (
        select(DistanceCourse)
        .join(Receiving, Receiving.course_id == DistanceCourse.id)
        .where(Receiving.centre_id == centre.id, DistanceCourse.region_id == region.id)
        .where(DistanceCourse.status == CourseStatus.PUBLISHED)
        .order_by(DistanceCourse.id)
        .with_for_update(of=DistanceCourse)
    )
    for course in db.session.execute(wanted).scalars().all():
        tell(region, course)


def state(region: Region, course: DistanceCourse) -> None:
    """Say what a course is now, without a new revision: for those who missed it."""
    if course.status == CourseStatus.WITHDRAWN:
        emit(CourseWithdrawn(course_id=course.id, revision=course.revision, reason=course.withdrawn_reason), region=region)
        return
    emit(
        CoursePublished(
            course_id=course.id,
            revision=course.revision,
            title=course.title,
            description=course.description[:MAX_DESCRIPTION],
            provider_name=course.provider_name,
            catalogue_ref=course.catalogue_ref,
            cluster_ref=course.cluster_ref,
            url=course_path(region, course.id),
            school_form=course.school_form,
            level=course.level,
            credits=course.credits,
            credits_unit=course.credits_unit,
            pace=course.pace,
            starts_on=course.starts_on,
            ends_on=course.ends_on,
            apply_by=course.apply_by,
            language=course.language,
            sessions=course.sessions,
            threshold=course.threshold,
            seats=course.seats,
            occupation_groups=list(course.occupation_groups),
            centres=[
                ReceivingCentre(
                    centre_id=centre.id,
                    name=centre.name,
                    municipality_code=centre.municipality_code,
                    seats=receiving.seats,
                    sessions=receiving.sessions,
                    url=centre_path(region, centre.slug),
                )
                for receiving, centre in receiving_of(course)
            ],
        ),
        region=region,
    )
