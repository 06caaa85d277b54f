"""Decisions on a cohort: it is confirmed, starts, is completed, is cancelled, or collects again. Nothing here commits."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import func, select

from core.audit.service import record
from core.db import db, utcnow
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.regions.models import Region
from core.users.models import User
from plugins.distance_learning.cohorts import alternatives, mails, notices, pledges
from plugins.distance_learning.cohorts.changing import GATHERING, set_status, settle
from plugins.distance_learning.cohorts.counting import figures_of, pledges_for
from plugins.distance_learning.cohorts.locking import held, receiving
from plugins.distance_learning.cohorts.models import (
    COUNTED,
    OPEN,
    REASON_LENGTH,
    SEATED,
    Cohort,
    CohortOutcome,
    CohortStatus,
    Interest,
    InterestStatus,
)
from plugins.distance_learning.publishing.models import CourseStatus, DistanceCourse


def stage(status: CohortStatus) -> str:
    """What a person who decides had before them. That the threshold is reached meanwhile is no reason to look again."""
    return CohortStatus.COLLECTING.value if status in GATHERING else status.value


def _opened(region: Region, course_id: int, seen: str, wanted: Collection[CohortStatus]) -> tuple[DistanceCourse, Cohort]:
    course, cohort = held(region, course_id)
    if seen and seen != stage(cohort.status):
        raise Conflict(_("Någon annan har ändrat studiegruppen. Se hur det står till nu, och gör om det om det fortfarande behövs."))
    if cohort.status not in wanted:
        raise Conflict(_("Det går inte i det läge som studiegruppen har nu. Läs in sidan igen."), code="not_allowed")
    return course, cohort


def _decided(region: Region, course: DistanceCourse, cohort: Cohort, status: CohortStatus, actor: User | None) -> None:
    cohort.status, cohort.decided_at, cohort.decided_by_id = status, utcnow(), actor.id if actor else None
    record(f"distance_learning.cohort.{status.value}", region=region, subject=course.ref, actor=actor, title=course.title)


def people_of(course: DistanceCourse, *statuses: InterestStatus) -> Sequence[Interest]:
    """Those of a course in some statuses, in order of registration."""
    statement = select(Interest).where(Interest.course_id == course.id, Interest.status.in_(statuses))
    return db.session.execute(statement.order_by(Interest.confirmed_at, Interest.id)).scalars().all()


def confirm(*, region: Region, course_id: int, seen: str, actor: User | None) -> Cohort:
    """It will be held: seats are offered in the order of registration. It may be decided before the threshold is reached."""
    course, cohort = _opened(region, course_id, seen, GATHERING)
    if course.status != CourseStatus.PUBLISHED:
        raise Conflict(_("Kursen är inte publicerad."))
    found = figures_of(region, course)
    cohort.threshold, cohort.seats = found.threshold, found.seats
    cohort.reason = cohort.alternative_ref = ""
    pledges.bind(pledges_for(region, course, cohort), cohort)
    _decided(region, course, cohort, CohortStatus.CONFIRMED, actor)
    settle(region, course, cohort)
    notices.tell_decided(region, course, cohort, _l("%(title)s: studiegruppen blir av", title=course.title), actor=actor)
    return cohort


def start(*, region: Region, course_id: int, seen: str, started: Mapping[int, int], actor: User | None) -> Cohort:
    """It has begun, with so many at each centre. Who waits for a seat is told that there was none."""
    course, cohort = _opened(region, course_id, seen, (CohortStatus.CONFIRMED,))
    outcomes = {row.centre_id: row for row in outcomes_of(cohort)}
    for centre_id in receiving(course):
        row = outcomes.get(centre_id) or CohortOutcome(region_id=region.id, cohort_id=cohort.id, centre_id=centre_id)
        row.started = started.get(centre_id, 0)
        db.session.add(row)
    cohort.started, cohort.started_at = sum(started.get(centre_id, 0) for centre_id in receiving(course)), utcnow()
    for interest in people_of(course, *COUNTED):
        mails.started(region, course, interest, with_seat=interest.status == InterestStatus.JOINED)
        if interest.status == InterestStatus.OFFERED:
            set_status(interest, InterestStatus.EXPIRED)
    _decided(region, course, cohort, CohortStatus.STARTED, actor)
    settle(region, course, cohort)
    notices.tell_decided(region, course, cohort, _l("%(title)s: studiegruppen har startat", title=course.title), actor=actor)
    return cohort


def complete(*, region: Region, course_id: int, seen: str, completed: Mapping[int, int], actor: User | None) -> Cohort:
    """It has ended, and so many completed it at each centre.

    Raises:
        DomainError: when more completed it at a centre than started there.
    """
    course, cohort = _opened(region, course_id, seen, (CohortStatus.STARTED,))
    rows = outcomes_of(cohort)
    for row in rows:
        number = completed.get(row.centre_id, 0)
        if number > row.started:
            raise DomainError(_("Fler kan inte ha blivit klara än som började."), field=f"at_{row.centre_id}")
        row.completed = number
    cohort.completed, cohort.ended_at = sum(row.completed or 0 for row in rows), utcnow()
    _decided(region, course, cohort, CohortStatus.COMPLETED, actor)
    settle(region, course, cohort)
    return cohort


def cancel(*, region: Region, course_id: int, seen: str, reason: str, alternative_ref: str = "", actor: User | None) -> Cohort:
    """It will not be held. All who are registered are told why and what there is instead; their registrations stay, and can be moved.

    Raises:
        DomainError: without a reason.
    """
    course, cohort = _opened(region, course_id, seen, OPEN)
    reason = reason.strip()
    if not reason:
        raise DomainError(_("Skriv varför kursen ställs in. De anmälda får läsa det."), field="reason")
    if alternative_ref == course.ref:
        raise DomainError(_("Välj en annan kurs än den som ställs in."), field="alternative")
    cohort.reason, cohort.alternative_ref, cohort.ended_at = reason[:REASON_LENGTH], alternative_ref[:160], utcnow()
    pledges.release(region, cohort)
    _decided(region, course, cohort, CohortStatus.CANCELLED, actor)
    instead = alternatives.alternative_of(region, cohort)
    for interest in people_of(course, *COUNTED):
        if interest.status in SEATED:
            set_status(interest, InterestStatus.INTERESTED)
        mails.cancelled(region, course, interest, cohort.reason, instead)
    settle(region, course, cohort)
    title, body = _l("%(title)s är inställd", title=course.title), _l("De som är anmälda har fått veta det.")
    notices.tell_decided(region, course, cohort, title, body, actor)
    return cohort


def reopen(*, region: Region, course_id: int, seen: str, actor: User | None) -> Cohort:
    """A cancelled cohort collects again, with those who are still registered."""
    course, cohort = _opened(region, course_id, seen, (CohortStatus.CANCELLED,))
    if course.status != CourseStatus.PUBLISHED:
        raise Conflict(_("Kursen är inte publicerad."))
    cohort.reason = cohort.alternative_ref = ""
    cohort.ended_at = None
    for interest in people_of(course, InterestStatus.WAITING_LIST):
        set_status(interest, InterestStatus.INTERESTED)
    _decided(region, course, cohort, CohortStatus.COLLECTING, actor)
    settle(region, course, cohort)
    return cohort


def outcomes_of(cohort: Cohort) -> Sequence[CohortOutcome]:
    """What came of a cohort, per centre."""
    statement = select(CohortOutcome).where(CohortOutcome.region_id == cohort.region_id, CohortOutcome.cohort_id == cohort.id)
    return db.session.execute(statement.order_by(CohortOutcome.centre_id)).scalars().all()


def joined_at(course: DistanceCourse) -> dict[int, int]:
    """How many have taken a seat at each centre."""
    statement = select(Interest.centre_id, func.count()).where(Interest.course_id == course.id, Interest.status == InterestStatus.JOINED)
    return {key: number for key, number in db.session.execute(statement.group_by(Interest.centre_id)) if key is not None}
