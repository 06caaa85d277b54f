"""Booking study places, rooms and equipment. The row of what is booked is locked first, so that nothing is given away twice."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from core.audit.service import record
from core.db import get, utcnow
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.regions.models import Region
from core.users.models import User
from plugins.distance_learning.centres.models import Equipment, LearningCentre, Room
from plugins.distance_learning.rooms import opening
from plugins.distance_learning.rooms.models import RoomBooking
from plugins.distance_learning.rooms.occupied import Taken, equipment_taken, peak, places_taken, room_taken
from plugins.distance_learning.visiting import mails
from plugins.distance_learning.visiting.kinds import kinds
from plugins.distance_learning.visiting.models import ENDED, VisitStatus
from plugins.distance_learning.visiting.service import add, end
from plugins.distance_learning.visiting.times import MAX_AHEAD, start_text

LONGEST = timedelta(hours=12)
MAX_WEEKS = 26


@dataclass(frozen=True)
class Thing:
    """Something that can be booked.

    Args:
        key: `places`, `room-7` or `equipment-3`.
        most: How many there are of it; a room is one.
        taken: When it is taken, between two moments.
    """

    key: str
    title: str
    most: int
    taken: Callable[[datetime, datetime], list[Taken]]


def thing(centre: LearningCentre, booking: RoomBooking, *, lock: bool = False) -> Thing:
    """What a booking is of, locked when it is to be given away.

    Raises:
        DomainError: when it can no longer be booked.
    """
    if booking.room_id is not None:
        room = get(Room, booking.room_id, lock=lock)
        if room.centre_id != centre.id or not room.is_active:
            raise DomainError(_("Salen går inte längre att boka. Välj en annan."), field="thing")
        return Thing(f"room-{room.id}", room.name, 1, lambda a, b: room_taken(room, a, b, besides=booking.id or 0))
    if booking.equipment_id is not None:
        piece = get(Equipment, booking.equipment_id, lock=lock)
        if piece.centre_id != centre.id or not piece.is_active or not piece.is_bookable:
            raise DomainError(_("Utrustningen går inte längre att boka. Välj något annat."), field="thing")
        return Thing(f"equipment-{piece.id}", piece.name, piece.amount, lambda a, b: equipment_taken(piece, a, b, besides=booking.id or 0))
    found = get(LearningCentre, centre.id, lock=lock)
    return Thing("places", _("Studieplats"), found.seats, lambda a, b: places_taken(found, a, b, besides=booking.id or 0))


def check(centre: LearningCentre, booking: RoomBooking, *, lock: bool) -> None:
    """Whether a booking can be made.

    Raises:
        DomainError: at the field that is wrong.
        Conflict: when it is taken; says the nearest free time.
    """
    if booking.starts_at <= utcnow() or booking.starts_at > utcnow() + MAX_AHEAD:
        raise DomainError(_("Välj en tid som inte har varit, högst ett år framåt."), field="day")
    if booking.ends_at - booking.starts_at > LONGEST:
        raise DomainError(_("Boka högst tolv timmar i taget."), field="minutes")
    if closed := opening.why_closed(centre.opening_hours, centre.closures, booking.starts_at, booking.ends_at):
        raise DomainError(closed, field="start")
    wanted = thing(centre, booking, lock=lock)
    if booking.amount > wanted.most:
        raise DomainError(_("Det finns %(n)s att boka.", n=wanted.most), field="amount")
    if not _fits(wanted, booking.amount, booking.starts_at, booking.ends_at):
        raise Conflict(_taken(centre, wanted, booking), field="start")


def _fits(wanted: Thing, amount: int, starts_at: datetime, ends_at: datetime, known: Sequence[Taken] | None = None) -> bool:
    return peak(wanted.taken(starts_at, ends_at) if known is None else known, starts_at, ends_at) + amount <= wanted.most


def _taken(centre: LearningCentre, wanted: Thing, booking: RoomBooking) -> str:
    """That it is taken, and when it is free."""
    when = start_text(booking.starts_at)
    length = booking.ends_at - booking.starts_at
    known = wanted.taken(booking.starts_at - timedelta(days=1), booking.starts_at + timedelta(days=opening.LOOK_AHEAD + 1))
    for at in opening.starts(centre.opening_hours, centre.closures, booking.starts_at, length):
        if at > utcnow() and _fits(wanted, booking.amount, at, at + length, known):
            return _("Det är bokat %(when)s. Närmaste lediga tid: %(free)s.", when=when, free=start_text(at))
    return _("Det är bokat %(when)s, och inget är ledigt de närmaste två veckorna.", when=when)


def book_as_staff(*, region: Region, centre: LearningCentre, booking: RoomBooking, user: User, weeks: int = 1) -> list[RoomBooking]:
    """Book at once, and again each week if wanted: all of the series, or nothing.

    Raises:
        DomainError, Conflict: as `check`, for the first of the series that does not fit.
    """
    made = []
    series = secrets.token_hex(8) if weeks > 1 else ""
    for number in range(min(weeks, MAX_WEEKS)):
        later = _weeks_later(booking, number)
        check(centre, later, lock=True)
        later.user_id, later.name, later.email, later.series = user.id, user.name, "", series
        later.status, later.over_at, later.confirmed_at = VisitStatus.BOOKED, later.ends_at, utcnow()
        add(later)
        made.append(later)
    record("distance_learning.room.booked", region=region, subject=f"distance_learning:room:{made[0].id}", times=len(made))
    return made


def _weeks_later(booking: RoomBooking, number: int) -> RoomBooking:
    """The same so many weeks later, at the same time on the wall: summer time may begin between."""
    from plugins.distance_learning.visiting.times import moment, wall

    def later(at: datetime) -> datetime:
        return moment(wall(at).date() + timedelta(weeks=number), wall(at).time())

    return RoomBooking(
        region_id=booking.region_id,
        centre_id=booking.centre_id,
        room_id=booking.room_id,
        equipment_id=booking.equipment_id,
        starts_at=later(booking.starts_at),
        ends_at=later(booking.ends_at),
        amount=booking.amount,
    )


def cancel(*, region: Region, booking: RoomBooking, reason: str = "") -> None:
    """The centre cancels a booking; a visitor is told.

    Raises:
        Conflict: when it is over already.
    """
    if booking.status in ENDED:
        raise Conflict(_("Bokningen är redan avslutad."))
    end(booking, VisitStatus.CANCELLED, reason)
    record("distance_learning.room.cancelled", region=region, subject=f"distance_learning:room:{booking.id}", by="centre")
    outcome: Any = _l("Lärcentrumet har avbokat. %(reason)s", reason=reason)
    mails.tell(region, kinds()["room"], booking, outcome)
