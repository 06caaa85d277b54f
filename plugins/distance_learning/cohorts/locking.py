"""A course and its cohort, held until the transaction ends. Every change of interest or cohort begins here, so that two never meet."""

from __future__ import annotations

from sqlalchemy import select

from core.db import db, get
from core.errors import Gone, NotFound
from core.i18n import gettext as _
from core.regions.models import Region
from plugins.distance_learning.centres.models import LearningCentre
from plugins.distance_learning.cohorts.models import OPEN, Cohort, CohortStatus, Interest
from plugins.distance_learning.publishing.models import CourseStatus, DistanceCourse, Receiving


def held(region: Region, course_id: int) -> tuple[DistanceCourse, Cohort]:
    """The course, locked, and its cohort, made if there is none.

    Raises:
        NotFound: when there is no such course, or it is another region's.
    """
    course = get(DistanceCourse, course_id, lock=True)
    if course.region_id != region.id:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    statement = select(Cohort).where(Cohort.region_id == region.id, Cohort.course_id == course.id)
    cohort = db.session.execute(statement.execution_options(populate_existing=True)).scalar_one_or_none()
    if cohort is None:
        cohort = Cohort(region_id=region.id, course_id=course.id, status=CohortStatus.COLLECTING, seats=course.seats)
        db.session.add(cohort)
        db.session.flush()
    return course, cohort


def held_with(region: Region, interest_id: int) -> tuple[DistanceCourse, Cohort, Interest]:
    """The same with one person's interest, as it is now that nobody else can change it.

    Raises:
        NotFound: when it has been erased meanwhile.
    """
    course, cohort = held(region, get(Interest, interest_id).course_id)
    return course, cohort, get(Interest, interest_id, lock=True)


def takes_interest(course: DistanceCourse, cohort: Cohort | None) -> bool:
    """Whether one can still register."""
    return course.status == CourseStatus.PUBLISHED and (cohort is None or cohort.status in OPEN)


def check_takes_interest(course: DistanceCourse, cohort: Cohort) -> None:
    """Refuse what comes too late.

    Raises:
        Gone: saying so.
    """
    if not takes_interest(course, cohort):
        raise Gone(_("Kursen tar inte emot fler intresseanmälningar."), code="closed")


def receiving(course: DistanceCourse) -> dict[int, tuple[Receiving, LearningCentre]]:
    """Where the course can be followed, by the centre's id, in order of name."""
    statement = (
        select(Receiving, LearningCentre)
        .join(LearningCentre, LearningCentre.id == Receiving.centre_id)
        .where(Receiving.region_id == course.region_id, Receiving.course_id == course.id)
        .where(Receiving.is_published, LearningCentre.is_published)
        .order_by(LearningCentre.sort_key, LearningCentre.id)
    )
    return {centre.id: (row, centre) for row, centre in db.session.execute(statement)}
