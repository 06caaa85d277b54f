"""What is kept of bookings, for how long, and what disposal does."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins import RecordType
from core.records.disposal import old_rows, together
from plugins.distance_learning.exams.models import ExamBooking, ExamSlot
from plugins.distance_learning.rooms.models import RoomBooking
from plugins.distance_learning.support.models import GroupMember, SupportBooking, SupportSlot

GDPR = "Dataskyddsförordningen art. 5.1 e"


def forget_writer(booking: ExamBooking) -> None:
    """Take out who wrote; what is left counts in the statistics."""
    booking.name = booking.email = booking.contact_name = booking.contact_email = ""
    booking.arrangements = booking.aids = booking.reason = ""


_EXAMS = old_rows(ExamBooking, ExamBooking.over_at, "distance_learning:exam", ExamBooking.email != "", change=forget_writer)
_EXAM_SLOTS = old_rows(ExamSlot, ExamSlot.ends_at, "distance_learning:exam_slot")
_SUPPORT_SLOTS = old_rows(SupportSlot, SupportSlot.ends_at, "distance_learning:support_slot")
_VISITS = together(
    old_rows(RoomBooking, RoomBooking.over_at, "distance_learning:room"),
    old_rows(SupportBooking, SupportBooking.over_at, "distance_learning:support"),
    old_rows(GroupMember, GroupMember.over_at, "distance_learning:group"),
)
RECORD_TYPES = [
    RecordType(
        "distance_learning.exam_booking",
        _l("Vilka som har skrivit tentamen på lärcentrum"),
        1,
        GDPR,
        due=_EXAMS.due,
        dispose=_EXAMS.dispose,
        what=_l("Namn, e-post och särskilda arrangemang tas bort. Antalet finns kvar i statistiken."),
    ),
    RecordType(
        "distance_learning.exam_slot",
        _l("Tider för tentamen"),
        5,
        "Uppgifter om verksamheten",
        due=_EXAM_SLOTS.due,
        dispose=_EXAM_SLOTS.dispose,
    ),
    RecordType(
        "distance_learning.support_slot",
        _l("Tider för vägledning och studiestöd"),
        1,
        "Uppgifter om verksamheten",
        due=_SUPPORT_SLOTS.due,
        dispose=_SUPPORT_SLOTS.dispose,
    ),
    RecordType(
        "distance_learning.visit",
        _l("Bokningar av salar, utrustning och samtal, och medlemmar som har lämnat läsgrupper"),
        0,
        GDPR,
        keep_months=3,
        due=_VISITS.due,
        dispose=_VISITS.dispose,
    ),
]
