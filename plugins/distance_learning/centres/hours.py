"""Opening hours: as people write them, as they are kept, and whether it is open now. Pure; the caller brings the clock.

Hours are Swedish wall-clock time. A day that is a holiday is a closure, and the centre writes it as one.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

MAX_SPANS = 3
LOOK_AHEAD = 60  # days
_SPAN = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?\s*[-–—]\s*(\d{1,2})(?:[.:](\d{2}))?")  # dashes that people write


class HoursError(ValueError):
    """A text that is no opening hours."""


def parse_day(text: str) -> list[tuple[str, str]]:
    """The hours of a day as people write them: "8-16.30", "08:00–12:00, 13–17"; empty or "stängt" for none.

    Raises:
        HoursError: when it cannot be understood, ends before it begins, or overlaps.
    """
    text = " ".join(text.lower().replace("kl.", "").replace("kl", "").split())
    if text in ("", "-", "–", "stängt", "closed"):
        return []
    spans = []
    for piece in re.split(r"\s*(?:,|;|\boch\b|\band\b)\s*", text):
        match = _SPAN.fullmatch(piece)
        if match is None:
            raise HoursError(piece)
        hour, minute, last_hour, last_minute = match.groups()
        spans.append((_clock(hour, minute), _clock(last_hour, last_minute)))
    spans.sort()
    ends_early = any(opens >= closes for opens, closes in spans)
    overlaps = any(before[1] > after[0] for before, after in itertools.pairwise(spans))
    if ends_early or overlaps or len(spans) > MAX_SPANS:
        raise HoursError(text)
    return spans


def _clock(hour: str, minute: str | None) -> str:
    if int(hour) > 24 or int(minute or 0) > 59 or (int(hour) == 24 and int(minute or 0)):
        raise HoursError(hour)
    return f"{int(hour):02d}:{minute or '00'}"


def written(spans: Sequence[tuple[str, str]]) -> str:
    """The hours of a day as they are written: "08.00–12.00, 13.00–17.00"."""
    return ", ".join(f"{opens.replace(':', '.')}–{closes.replace(':', '.')}" for opens, closes in spans)


def stored(days: Mapping[int, Sequence[tuple[str, str]]]) -> list[dict[str, Any]]:
    """As the table keeps them."""
    return [{"day": day, "opens": opens, "closes": closes} for day in range(7) for opens, closes in days.get(day, ())]


def by_day(hours: Sequence[Mapping[str, Any]]) -> list[list[tuple[str, str]]]:
    """From the table: for Monday to Sunday, the spans of the day."""
    found: list[list[tuple[str, str]]] = [[] for _ in range(7)]
    for row in hours:
        found[int(row["day"])].append((str(row["opens"]), str(row["closes"])))
    return [sorted(spans) for spans in found]


@dataclass(frozen=True)
class Closure:
    """Days on which it is closed whatever the hours say."""

    first: date
    last: date
    reason: str


def closures(rows: Sequence[Mapping[str, Any]]) -> list[Closure]:
    """From the table, the nearest first."""
    found = [Closure(date.fromisoformat(row["first"]), date.fromisoformat(row["last"]), str(row.get("reason", ""))) for row in rows]
    return sorted(found, key=lambda closure: (closure.first, closure.last))


@dataclass(frozen=True)
class OpenState:
    """Whether it is open.

    Args:
        known: Whether the centre has said its hours at all.
        is_open: Whether it is open at the moment.
        until: When it closes, if it is open.
        next_opens: When it opens next, if it is closed and that is within two months.
        closure: The days off that it is in the midst of.
    """

    known: bool
    is_open: bool
    until: time | None = None
    next_opens: datetime | None = None
    closure: Closure | None = None


def state(hours: Sequence[Mapping[str, Any]], days_off: Sequence[Mapping[str, Any]], moment: datetime) -> OpenState:
    """Whether it is open at a moment of the wall clock, and what comes next."""
    week, off = by_day(hours), closures(days_off)
    if not any(week):
        return OpenState(known=False, is_open=False)
    clock = moment.strftime("%H:%M")
    for offset in range(LOOK_AHEAD):
        day = moment.date() + timedelta(days=offset)
        if any(closure.first <= day <= closure.last for closure in off):
            continue
        for opens, closes in week[day.weekday()]:
            if offset == 0 and opens <= clock < closes:
                return OpenState(known=True, is_open=True, until=_time(closes))
            if offset or clock < opens:
                closed = next((closure for closure in off if closure.first <= moment.date() <= closure.last), None)
                opening = datetime.combine(day, _time(opens), tzinfo=moment.tzinfo)
                return OpenState(known=True, is_open=False, next_opens=opening, closure=closed)
    closed = next((closure for closure in off if closure.first <= moment.date() <= closure.last), None)
    return OpenState(known=True, is_open=False, closure=closed)


def _time(text: str) -> time:
    return time(0, 0) if text == "24:00" else time.fromisoformat(text)
