"""What the audit log says of bookings, in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.i18n import lazy_gettext as _l

SENTENCES: Mapping[str, Any] = {
    "distance_learning.exam.asked": _l("En plats för tentamen begärdes"),
    "distance_learning.exam.confirmed": _l("En begäran om tentamen bekräftades"),
    "distance_learning.exam.placed": _l("Gav en plats för tentamen"),
    "distance_learning.exam.moved": _l("Flyttade en tentamen till en annan tid"),
    "distance_learning.exam.declined": _l("Tackade nej till en begäran om tentamen"),
    "distance_learning.exam.cancelled": _l("En plats för tentamen avbokades"),
    "distance_learning.exam_slot.opened": _l("La upp en tid för tentamen"),
    "distance_learning.exam_slot.cancelled": _l("Ställde in en tid för tentamen"),
    "distance_learning.exam_slot.attendance": _l("Noterade närvaro vid tentamen"),
    "distance_learning.exam_slot.taken_out": _l("Hämtade listan över dem som skriver tentamen"),
    "distance_learning.room.asked": _l("En sal, plats eller utrustning begärdes"),
    "distance_learning.room.confirmed": _l("En bokning av sal, plats eller utrustning bekräftades"),
    "distance_learning.room.booked": _l("Bokade sal, plats eller utrustning"),
    "distance_learning.room.cancelled": _l("En bokning av sal, plats eller utrustning avbokades"),
    "distance_learning.support.asked": _l("En tid för vägledning eller studiestöd begärdes"),
    "distance_learning.support.confirmed": _l("En tid för vägledning eller studiestöd bokades"),
    "distance_learning.support.cancelled": _l("En tid för vägledning eller studiestöd avbokades"),
    "distance_learning.support_slot.opened": _l("La upp en tid för vägledning eller studiestöd"),
    "distance_learning.support_slot.cancelled": _l("Ställde in en tid för vägledning eller studiestöd"),
    "distance_learning.group.asked": _l("Någon bad om att gå med i en läsgrupp"),
    "distance_learning.group.confirmed": _l("Någon gick med i en läsgrupp"),
    "distance_learning.group.cancelled": _l("Någon lämnade en läsgrupp"),
    "distance_learning.group.saved": _l("Sparade en läsgrupp"),
    "distance_learning.group.written": _l("Skrev till en läsgrupp"),
    "distance_learning.check_list.saved": _l("Ändrade checklistan för nya distansstudenter"),
    "distance_learning.check_list.sent": _l("Checklistan för nya distansstudenter skickades till den som bad om den"),
    "distance_learning.statistics.taken_out": _l("Hämtade lärcentrumens statistik som fil"),
}


def describe(action: str) -> str | None:
    """The sentence of an action of bookings; None for others."""
    return str(SENTENCES[action]) if action in SENTENCES else None
