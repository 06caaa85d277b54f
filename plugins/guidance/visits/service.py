"""What can be done with visits: offered, booked, confirmed, cancelled. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from core.audit.service import record
from core.clock import SWEDEN
from core.db import db, sort_key, utcnow
from core.errors import Conflict, DomainError
from core.events import emit
from core.i18n import gettext as _
from core.organisations.models import Organisation
from core.regions.models import Region
from plugins.guidance.events import VisitBooked
from plugins.guidance.visits import queries, telling
from plugins.guidance.visits.models import BookingStatus, Visit, VisitBooking

if TYPE_CHECKING:
    from core.users.models import User

MAX_SEATS = 500


def save_visit(*, region: Region, visit: Visit | None, organisation: Organisation | None, facts: Mapping[str, Any]) -> Visit:
    """Offer a visit, or change one.

    Raises:
        DomainError: when it ends before it begins, has been, or has fewer seats than are booked.
        Conflict: when it is cancelled.
    """
    if facts["ends_at"] <= facts["starts_at"]:
        raise DomainError(_("Besöket kan inte sluta innan det börjar."), field="ends")
    if facts["starts_at"] <= utcnow():
        raise DomainError(_("Tiden har redan varit."), field="day")
    key = sort_key(facts["title"])[:200]
    if visit is None:
        assert organisation is not None
        visit = Visit(region_id=region.id, organisation_id=organisation.id, employer=organisation.name, sort_key=key, **facts)
        db.session.add(visit)
        db.session.flush()
        record("guidance.visit.offered", region=region, subject=visit.ref, title=visit.title)
        return visit
    if visit.cancelled_at is not None:
        raise Conflict(_("Besöket är inställt."))
    booked = queries.taken(visit)
    if facts["seats"] < booked:
        raise DomainError(_("%(n)s platser är redan bokade. Det kan inte bli färre.", n=booked), field="seats")
    moved = visit.starts_at != facts["starts_at"] or visit.place != facts["place"]
    for name, value in facts.items():
        setattr(visit, name, value)
    visit.sort_key = key
    db.session.flush()
    record("guidance.visit.changed", region=region, subject=visit.ref, title=visit.title)
    if moved:
        telling.tell_bookers(region, visit, telling.MOVED)
    return visit


def cancel_visit(*, region: Region, visit: Visit) -> None:
    """Take an offer back. Who has booked is told.

    Raises:
        Conflict: when it is cancelled already.
    """
    if visit.cancelled_at is not None:
        raise Conflict(_("Besöket är redan inställt."))
    visit.cancelled_at = utcnow()
    db.session.flush()
    record("guidance.visit.cancelled", region=region, subject=visit.ref, title=visit.title)
    telling.tell_bookers(region, visit, telling.CANCELLED)


def book(*, region: Region, visit: Visit, user: User | None, facts: Mapping[str, Any]) -> VisitBooking:
    """Book seats. The visit is locked by the caller, so that two at once never get the same seats.

    Raises:
        Conflict: when it is cancelled, has begun, or has too few seats left.
    """
    if visit.cancelled_at is not None or visit.starts_at <= utcnow():
        raise Conflict(_("Besöket går inte att boka längre."))
    left = visit.seats - queries.taken(visit)
    if facts["people"] > left:
        raise Conflict(_("Det finns %(n)s platser kvar. Boka färre, eller välj en annan tid.", n=left), field="people")
    made = VisitBooking(
        region_id=region.id,
        visit_id=visit.id,
        user_id=user.id if user else None,
        status=BookingStatus.ASKED if visit.needs_answer else BookingStatus.CONFIRMED,
        **facts,
    )
    db.session.add(made)
    db.session.flush()
    record("guidance.visit.booked", region=region, subject=visit.ref, title=visit.title, people=made.people)
    telling.tell_employer(region, visit, made)
    if made.status == BookingStatus.CONFIRMED:
        _tell_others(region, visit, made)
    return made


def confirm(*, region: Region, visit: Visit, booking: VisitBooking) -> None:
    """The employer says yes.

    Raises:
        Conflict: when it has been answered or cancelled.
    """
    if booking.status != BookingStatus.ASKED or visit.cancelled_at is not None:
        raise Conflict(_("Bokningen är redan besvarad."))
    booking.status = BookingStatus.CONFIRMED
    db.session.flush()
    record("guidance.visit.confirmed", region=region, subject=visit.ref, title=visit.title)
    telling.tell_booker(region, visit, booking)
    _tell_others(region, visit, booking)


def cancel_booking(*, region: Region, visit: Visit, booking: VisitBooking) -> None:
    """Give the seats back. Both sides may.

    Raises:
        Conflict: when it is cancelled already.
    """
    if booking.status == BookingStatus.CANCELLED:
        raise Conflict(_("Bokningen är redan avbokad."))
    booking.status = BookingStatus.CANCELLED
    db.session.flush()
    record("guidance.visit.unbooked", region=region, subject=visit.ref, title=visit.title)
    telling.tell_booker(region, visit, booking)


def _tell_others(region: Region, visit: Visit, booking: VisitBooking) -> None:
    day = visit.starts_at.astimezone(SWEDEN).date().isoformat()
    emit(VisitBooked(visit_id=visit.id, organisation_id=visit.organisation_id, on=day, seats=booking.people), region=region)
