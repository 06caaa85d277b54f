"""A booking of a place, a room or equipment as its visitor has it."""

from __future__ import annotations

from core.db import get, one_or_none
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.regions.models import Region
from plugins.distance_learning.centres.models import Equipment, LearningCentre, Room
from plugins.distance_learning.rooms.models import RoomBooking
from plugins.distance_learning.rooms.service import check
from plugins.distance_learning.visiting import mails
from plugins.distance_learning.visiting.kinds import Facts, Kind
from plugins.distance_learning.visiting.models import VisitStatus
from plugins.distance_learning.visiting.places import contact_of, place_of


def title_of(booking: RoomBooking) -> str:
    """What is booked."""
    room = one_or_none(Room, booking.room_id) if booking.room_id else None
    piece = one_or_none(Equipment, booking.equipment_id) if booking.equipment_id else None
    found = room or piece
    return found.name if found is not None else _("Studieplats")


def facts(booking: RoomBooking) -> Facts:
    """What the visitor sees."""
    centre = get(LearningCentre, booking.centre_id)
    rows = [(_("Antal"), str(booking.amount))] if booking.room_id is None else []
    if booking.reason:
        rows.append((_("Lärcentrumets svar"), booking.reason))
    return Facts(
        what=title_of(booking),
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        where=place_of(centre),
        sender=centre.name,
        contact=contact_of(centre),
        rows=tuple(rows),
    )


def confirm(region: Region, booking: RoomBooking) -> None:
    """Take it, if it is still free."""
    check(get(LearningCentre, booking.centre_id), booking, lock=True)
    booking.status, booking.over_at = VisitStatus.BOOKED, booking.ends_at
    mails.tell(region, KIND, booking, _l("Din bokning är klar."))


def cancelled(region: Region, booking: RoomBooking) -> None:
    """The visitor is told that it is done."""
    mails.tell(region, KIND, booking, _l("Din bokning är avbokad, som du bad om."))


KIND = Kind("room", RoomBooking, facts, confirm, cancelled)
