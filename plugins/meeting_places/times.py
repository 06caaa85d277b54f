"""Days and hours as the clock on the wall says."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from core.clock import SWEDEN
from core.i18n import gettext as _
from core.web.format import format_date, format_datetime, format_time


def moment(day: date, at: time) -> datetime:
    """A day and a time of day in Sweden."""
    return datetime.combine(day, at, SWEDEN).astimezone(UTC)


def wall(at: datetime) -> datetime:
    """A moment as the clock in Sweden shows it."""
    return at.astimezone(SWEDEN)


def clock(at: datetime) -> str:
    """The time of day as one types it in a field: 09:30."""
    return wall(at).strftime("%H:%M")


def hours(starts_at: datetime, ends_at: datetime) -> str:
    """From when to when on a day, as one reads it: 09.00–12.00."""
    return _("%(first)s–%(last)s", first=format_time(starts_at), last=format_time(ends_at))


def span(starts_at: datetime, ends_at: datetime) -> str:
    """From when to when, in words; the day once when it is the same."""
    first, last = wall(starts_at), wall(ends_at)
    if first.date() == last.date():
        return _("%(day)s kl. %(hours)s", day=format_date(first), hours=hours(first, last))
    return _("%(first)s till %(last)s", first=format_datetime(first), last=format_datetime(last))
