"""Work outside the request: offers that nobody answered, reminders, addresses that never said yes; and what others' events do here."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select

from core.audit.service import record
from core.clock import today
from core.db import db, utcnow
from core.i18n import gettext as _
from core.plugins import Job, Subscription
from core.regions.models import Region
from plugins.distance_learning.cohorts import deciding, events, mails, pledges
from plugins.distance_learning.cohorts.changing import set_status, settle
from plugins.distance_learning.cohorts.locking import held
from plugins.distance_learning.cohorts.models import OPEN, Cohort, CohortStatus, Interest, InterestStatus
from plugins.distance_learning.events import CoursePublished, CourseWithdrawn
from plugins.distance_learning.publishing.models import CourseStatus, DistanceCourse
from plugins.distance_learning.settings import distance_settings

FOLLOW = "distance_learning.follow_cohorts"


def follow_cohorts(region: Region) -> None:
    """Each morning: take back seats that nobody answered for, offer them to who waits, remind, and forget who never confirmed.

    Run again it changes nothing more.
    """
    settings = distance_settings(region)
    statement = (
        select(Cohort.course_id).where(Cohort.region_id == region.id, Cohort.status == CohortStatus.CONFIRMED).order_by(Cohort.course_id)
    )
    for course_id in db.session.execute(statement).scalars().all():
        course, cohort = held(region, course_id)
        _follow(region, course, cohort, settings.remind_days)
    old = utcnow() - timedelta(days=settings.confirm_days)
    unconfirmed = delete(Interest).where(
        Interest.region_id == region.id, Interest.status == InterestStatus.WAITING_CONFIRMATION, Interest.status_at < old
    )
    db.session.execute(unconfirmed, execution_options={"synchronize_session": False})


def _follow(region: Region, course: DistanceCourse, cohort: Cohort, remind_days: int) -> None:
    day = today()
    for interest in deciding.people_of(course, InterestStatus.OFFERED):
        if interest.answer_by is None:
            continue
        if interest.answer_by < day:
            set_status(interest, InterestStatus.EXPIRED)
            record("distance_learning.interest.expired", region=region, subject=course.ref, title=course.title)
            mails.expired(region, course, interest)
        elif interest.reminded_at is None and interest.answer_by - day <= timedelta(days=remind_days):
            interest.reminded_at = utcnow()
            mails.remind(region, course, interest)
    settle(region, course, cohort)


def on_course_published(region: Region, told: events.OwnCourse) -> None:
    """A course was published or changed: its threshold, seats or centres may be others now."""
    course, cohort = held(region, told.course_id)
    if cohort.status in OPEN:
        settle(region, course, cohort)


def on_course_withdrawn(region: Region, told: events.OwnCourse) -> None:
    """A course can be followed nowhere any longer: those who are registered are told, and keep their registrations."""
    course, cohort = held(region, told.course_id)
    if cohort.status in OPEN and course.status == CourseStatus.WITHDRAWN:
        reason = told.reason or course.withdrawn_reason or _("Kursen går inte längre att läsa på lärcentrum.")
        deciding.cancel(region=region, course_id=course.id, seen="", reason=reason, alternative_ref=cohort.alternative_ref, actor=None)


def on_event_cancelled(region: Region, told: events.CatalogueEventCancelled) -> None:
    """The provider will not hold a course that is received here: its cohort is cancelled, with the provider's reason and alternative."""
    statement = select(DistanceCourse.id).where(DistanceCourse.region_id == region.id, DistanceCourse.catalogue_ref == told.ref)
    for course_id in db.session.execute(statement.order_by(DistanceCourse.id)).scalars().all() if told.ref else []:
        _locked, cohort = held(region, course_id)
        if cohort.status in OPEN:
            reason = told.reason or _("Anordnaren har ställt in kursen.")
            deciding.cancel(region=region, course_id=course_id, seen="", reason=reason, alternative_ref=told.alternative_ref, actor=None)


def on_commitment_made(region: Region, made: events.CommitmentMade) -> None:
    """An employer promises something."""
    pledges.record_pledge(region=region, made=made)


def on_commitment_withdrawn(region: Region, withdrawn: events.CommitmentWithdrawn) -> None:
    """It does not any longer."""
    pledges.withdraw_pledge(region=region, withdrawn=withdrawn)


JOBS = [Job(FOLLOW, follow_cohorts, every="20 6 * * *", timeout=300)]
SUBSCRIPTIONS = [
    Subscription(CoursePublished.name, events.OwnCourse, on_course_published, "distance_learning.settle_cohort"),
    Subscription(CourseWithdrawn.name, events.OwnCourse, on_course_withdrawn, "distance_learning.cancel_withdrawn"),
    Subscription(events.EVENT_CANCELLED, events.CatalogueEventCancelled, on_event_cancelled, "distance_learning.cancel_cancelled"),
    Subscription(events.COMMITMENT_MADE, events.CommitmentMade, on_commitment_made, "distance_learning.record_pledge"),
    Subscription(events.COMMITMENT_WITHDRAWN, events.CommitmentWithdrawn, on_commitment_withdrawn, "distance_learning.withdraw_pledge"),
]
