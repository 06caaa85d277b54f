"""A centre's week: what is booked when. Nobody is named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import NamedTuple

from sqlalchemy import select

from core.clock import today
from core.db import db
from core.i18n import gettext as _
from plugins.distance_learning.centres.models import LearningCentre
from plugins.distance_learning.centres.queries import equipment_of, rooms_of
from plugins.distance_learning.exams.models import ExamSlot
from plugins.distance_learning.rooms.occupied import week_bookings
from plugins.distance_learning.rooms.opening import closed_because, open_spans
from plugins.distance_learning.visiting.times import clock, moment, wall


class Week(NamedTuple):
    """A week.

    Args:
        days: Its seven days.
        hours: What each day's opening hours are, in words.
        rows: A name, and for each day what is booked, in words.
        open: Whether the centre is open at all, each day.
    """

    monday: date
    days: Sequence[date]
    hours: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Sequence[str]]]]
    open: Sequence[bool] = ()

    @property
    def name(self) -> str:
        """Such as 2026-W48."""
        year, number, _day = self.monday.isocalendar()
        return f"{year}-W{number:02d}"


def monday_of(text: str) -> date:
    """The Monday of a week as in an address; this week's when it is none."""
    found = re.fullmatch(r"(20[0-9]{2})-W([0-9]{2})", text)
    try:
        return date.fromisocalendar(int(found[1]), int(found[2]), 1) if found else today() - timedelta(days=today().weekday())
    except ValueError:
        return today() - timedelta(days=today().weekday())


def name_of(monday: date) -> str:
    """Such as 2026-W48."""
    return Week(monday, (), (), ()).name


def week_of(centre: LearningCentre, monday: date) -> Week:
    """What is booked in a week, from two queries whatever there is."""
    days = [monday + timedelta(days=number) for number in range(7)]
    first, last = moment(days[0], time.min), moment(days[6] + timedelta(days=1), time.min)
    cells: dict[tuple[str, date], list[str]] = {}
    for booking in week_bookings(centre, first, last):
        key = f"room-{booking.room_id}" if booking.room_id else f"equipment-{booking.equipment_id}" if booking.equipment_id else "places"
        text = f"{clock(booking.starts_at)}–{clock(booking.ends_at)}"
        if booking.room_id is None:
            text = _("%(time)s: %(n)s bokade", time=text, n=booking.amount)
        cells.setdefault((key, wall(booking.starts_at).date()), []).append(text)
    exams = select(ExamSlot).where(
        ExamSlot.centre_id == centre.id, ExamSlot.cancelled_at.is_(None), ExamSlot.starts_at < last, ExamSlot.ends_at > first
    )
    for slot in db.session.execute(exams.order_by(ExamSlot.starts_at)).scalars():
        text = _("%(time)s: tentamen", time=f"{clock(slot.starts_at)}–{clock(slot.ends_at)}")
        cells.setdefault((f"room-{slot.room_id}", wall(slot.starts_at).date()), []).append(text)
    things = [("places", _("Studieplatser"))] if centre.seats else []
    things += [(f"room-{room.id}", room.name) for room in rooms_of(centre)]
    things += [(f"equipment-{each.id}", each.name) for each in equipment_of(centre) if each.is_bookable]
    rows = [(title, [sorted(cells.get((key, day), ())) for day in days]) for key, title in things]
    is_open = [bool(open_spans(centre.opening_hours, centre.closures, day)) for day in days]
    return Week(monday, days, [_hours(centre, day) for day in days], rows, is_open)


def _hours(centre: LearningCentre, day: date) -> str:
    closed = closed_because(centre.closures, day)
    if closed is not None:
        return _("Stängt. %(reason)s", reason=closed).strip()
    spans = open_spans(centre.opening_hours, (), day)
    return ", ".join(f"{clock(first)}–{clock(last)}" for first, last in spans) or _("Stängt")
