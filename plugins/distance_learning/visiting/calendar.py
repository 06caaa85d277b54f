"""Times at learning centres in calendars: of the staff in their own, of a visitor behind the mailed link."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.notices.calendar import write
from core.plugins import CalendarItem
from core.regions.models import Region
from core.users.models import User
from plugins.distance_learning.centres.queries import managed_centres
from plugins.distance_learning.exams import queries as exams
from plugins.distance_learning.permissions import EXAMS, SUPPORT
from plugins.distance_learning.scope import distance_scope
from plugins.distance_learning.support import queries as support
from plugins.distance_learning.support.visits import KIND_LABELS
from plugins.distance_learning.visiting.kinds import Kind
from plugins.distance_learning.visiting.links import path
from plugins.distance_learning.visiting.places import place_of


def calendar_items(region: Region, user: User | None) -> Sequence[CalendarItem]:
    """The examinations of one's own centres, and the times to talk that one gives. Nobody who has booked is named."""
    if user is None:
        return []
    with distance_scope(region):
        slots = exams.coming_slots(region, [c.id for c in managed_centres(region, user, EXAMS)], only_open=False)
        talks = support.own_slots(region, [c.id for c in managed_centres(region, user, SUPPORT)])
        found = [
            CalendarItem(
                uid=f"distance_learning:exam_slot:{row.slot.id}",
                summary=_("Tentamen, %(room)s: %(taken)s av %(seats)s platser", room=row.room.name, taken=row.taken, seats=row.slot.seats),
                start=row.slot.starts_at,
                end=row.slot.ends_at,
                updated=row.slot.updated_at,
                url=path("exam_slot", region, slot_id=row.slot.id),
                location=place_of(row.centre),
            )
            for row in slots
        ]
        return found + [
            CalendarItem(
                uid=f"distance_learning:support_slot:{slot.id}",
                summary=KIND_LABELS[slot.kind] if booking else _l("Ledig tid: %(kind)s", kind=KIND_LABELS[slot.kind]),
                start=slot.starts_at,
                end=slot.ends_at,
                updated=booking.updated_at if booking else slot.updated_at,
                url=path("support_board", region),
                location=slot.place or place_of(centre),
            )
            for slot, centre, booking in talks
            if slot.user_id == user.id
        ]


def one(region: Region, kind: Kind, booking: Any, url: str) -> bytes:
    """A calendar with one booking."""
    facts = kind.facts(booking)
    if facts.starts_at is None:
        return b""
    item = CalendarItem(
        uid=f"distance_learning:{kind.name}:{booking.id}",
        summary=facts.what,
        start=facts.starts_at,
        end=facts.ends_at,
        updated=booking.updated_at,
        url=url,
        location=facts.where,
    )
    return write(facts.what, [(region, item)])
