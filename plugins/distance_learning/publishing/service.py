"""What a centre can do with courses: publish its own, receive another's, change what it said, stop. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.audit.service import record
from core.db import count, db, sort_key, utcnow
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from plugins.distance_learning.centres.models import LearningCentre
from plugins.distance_learning.publishing import telling
from plugins.distance_learning.publishing.models import CourseStatus, DistanceCourse, Receiving

if TYPE_CHECKING:
    from core.regions.models import Region

MAX_COURSES = 5_000


def make_course(*, region: Region, facts: Mapping[str, Any], owner: LearningCentre | None) -> DistanceCourse:
    """Make a course, not yet published: a centre's own, or one of a catalogue when `owner` is None.

    Raises:
        DomainError: when there are too many.
    """
    if count(select(DistanceCourse).where(DistanceCourse.region_id == region.id)) >= MAX_COURSES:
        raise DomainError(_("Regionen kan ha högst %(n)s kurser.", n=MAX_COURSES))
    made = DistanceCourse(
        region_id=region.id,
        owner_centre_id=owner.id if owner else None,
        sort_key=sort_key(facts["title"]),
        status=CourseStatus.DRAFT,
        **facts,
    )
    db.session.add(made)
    db.session.flush()
    record("distance_learning.course.made", region=region, subject=made.ref, title=made.title)
    return made


def change_course(*, region: Region, course: DistanceCourse, facts: Mapping[str, Any]) -> DistanceCourse:
    """Change what is said of a course.

    Raises:
        Conflict: when it is withdrawn.
    """
    if course.status == CourseStatus.WITHDRAWN:
        raise Conflict(_("Kursen är borttagen och kan inte ändras."))
    changed = sorted(key for key, value in facts.items() if getattr(course, key) != value)
    for key in changed:
        setattr(course, key, facts[key])
    course.sort_key = sort_key(course.title)
    if changed:
        record("distance_learning.course.changed", region=region, subject=course.ref, title=course.title, fields=changed)
        telling.tell(region, course)
    return course


def receive(*, region: Region, course: DistanceCourse, centre: LearningCentre, facts: Mapping[str, Any]) -> Receiving:
    """Say that a course can be followed at a centre, or change what was said of that. Said again it changes nothing more.

    Raises:
        Conflict: when the course is withdrawn.
        DomainError: when the centre takes no courses.
    """
    if course.status == CourseStatus.WITHDRAWN:
        raise Conflict(_("Kursen är borttagen och kan inte tas emot."))
    if not centre.receives:
        raise DomainError(_("Lärcentrumet tar inte emot kurser. Ändra det på lärcentrumets sida först."), field="centre_id")
    wanted = select(Receiving).where(Receiving.course_id == course.id, Receiving.centre_id == centre.id, Receiving.region_id == region.id)
    found = db.session.execute(wanted).scalar_one_or_none()
    if found is None:
        found = Receiving(region_id=region.id, course_id=course.id, centre_id=centre.id)
        db.session.add(found)
    for key, value in facts.items():
        setattr(found, key, value)
    found.is_published = True
    db.session.flush()
    record(
        "distance_learning.course.received", region=region, subject=course.ref, title=course.title, centre=centre.name, seats=found.seats
    )
    telling.tell(region, course)
    return found


def stop_receiving(*, region: Region, course: DistanceCourse, centre: LearningCentre) -> None:
    """The course can no longer be followed at a centre. The row stays, for those who were there."""
    wanted = select(Receiving).where(Receiving.course_id == course.id, Receiving.centre_id == centre.id, Receiving.region_id == region.id)
    found = db.session.execute(wanted).scalar_one_or_none()
    if found is None or not found.is_published:
        return
    found.is_published = False
    db.session.flush()
    record("distance_learning.course.stopped", region=region, subject=course.ref, title=course.title, centre=centre.name)
    telling.tell(region, course)


def publish_course(*, region: Region, course: DistanceCourse) -> DistanceCourse:
    """Show a course to everybody.

    Raises:
        Conflict: when it is withdrawn.
    """
    if course.status == CourseStatus.WITHDRAWN:
        raise Conflict(_("Kursen är borttagen. Publicera den som en ny kurs."))
    if course.status == CourseStatus.DRAFT:
        course.status, course.published_at = CourseStatus.PUBLISHED, utcnow()
        record("distance_learning.course.published", region=region, subject=course.ref, title=course.title)
        telling.tell(region, course)
    return course


def withdraw_course(*, region: Region, course: DistanceCourse, reason: str) -> DistanceCourse:
    """Take a course away, with the reason, which those who registered interest are told. Its page stays and says so."""
    if course.status != CourseStatus.WITHDRAWN:
        was_draft = course.status == CourseStatus.DRAFT
        course.status, course.withdrawn_at, course.withdrawn_reason = CourseStatus.WITHDRAWN, utcnow(), reason
        record("distance_learning.course.withdrawn", region=region, subject=course.ref, title=course.title, reason=reason)
        if not was_draft:
            telling.tell(region, course)
    return course
