"""Days and hours as the clock on the wall at a learning centre says."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from core.clock import SWEDEN
from core.i18n import gettext as _
from core.web.format import format_date

MAX_AHEAD = timedelta(days=400)


def moment(day: date, at: time) -> datetime:
    """A day and a time of day in Sweden."""
    return datetime.combine(day, at, SWEDEN).astimezone(UTC)


def wall(at: datetime) -> datetime:
    """A moment as the clock in Sweden shows it."""
    return at.astimezone(SWEDEN)


def clock(at: datetime) -> str:
    """The time of day: 09:30."""
    return wall(at).strftime("%H:%M")


def span(starts_at: datetime, ends_at: datetime) -> str:
    """The day and both times, in words."""
    return _("%(day)s klockan %(first)s–%(last)s", day=format_date(wall(starts_at)), first=clock(starts_at), last=clock(ends_at))


def start_text(at: datetime) -> str:
    """The day and the time that something begins."""
    return _("%(day)s klockan %(time)s", day=format_date(wall(at)), time=clock(at))


def overlap(first: datetime, last: datetime, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether two times have a minute in common."""
    return first < ends_at and starts_at < last
