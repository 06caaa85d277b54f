"""A person's own steps: register, confirm, change centre, move to the alternative, withdraw, be forgotten. Nothing here commits."""

from __future__ import annotations

from sqlalchemy import select

from core.audit.service import record
from core.db import db, utcnow
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from core.regions.models import Region
from core.users.service import normalise_email
from plugins.distance_learning.cohorts import alternatives, mails
from plugins.distance_learning.cohorts.changing import Seats, set_status, settle
from plugins.distance_learning.cohorts.keys import new_key
from plugins.distance_learning.cohorts.locking import check_takes_interest, held, held_with, receiving
from plugins.distance_learning.cohorts.models import COUNTED, SEATED, Interest, InterestStatus
from plugins.distance_learning.publishing.models import DistanceCourse

ASKED_ANEW = (InterestStatus.WAITING_CONFIRMATION, InterestStatus.WITHDRAWN)


def register(
    *,
    region: Region,
    course_id: int,
    centre_id: int,
    name: str,
    email: str,
    municipality_code: str,
    phone: str = "",
    employer_paid: bool = False,
    tongue: str = "sv",
) -> None:
    """Somebody says that they want to follow a course. One mail asks the address; nothing counts before it has said yes.

    An address that is registered already gets its own link again, and nothing else changes. The caller cannot tell the two apart.

    Raises:
        Gone: when the course takes no more.
        DomainError: when the address cannot be one, or the centre does not receive the course.
    """
    address = normalise_email(email)
    course, cohort = held(region, course_id)
    check_takes_interest(course, cohort)
    _check_centre(course, centre_id)
    interest = _of(course, address)
    if interest is None:
        interest = Interest(
            region_id=region.id, course_id=course.id, email=address, status=InterestStatus.WAITING_CONFIRMATION, **new_key()
        )
        db.session.add(interest)
    record("distance_learning.interest.registered", region=region, subject=course.ref, title=course.title)
    if interest.status not in ASKED_ANEW:
        mails.known(region, course, interest)
        return
    interest.centre_id, interest.name, interest.phone = centre_id, name.strip(), phone.strip()
    interest.municipality_code, interest.employer_paid, interest.language = municipality_code, employer_paid, tongue
    interest.consented_at, interest.confirmed_at = utcnow(), None
    set_status(interest, InterestStatus.WAITING_CONFIRMATION)
    db.session.flush()
    mails.confirm(region, course, interest)


def confirm(*, region: Region, interest_id: int) -> Interest:
    """The address has said yes: the interest counts from now on. Repeated, it changes nothing.

    Raises:
        Gone: when the course takes no more.
    """
    course, cohort, interest = held_with(region, interest_id)
    if interest.status == InterestStatus.WAITING_CONFIRMATION:
        check_takes_interest(course, cohort)
        interest.confirmed_at = utcnow()
        set_status(interest, InterestStatus.INTERESTED)
        record("distance_learning.interest.confirmed", region=region, subject=course.ref, title=course.title)
        settle(region, course, cohort)
    return interest


def withdraw(*, region: Region, interest_id: int) -> Interest:
    """The person does not want to any more; also the answer no to an offered seat. Repeated, it changes nothing."""
    course, cohort, interest = held_with(region, interest_id)
    if interest.status != InterestStatus.WITHDRAWN:
        set_status(interest, InterestStatus.WITHDRAWN)
        interest.phone = ""
        record("distance_learning.interest.withdrawn", region=region, subject=course.ref, title=course.title)
        settle(region, course, cohort)
    return interest


def erase(*, region: Region, interest_id: int) -> None:
    """Nothing is left of the person. A seat that they had goes to who waits for it."""
    course, cohort, interest = held_with(region, interest_id)
    db.session.delete(interest)
    record("distance_learning.interest.erased", region=region, subject=course.ref, title=course.title)
    settle(region, course, cohort)


def change_centre(*, region: Region, interest_id: int, centre_id: int) -> Interest:
    """Follow the course at another of its centres. Who has a seat keeps it only where there is room.

    Raises:
        DomainError: when the centre does not receive the course.
        Conflict: when it has no free seat.
    """
    course, cohort, interest = held_with(region, interest_id)
    _check_centre(course, centre_id)
    if centre_id == interest.centre_id:
        return interest
    if interest.status in SEATED and not Seats(course).free_at(centre_id):
        raise Conflict(_("Det lärcentrumet har ingen ledig plats. Du har kvar din plats där du är."), code="full")
    interest.centre_id = centre_id
    record("distance_learning.interest.changed_centre", region=region, subject=course.ref, title=course.title)
    settle(region, course, cohort)
    return interest


def move(*, region: Region, interest_id: int) -> Interest:
    """To the course that is offered instead of a cancelled one. The person has confirmed already, and is not asked again.

    Raises:
        Conflict: when there is none that takes interest.
    """
    statement = select(Interest.course_id).where(Interest.id == interest_id, Interest.region_id == region.id)
    old_id = db.session.execute(statement).scalar_one()
    new_id = alternatives.course_instead(region, old_id)
    if new_id is None:
        raise Conflict(_("Det finns ingen kurs att flytta anmälan till just nu."), code="no_alternative")
    for course_id in sorted((old_id, new_id)):  # always in the same order, so that two never wait for each other
        held(region, course_id)
    _old, old_cohort, interest = held_with(region, interest_id)
    course, cohort = held(region, new_id)
    check_takes_interest(course, cohort)
    found = _of(course, interest.email) or _copy(course, interest)
    if found.status not in COUNTED:
        found.centre_id = _centre_for(course, interest)
        found.confirmed_at = utcnow()
        set_status(found, InterestStatus.INTERESTED)
    set_status(interest, InterestStatus.WITHDRAWN)
    record("distance_learning.interest.moved", region=region, subject=course.ref, title=course.title)
    settle(region, _old, old_cohort)
    settle(region, course, cohort)
    mails.moved(region, course, found)
    return found


def _copy(course: DistanceCourse, interest: Interest) -> Interest:
    same = ("name", "email", "phone", "municipality_code", "employer_paid", "language", "consented_at", "region_id")
    values = {name: getattr(interest, name) for name in same}
    made = Interest(course_id=course.id, status=InterestStatus.WAITING_CONFIRMATION, **new_key(), **values)
    db.session.add(made)
    return made


def _centre_for(course: DistanceCourse, interest: Interest) -> int:
    """The same centre where it receives the new course too, else one at home, else the first; the person can change it."""
    places = receiving(course)
    if not places:
        raise Conflict(_("Det finns ingen kurs att flytta anmälan till just nu."), code="no_alternative")
    if interest.centre_id in places:
        return interest.centre_id
    home = [key for key, (_row, centre) in places.items() if centre.municipality_code == interest.municipality_code]
    return next(iter([*home, *places]))


def _of(course: DistanceCourse, address: str) -> Interest | None:
    statement = select(Interest).where(Interest.course_id == course.id, Interest.email == address)
    return db.session.execute(statement.execution_options(populate_existing=True)).scalar_one_or_none()


def _check_centre(course: DistanceCourse, centre_id: int) -> None:
    if centre_id not in receiving(course):
        raise DomainError(_("Välj ett av lärcentrumen i listan."), field="centre_id")
