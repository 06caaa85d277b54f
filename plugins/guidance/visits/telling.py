"""What people are told of visits, and the days in their calendars. Nothing here commits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.db import db
from core.i18n import lazy_gettext as _l
from core.notices.service import notify
from core.plugins import CalendarItem, NoticeKind
from core.users.models import User
from core.users.queries import with_permission
from plugins.guidance.links import path
from plugins.guidance.permissions import BOOK, OFFER
from plugins.guidance.scope import guidance_scope
from plugins.guidance.visits import queries
from plugins.guidance.visits.models import BookingStatus, Visit, VisitBooking

if TYPE_CHECKING:
    from core.regions.models import Region

BOOKED = "guidance.visit_booked"
ANSWERED = "guidance.visit_answered"
MOVED, CANCELLED = "moved", "cancelled"
KINDS = [
    NoticeKind(BOOKED, _l("Bokade studiebesök"), _l("När en skola bokar ett besök hos er."), default="now", audience=OFFER),
    NoticeKind(
        ANSWERED, _l("Studiebesök som du har bokat"), _l("När ett besök bekräftas, flyttas eller ställs in."), default="now", audience=BOOK
    ),
]


def tell_employer(region: Region, visit: Visit, booking: VisitBooking) -> None:
    """Those who keep the employer's visits are told of a booking."""
    notify(
        kind=BOOKED,
        users=with_permission(region, OFFER, organisation_id=visit.organisation_id),
        region=region,
        key=f"{booking.id}",
        title=_l("%(school)s har bokat %(n)s platser: %(title)s", school=booking.school, n=booking.people, title=visit.title),
        url=path("visit", region, visit_id=visit.id),
        subject_ref=visit.ref,
        group=visit.title,
    )


def tell_booker(region: Region, visit: Visit, booking: VisitBooking) -> None:
    """Who has booked is told what became of it."""
    words: dict[BookingStatus, Any] = {
        BookingStatus.CONFIRMED: _l("Besöket är bekräftat: %(title)s", title=visit.title),
        BookingStatus.CANCELLED: _l("Bokningen är avbokad: %(title)s", title=visit.title),
    }
    _tell(region, visit, booking, booking.status.value, words[booking.status])


def tell_bookers(region: Region, visit: Visit, what: str) -> None:
    """Everybody who has booked is told that the visit is moved or cancelled."""
    title = (
        _l("Besöket är inställt: %(title)s", title=visit.title)
        if what == CANCELLED
        else _l("Ny tid eller plats: %(title)s", title=visit.title)
    )
    for booking in queries.bookings(visit):
        if booking.status != BookingStatus.CANCELLED:
            _tell(region, visit, booking, f"{what}:{visit.starts_at.isoformat()}:{visit.version}", title)


def _tell(region: Region, visit: Visit, booking: VisitBooking, key: str, title: Any) -> None:
    users = db.session.execute(select(User).where(User.id == booking.user_id)).scalars().all()
    notify(
        kind=ANSWERED,
        users=users,
        region=region,
        key=f"{booking.id}:{key}",
        title=title,
        url=path("visit", region, visit_id=visit.id),
        subject_ref=visit.ref,
        group=visit.title,
    )


def calendar_items(region: Region, user: User | None) -> list[CalendarItem]:
    """The visits that a person has booked."""
    if user is None:
        return []
    with guidance_scope(region):
        found = queries.mine(region, user)
    return [
        CalendarItem(
            uid=f"guidance:visit:{of.id}:{booking.id}",
            summary=of.title,
            start=of.starts_at,
            end=of.ends_at,
            updated=max(of.updated_at, booking.updated_at),
            url=path("visit", region, visit_id=of.id),
            location=of.place,
        )
        for booking, of in found
        if of.cancelled_at is None
    ]
