"""Meetings as items of a calendar: the same identity for good, so that a changed or cancelled one takes the old one's place."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from core.db import db, utcnow
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.plugins import CalendarItem
from core.regions.models import Region
from plugins.meeting_places.links import path
from plugins.meeting_places.meetings.models import Access, Meeting, MeetingMode, MeetingStatus
from plugins.meeting_places.meetings.queries import about

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plugins.meeting_places.series.models import Theme

KEPT = timedelta(days=90)  # how long a meeting that is over stands in the calendar
MOST = 1_000


def meetings(theme: Theme | None = None) -> Sequence[Meeting]:
    """The meetings that are open to all, of the readable regions: to come, held of late, and cancelled; of one theme, if asked."""
    wanted = select(Meeting).where(
        Meeting.status.in_((MeetingStatus.PUBLISHED, MeetingStatus.CANCELLED)),
        Meeting.published_at.is_not(None),
        Meeting.access == Access.OPEN,
        Meeting.ends_at >= utcnow() - KEPT,
    )
    if theme is not None:
        wanted = wanted.where(about(theme.name))  # by its name, since regions that share have themes of their own
    return db.session.execute(wanted.order_by(Meeting.starts_at, Meeting.id).limit(MOST)).scalars().all()


def item(region: Region, meeting: Meeting) -> CalendarItem:
    """One meeting. The joining link never stands in a calendar that anybody can read."""
    cancelled = meeting.status == MeetingStatus.CANCELLED
    places = [meeting.place, name_of(meeting.municipality_code) if meeting.municipality_code else ""]
    where = ", ".join(each for each in places if each) if meeting.mode != MeetingMode.DIGITAL else _("På webben")
    return CalendarItem(
        uid=f"meeting_places:meeting:{meeting.id}",
        summary=_("Inställt: %(title)s", title=meeting.title) if cancelled else meeting.title,
        start=meeting.starts_at,
        end=meeting.ends_at,
        updated=meeting.updated_at,
        url=path("meeting", region, meeting_id=meeting.id),
        location=where,
        description=meeting.cancelled_reason if cancelled else meeting.description,
        cancelled=cancelled,
    )


def items(region: Region, theme: Theme | None = None) -> list[tuple[Region, CalendarItem]]:
    """A calendar's items, each with the region whose meeting it is."""
    found = meetings(theme)
    ids = {each.region_id for each in found}
    wanted = select(Region).where(Region.id.in_(ids))
    owners = {each.id: each for each in db.session.execute(wanted).scalars()} if ids - {region.id} else {region.id: region}
    return [(owners[each.region_id], item(region, each)) for each in found]
