"""An examination as its visitor has it: what it is called, how it is confirmed, and whom the centre tells."""

from __future__ import annotations

from core.db import get, one_or_none
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.regions.models import Region
from plugins.distance_learning.centres.models import LearningCentre, Room
from plugins.distance_learning.exams.models import ExamBooking, ExamSlot
from plugins.distance_learning.exams.service import take_seat
from plugins.distance_learning.visiting import mails, notices
from plugins.distance_learning.visiting.kinds import Facts, Kind
from plugins.distance_learning.visiting.models import VisitStatus
from plugins.distance_learning.visiting.places import contact_of, place_of
from plugins.distance_learning.visiting.times import start_text


def facts(booking: ExamBooking) -> Facts:
    """What the visitor sees. Special arrangements are not repeated: mails and screens are read by others."""
    centre = get(LearningCentre, booking.centre_id)
    slot = one_or_none(ExamSlot, booking.slot_id) if booking.slot_id else None
    room = one_or_none(Room, slot.room_id) if slot else None
    rows = [(_("Skola eller anordnare"), booking.provider), (_("Längd"), _("%(n)s minuter", n=booking.minutes))]
    if slot is None:
        rows.append((_("Önskad tid"), start_text(booking.wanted_at)))
    elif room is not None:
        rows.append((_("Sal"), room.name))
    if booking.reason:
        rows.append((_("Lärcentrumets svar"), booking.reason))
    return Facts(
        what=_("Tentamen: %(exam)s", exam=booking.exam),
        starts_at=slot.starts_at if slot else None,
        ends_at=slot.ends_at if slot else None,
        wish="" if slot else _("Önskad tid: %(when)s", when=start_text(booking.wanted_at)),
        where=place_of(centre),
        sender=centre.name,
        contact=contact_of(centre),
        rows=tuple(rows),
    )


def confirm(region: Region, booking: ExamBooking) -> None:
    """With a time: take the seat. Without: the centre is asked."""
    if booking.slot_id is not None:
        take_seat(booking, booking.slot_id)
        mails.tell(region, KIND, booking, _l("Din plats är bokad."))
        return
    booking.status = VisitStatus.ASKED
    notices.exam_asked(region, booking)


def cancelled(region: Region, booking: ExamBooking) -> None:
    """The centre is told that a seat is free again."""
    notices.exam_cancelled(region, booking)
    mails.tell(region, KIND, booking, _l("Din tentamen är avbokad, som du bad om."))


KIND = Kind("exam", ExamBooking, facts, confirm, cancelled)
