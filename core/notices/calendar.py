"""Writing calendars (RFC 5545): the same items give the same bytes, so that a program that has them is told "not changed"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from core.clock import SWEDEN
from core.notices.mails import absolute_path
from core.plugins import hooks
from core.plugins.declarations import CalendarItem
from core.regions.models import Region
from core.users.models import User

if TYPE_CHECKING:
    from icalendar import Event

MAX_ITEMS = 1_000
MAX_TEXT = 1_000
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


def items(region: Region, user: User | None) -> Sequence[CalendarItem]:
    """What the region's plugins have for a person, or for everybody."""
    return hooks.for_region(region).calendar_items(user=user)


def write(name: str, found: Iterable[tuple[Region, CalendarItem]]) -> bytes:
    """A calendar, the earliest first. An item that several regions have stands once."""
    from icalendar import Calendar  # when somebody subscribes: a megabyte in every process otherwise

    calendar = Calendar()
    calendar.add("prodid", "-//Samkraft//Samkraft//SV")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", SWEDEN.key)
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    unique = {item.uid: (region, item) for region, item in found}
    ordered = sorted(unique.values(), key=lambda pair: (_when(pair[1]), pair[1].uid))[:MAX_ITEMS]
    for region, item in ordered:
        calendar.add_component(_event(region, item))
    if any(not item.all_day for _region, item in ordered):
        calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _when(item: CalendarItem) -> str:
    return (item.start.astimezone(UTC) if isinstance(item.start, datetime) else item.start).isoformat()


def _event(region: Region, item: CalendarItem) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", f"{item.uid}@samkraft")
    event.add("summary", str(item.summary)[:MAX_TEXT])
    event.add("dtstamp", item.updated.astimezone(UTC).replace(microsecond=0))
    event.add("last-modified", item.updated.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", max(0, int((item.updated - _EPOCH).total_seconds())))  # grows with every change
    if isinstance(item.start, datetime):
        event.add("dtstart", item.start.astimezone(SWEDEN))
        if isinstance(item.end, datetime):
            event.add("dtend", item.end.astimezone(SWEDEN))
    else:
        event.add("dtstart", item.start)
        event.add("dtend", (item.end or item.start) + timedelta(days=1))  # in the format the end is the first day after
        event.add("transp", "TRANSPARENT")
    for field, value in (("location", item.location), ("description", str(item.description)), ("categories", [region.name])):
        if value:
            event.add(field, value[:MAX_TEXT])
    if item.url:
        event.add("url", absolute_path(item.url))
    if item.cancelled:
        event.add("status", "CANCELLED")
    return event
