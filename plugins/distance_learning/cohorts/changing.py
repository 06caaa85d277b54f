"""What follows from every change: whether the threshold is reached, who has a seat, and what others are told."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from sqlalchemy import select

from core.audit.service import record
from core.clock import today
from core.db import db, utcnow
from core.events import emit
from core.regions.models import Region
from plugins.distance_learning.cohorts import mails, notices
from plugins.distance_learning.cohorts.counting import Figures, figures_of
from plugins.distance_learning.cohorts.events import CohortChanged
from plugins.distance_learning.cohorts.locking import receiving
from plugins.distance_learning.cohorts.models import SEATED, Cohort, CohortStatus, Interest, InterestStatus
from plugins.distance_learning.cohorts.small_numbers import shown
from plugins.distance_learning.publishing.models import DistanceCourse
from plugins.distance_learning.settings import distance_settings

GATHERING = (CohortStatus.COLLECTING, CohortStatus.REACHED)


def set_status(interest: Interest, status: InterestStatus) -> None:
    """Write a person's status, and when."""
    interest.status, interest.status_at = status, utcnow()
    if status != InterestStatus.OFFERED:
        interest.answer_by = interest.reminded_at = None


def settle(region: Region, course: DistanceCourse, cohort: Cohort) -> Figures:
    """Bring the cohort in line with its figures, give free seats to those who wait, and tell the others. The course is locked."""
    db.session.flush()
    fill(region, course, cohort)
    found = figures_of(region, course)
    if cohort.status in GATHERING:
        _reach(region, course, cohort, found)
    tell(region, course, cohort, found)
    return found


def tell(region: Region, course: DistanceCourse, cohort: Cohort, found: Figures) -> None:
    """Say how it stands: counts only."""
    cohort.revision += 1
    emit(
        CohortChanged(
            cohort_id=cohort.id,
            course_id=course.id,
            catalogue_ref=course.catalogue_ref,
            cluster_ref=course.cluster_ref,
            occupation_groups=list(course.occupation_groups),
            status=cohort.status.value,
            interested=found.interested,
            pledged=found.pledged,
            threshold=found.threshold,
            seats=found.seats,
            municipalities={code: number for code, number in shown(found.by_municipality).items() if code},
            started=cohort.started,
            completed=cohort.completed,
            reason=cohort.reason,
            alternative_ref=cohort.alternative_ref,
            revision=cohort.revision,
        ),
        region=region,
    )
    db.session.flush()


def _reach(region: Region, course: DistanceCourse, cohort: Cohort, found: Figures) -> None:
    """The status follows the figures; that it was reached is told once, whatever happens later."""
    reached = found.counted >= found.threshold
    cohort.status = CohortStatus.REACHED if reached else CohortStatus.COLLECTING
    if reached and cohort.reached_at is None:
        cohort.reached_at = utcnow()
        cohort.threshold, cohort.seats = found.threshold, found.seats
        record("distance_learning.cohort.reached", region=region, subject=course.ref, title=course.title, counted=found.counted)
        notices.tell_reached(region, course, found)


def fill(region: Region, course: DistanceCourse, cohort: Cohort) -> None:
    """Offer the free seats of a confirmed cohort to those who wait, in the order in which they registered."""
    if cohort.status != CohortStatus.CONFIRMED:
        return
    seats = Seats(course)
    waiting = (InterestStatus.INTERESTED, InterestStatus.WAITING_LIST)
    queue = select(Interest).where(Interest.course_id == course.id, Interest.status.in_(waiting))
    settings = distance_settings(region)
    for interest in db.session.execute(queue.order_by(Interest.confirmed_at, Interest.id)).scalars().all():
        if seats.take(interest.centre_id):
            set_status(interest, InterestStatus.OFFERED)
            interest.answer_by = today() + timedelta(days=settings.offer_days)
            mails.offer(region, course, interest)
        elif interest.status == InterestStatus.INTERESTED:
            set_status(interest, InterestStatus.WAITING_LIST)
            mails.waiting(region, course, interest)
    db.session.flush()


class Seats:
    """The seats of a locked course: in all and per centre. 0 means that nobody has said how many there are."""

    def __init__(self, course: DistanceCourse) -> None:
        self.places = {centre_id: row.seats for centre_id, (row, _centre) in receiving(course).items()}
        self.most = course.seats
        statement = select(Interest.centre_id).where(Interest.course_id == course.id, Interest.status.in_(SEATED))
        self.taken = Counter(db.session.execute(statement).scalars())

    def free_at(self, centre_id: int | None) -> bool:
        """Whether the centre has room."""
        if centre_id is None or centre_id not in self.places:
            return False
        return not self.places[centre_id] or self.taken[centre_id] < self.places[centre_id]

    def take(self, centre_id: int | None) -> bool:
        """Take a seat, if there is one."""
        if (self.most and self.taken.total() >= self.most) or not self.free_at(centre_id):
            return False
        self.taken[centre_id] += 1
        return True
