"""Reads on meetings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.db import Page, db, get, paginate, utcnow
from core.errors import NotFound
from core.i18n import gettext as _
from plugins.meeting_places.meetings.models import Access, Meeting, MeetingStatus, MeetingTheme, ProgrammeSession
from plugins.meeting_places.series.models import MeetingPlaceTheme, Theme

if TYPE_CHECKING:
    from core.regions.models import Region


def public_meeting(region: Region, meeting_id: int) -> Meeting:
    """A meeting that everybody may see: one that is published, or was and is cancelled.

    Raises:
        NotFound: when there is none.
    """
    found = get(Meeting, meeting_id)
    if found.published_at is None or found.status == MeetingStatus.DRAFT:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found


def coming(region: Region, *, number: int = 1, size: int = 30) -> Page[Any]:
    """The meetings to come that are open to all, the soonest first."""
    wanted = select(Meeting).where(Meeting.status == MeetingStatus.PUBLISHED, Meeting.access == Access.OPEN, Meeting.ends_at >= utcnow())
    return paginate(wanted.order_by(Meeting.starts_at, Meeting.id), number=number, size=size)


def programme(meeting: Meeting) -> Sequence[ProgrammeSession]:
    """The parts of a meeting's programme, in their order."""
    wanted = select(ProgrammeSession).where(ProgrammeSession.meeting_id == meeting.id)
    return db.session.execute(wanted.order_by(ProgrammeSession.starts_at, ProgrammeSession.track, ProgrammeSession.id)).scalars().all()


def themes_by_meeting(meetings: Sequence[Meeting]) -> dict[int, list[str]]:
    """The names of meetings' themes, their series' included, by meeting."""
    own = select(MeetingTheme.meeting_id, Theme.name).join(Theme, Theme.id == MeetingTheme.theme_id)
    of_series = select(MeetingPlaceTheme.series_id, Theme.name).join(Theme, Theme.id == MeetingPlaceTheme.theme_id)
    found: dict[int, set[str]] = {each.id: set() for each in meetings}
    for key, name in db.session.execute(own.where(MeetingTheme.meeting_id.in_(list(found)))):
        found[key].add(name)
    series = {each.series_id for each in meetings if each.series_id}
    for key, name in db.session.execute(of_series.where(MeetingPlaceTheme.series_id.in_(series))) if series else ():
        for each in meetings:
            if each.series_id == key:
                found[each.id].add(name)
    return {key: sorted(names) for key, names in found.items()}
