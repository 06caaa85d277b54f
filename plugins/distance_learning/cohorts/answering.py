"""The answer to an offered seat. The course is locked first, so of two who take the last seat one gets it and the other is told."""

from __future__ import annotations

from core.audit.service import record
from core.db import utcnow
from core.errors import Conflict
from core.i18n import gettext as _
from core.regions.models import Region
from plugins.distance_learning.cohorts import mails
from plugins.distance_learning.cohorts.changing import Seats, set_status, settle
from plugins.distance_learning.cohorts.locking import held_with
from plugins.distance_learning.cohorts.models import CohortStatus, Interest, InterestStatus


def accept(*, region: Region, interest_id: int) -> Interest:
    """Take the offered seat; or, after the last day, one that is still free. Repeated, it changes nothing.

    Who comes too late and finds no seat stands last in the queue.

    Raises:
        Conflict: when there is nothing to accept.
    """
    course, cohort, interest = held_with(region, interest_id)
    if interest.status == InterestStatus.JOINED:
        return interest
    late = interest.status == InterestStatus.EXPIRED
    if cohort.status != CohortStatus.CONFIRMED or not (late or interest.status == InterestStatus.OFFERED):
        raise Conflict(_("Det finns ingen plats att tacka ja till just nu."), code="nothing_offered")
    if late and not Seats(course).take(interest.centre_id):
        interest.confirmed_at = utcnow()
        set_status(interest, InterestStatus.WAITING_LIST)
    else:
        set_status(interest, InterestStatus.JOINED)
        record("distance_learning.interest.joined", region=region, subject=course.ref, title=course.title)
        mails.joined(region, course, interest)
    settle(region, course, cohort)
    return interest
