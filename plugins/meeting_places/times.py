"""Days and hours as the clock on the wall says."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from core.clock import SWEDEN
from core.i18n import gettext as _
from core.web.format import format_date


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
    """From when to when, in words; the day once when it is the same."""
    first, last = wall(starts_at), wall(ends_at)
    if first.date() == last.date():
        return _("%(day)s klockan %(first)s–%(last)s", day=format_date(first), first=clock(first), last=clock(last))
    return _(
        "%(day)s klockan %(first)s till %(end)s klockan %(last)s",
        day=format_date(first),
        first=clock(first),
        end=format_date(last),
        last=clock(last),
    )
