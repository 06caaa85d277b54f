"""What is done with examinations. Whoever takes a seat locks the time first; whoever takes a room locks the room."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from core.audit.service import record
from core.db import db, get, utcnow
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.regions.models import Region
from plugins.distance_learning.centres.models import LearningCentre, Room
from plugins.distance_learning.exams import queries
from plugins.distance_learning.exams.models import Attendance, ExamBooking, ExamSlot
from plugins.distance_learning.rooms.occupied import room_is_taken
from plugins.distance_learning.visiting import mails
from plugins.distance_learning.visiting.kinds import kinds
from plugins.distance_learning.visiting.models import ENDED, VisitStatus
from plugins.distance_learning.visiting.service import end
from plugins.distance_learning.visiting.times import MAX_AHEAD


def open_slot(
    *,
    region: Region,
    centre: LearningCentre,
    room_id: int,
    starts_at: datetime,
    ends_at: datetime,
    seats: int,
    invigilator: str = "",
    is_open: bool = False,
) -> ExamSlot:
    """Make a time for examinations.

    Raises:
        DomainError: when it has begun, ends before it begins, or has more seats than the room.
        Conflict: when the room is taken then.
    """
    if starts_at <= utcnow() or starts_at > utcnow() + MAX_AHEAD:
        raise DomainError(_("Välj en tid som inte har varit, högst ett år framåt."), field="day")
    room = get(Room, room_id, lock=True)  # everybody who takes the room waits here
    if room.centre_id != centre.id or not room.is_active:
        raise DomainError(_("Välj en av lärcentrumets salar."), field="room")
    if seats > room.seats:
        raise DomainError(_("Salen har %(n)s platser.", n=room.seats), field="seats")
    if room_is_taken(room, starts_at, ends_at):
        raise Conflict(_("Salen är bokad då. Välj en annan tid eller en annan sal."), field="start")
    slot = ExamSlot(
        region_id=region.id,
        centre_id=centre.id,
        room_id=room.id,
        starts_at=starts_at,
        ends_at=ends_at,
        seats=seats,
        invigilator=invigilator.strip(),
        is_open=is_open,
    )
    db.session.add(slot)
    db.session.flush()
    record("distance_learning.exam_slot.opened", region=region, subject=_slot_ref(slot), seats=seats)
    return slot


def place(*, region: Region, booking: ExamBooking, slot_id: int) -> None:
    """Give somebody a seat: for a request the centre's yes, for a booked one a move.

    Raises:
        Conflict: when the last seat is gone, the time has begun or is cancelled, or the booking is over.
    """
    if booking.status in ENDED or booking.status is VisitStatus.WAITING:
        raise Conflict(_("Bokningen är avslutad eller inte bekräftad. Den kan inte få en plats."))
    moved = booking.status is VisitStatus.BOOKED
    take_seat(booking, slot_id)
    action = "moved" if moved else "placed"
    record(f"distance_learning.exam.{action}", region=region, subject=_ref(booking), slot=slot_id)
    _tell(region, booking, _l("Din tentamen är flyttad till en ny tid.") if moved else _l("Du har fått en plats för din tentamen."))


def take_seat(booking: ExamBooking, slot_id: int) -> None:
    """Take a seat, if there is one.

    Raises:
        Conflict: when there is none.
    """
    slot = get(ExamSlot, slot_id, lock=True)  # everybody who takes a seat at this time waits here
    if slot.centre_id != booking.centre_id:
        raise Conflict(_("Tiden är på ett annat lärcentrum."), field="slot")
    if slot.cancelled_at is not None or slot.starts_at <= utcnow():
        raise Conflict(_("Tiden går inte längre att boka. Välj en annan."), field="slot")
    if booking.minutes > (slot.ends_at - slot.starts_at).total_seconds() / 60:
        raise Conflict(_("Tiden är kortare än din tentamen. Välj en annan."), field="slot")
    if not (booking.slot_id == slot.id and booking.status is VisitStatus.BOOKED) and queries.taken(slot) >= slot.seats:
        raise Conflict(_("Den sista platsen är just tagen. Välj en annan tid."), field="slot")
    booking.slot_id, booking.status, booking.over_at, booking.reminded_at = slot.id, VisitStatus.BOOKED, slot.ends_at, None
    db.session.flush()


def decline(*, region: Region, booking: ExamBooking, reason: str) -> None:
    """The centre says no, with the reason and another time to ask for.

    Raises:
        Conflict: when it has been answered already.
    """
    if booking.status is not VisitStatus.ASKED:
        raise Conflict(_("Begäran är redan besvarad. Läs in sidan igen."))
    end(booking, VisitStatus.DECLINED, reason)
    record("distance_learning.exam.declined", region=region, subject=_ref(booking))
    _tell(region, booking, _l("Lärcentrumet kan inte ordna din tentamen: %(reason)s", reason=reason))


def cancel(*, region: Region, booking: ExamBooking, reason: str) -> None:
    """The centre cancels a seat.

    Raises:
        Conflict: when it is over already.
    """
    if booking.status in ENDED:
        raise Conflict(_("Bokningen är redan avslutad."))
    end(booking, VisitStatus.CANCELLED, reason)
    record("distance_learning.exam.cancelled", region=region, subject=_ref(booking), by="centre")
    _tell(region, booking, _l("Din tentamen är avbokad: %(reason)s", reason=reason))


def cancel_slot(*, region: Region, slot: ExamSlot, reason: str) -> int:
    """Cancel a time; those who had a seat are told. Returns how many.

    Raises:
        Conflict: when it is cancelled already, or has begun.
    """
    if slot.cancelled_at is not None or slot.starts_at <= utcnow():
        raise Conflict(_("Tiden är redan inställd eller har börjat."))
    found = queries.writing(slot)
    slot.cancelled_at = utcnow()
    record("distance_learning.exam_slot.cancelled", region=region, subject=_slot_ref(slot), told=len(found))
    for booking in found:
        cancel(region=region, booking=booking, reason=reason)
    return len(found)


def note_attendance(*, region: Region, slot: ExamSlot, present: dict[int, Attendance]) -> None:
    """Note who came. It can be changed again.

    Raises:
        Conflict: before the day.
    """
    if slot.starts_at > utcnow():
        raise Conflict(_("Närvaro noteras när tentamen har börjat."))
    for booking in queries.writing(slot):
        booking.attendance = present.get(booking.id, booking.attendance)
    db.session.flush()
    record("distance_learning.exam_slot.attendance", region=region, subject=_slot_ref(slot), present=len(present))


def _tell(region: Region, booking: ExamBooking, outcome: Any) -> None:
    mails.tell(region, kinds()["exam"], booking, outcome)


def _ref(booking: ExamBooking) -> str:
    return f"distance_learning:exam:{booking.id}"


def _slot_ref(slot: ExamSlot) -> str:
    return f"distance_learning:exam_slot:{slot.id}"
