"""When a centre is open. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from core.i18n import gettext as _
from plugins.distance_learning.visiting.times import moment, wall

STEP = timedelta(minutes=30)
LOOK_AHEAD = 14  # days in which the nearest free time is looked for


def open_spans(hours: Iterable[Any], closures: Iterable[Any], day: date) -> list[tuple[datetime, datetime]]:
    """The times of a day when a centre is open."""
    if closed_because(closures, day) is not None:
        return []
    found = []
    for each in hours:
        if each.get("day") == day.weekday():
            opens, closes = _clock(each.get("opens")), _clock(each.get("closes"))
            if opens is not None and closes is not None and opens < closes:
                found.append((moment(day, opens), moment(day, closes)))
    return sorted(found)


def closed_because(closures: Iterable[Any], day: date) -> str | None:
    """Why a centre is closed on a day; None when it is not."""
    for each in closures:
        if str(each.get("first", "9")) <= day.isoformat() <= str(each.get("last", "")):
            return str(each.get("reason", ""))
    return None


def why_closed(hours: Iterable[Any], closures: Iterable[Any], starts_at: datetime, ends_at: datetime) -> str:
    """Why a time cannot be booked, in words; empty when the centre is open all of it."""
    day = wall(starts_at).date()
    reason = closed_because(closures, day)
    if reason is not None:
        return _("Lärcentrumet är stängt den dagen. %(reason)s", reason=reason).strip()
    spans = open_spans(hours, (), day)
    if any(first <= starts_at and ends_at <= last for first, last in spans):
        return ""
    if not spans:
        return _("Lärcentrumet är stängt den dagen.")
    shown = ", ".join(f"{wall(first):%H:%M}–{wall(last):%H:%M}" for first, last in spans)
    return _("Lärcentrumet är öppet %(hours)s den dagen. Välj en tid inom det.", hours=shown)


def starts(hours: list[Any], closures: list[Any], around: datetime, length: timedelta) -> Iterator[datetime]:
    """Times that begin on the half hour and end before closing, the nearest to a wish first. The same day may be earlier, too."""
    day = wall(around).date()
    found = []
    for number in range(LOOK_AHEAD):
        for first, last in open_spans(hours, closures, day + timedelta(days=number)):
            at = first
            while at + length <= last:
                found.append(at)
                at += STEP
    yield from sorted(found, key=lambda at: (abs(at - around), at))


def _clock(text: Any) -> time | None:
    try:
        return time.fromisoformat(str(text))
    except ValueError:
        return None
