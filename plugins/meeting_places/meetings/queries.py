"""Reads on meetings and their programmes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select

from core.db import Page, db, get, paginate, utcnow
from core.errors import NotFound
from core.i18n import gettext as _
from core.search import index
from core.users.queries import organisations_where
from plugins.meeting_places.meetings.models import Access, Meeting, MeetingMode, MeetingStatus, MeetingTheme, ProgrammeSession
from plugins.meeting_places.permissions import MANAGE
from plugins.meeting_places.series.models import MeetingPlace, MeetingPlaceOrganiser, MeetingPlaceTheme, Theme

if TYPE_CHECKING:
    from core.regions.models import Region

KIND = "meeting_places.meeting"
MOST = 100


@dataclass(frozen=True)
class Filters:
    """What to show in the list of meetings. `theme` is a name, since regions that share have themes of their own."""

    q: str = ""
    theme: str = ""
    mode: str = ""
    when: str = ""


def public_meeting(region: Region, meeting_id: int) -> Meeting:
    """A meeting that everybody may see: one that is published, or was and is cancelled.

    Raises:
        NotFound: when there is none.
    """
    found = get(Meeting, meeting_id)
    if found.published_at is None or found.status == MeetingStatus.DRAFT:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found


def coming(region: Region, filters: Filters | None = None, *, number: int = 1, size: int = 30) -> Page[Any]:
    """The meetings to come that are open to all, the soonest first; or those that have been, the latest first."""
    filters = filters or Filters()
    wanted = select(Meeting).where(Meeting.status == MeetingStatus.PUBLISHED, Meeting.access == Access.OPEN)
    if filters.q:
        wanted = wanted.where(Meeting.id.in_(index.matching(KIND, filters.q)))
    if filters.mode:
        wanted = wanted.where(Meeting.mode.in_([MeetingMode(filters.mode), MeetingMode.BOTH]))
    if filters.theme:
        wanted = wanted.where(about(filters.theme))
    if filters.when == "past":
        wanted = wanted.where(Meeting.ends_at < utcnow()).order_by(Meeting.starts_at.desc(), Meeting.id.desc())
    else:
        wanted = wanted.where(Meeting.ends_at >= utcnow()).order_by(Meeting.starts_at, Meeting.id)
    return paginate(wanted, number=number, size=size)


def about(theme: str) -> Any:
    """A condition: the meeting, or its series, is about a theme of this name."""
    own = select(MeetingTheme.meeting_id).join(Theme, Theme.id == MeetingTheme.theme_id).where(Theme.name == theme)
    of_series = select(MeetingPlaceTheme.series_id).join(Theme, Theme.id == MeetingPlaceTheme.theme_id).where(Theme.name == theme)
    return or_(Meeting.id.in_(own), Meeting.series_id.in_(of_series))


def mine(region: Region, user: Any, *, number: int = 1, size: int = 30) -> Page[Any]:
    """The meetings that one may change, the latest first."""
    return paginate(
        select(Meeting)
        .where(Meeting.region_id == region.id, within_reach(region, user, MANAGE))
        .order_by(Meeting.starts_at.desc(), Meeting.id.desc()),
        number=number,
        size=size,
    )


def within_reach(region: Region, user: Any, permission: str) -> Any:
    """A condition: the meeting is one of an organisation for which one acts, or of a series that it helps to arrange."""
    reach = organisations_where(user, region, permission)
    if reach.everywhere:
        return and_(True, Meeting.region_id == region.id)
    return or_(Meeting.organisation_id.in_(reach.organisations), Meeting.series_id.in_(_arranged_by(reach.organisations)))


def _arranged_by(organisations: Any) -> Any:
    also = select(MeetingPlaceOrganiser.series_id).where(MeetingPlaceOrganiser.organisation_id.in_(organisations))
    return select(MeetingPlace.id).where(or_(MeetingPlace.organisation_id.in_(organisations), MeetingPlace.id.in_(also)))


def of_series(series: MeetingPlace, *, past: bool) -> Sequence[Meeting]:
    """The published meetings of a series."""
    wanted = select(Meeting).where(Meeting.series_id == series.id, Meeting.status == MeetingStatus.PUBLISHED)
    if past:
        wanted = wanted.where(Meeting.ends_at < utcnow()).order_by(Meeting.starts_at.desc(), Meeting.id.desc())
    else:
        wanted = wanted.where(Meeting.ends_at >= utcnow()).order_by(Meeting.starts_at, Meeting.id)
    return db.session.execute(wanted.limit(MOST)).scalars().all()


def coming_by_series(ids: Sequence[int]) -> Mapping[int, int]:
    """How many meetings to come series have, by id."""
    wanted = select(Meeting.series_id, func.count()).where(Meeting.series_id.in_(ids), Meeting.status == MeetingStatus.PUBLISHED)
    return {key: n for key, n in db.session.execute(wanted.where(Meeting.ends_at >= utcnow()).group_by(Meeting.series_id)) if key}


def themes_by_series(ids: Sequence[int]) -> Mapping[int, list[str]]:
    """The names of the themes of series, by id."""
    wanted = select(MeetingPlaceTheme.series_id, Theme.name).join(Theme, Theme.id == MeetingPlaceTheme.theme_id)
    found: dict[int, list[str]] = {}
    for key, name in db.session.execute(wanted.where(MeetingPlaceTheme.series_id.in_(ids)).order_by(Theme.sort_key)):
        found.setdefault(key, []).append(name)
    return found


def programme(meeting: Meeting) -> Sequence[ProgrammeSession]:
    """The parts of a meeting's programme, in their order."""
    wanted = select(ProgrammeSession).where(ProgrammeSession.meeting_id == meeting.id)
    return db.session.execute(wanted.order_by(ProgrammeSession.starts_at, ProgrammeSession.track, ProgrammeSession.id)).scalars().all()


def part(meeting: Meeting, part_id: int, *, lock: bool = False) -> ProgrammeSession:
    """One part of a meeting's programme.

    Raises:
        NotFound: when it belongs to another.
    """
    found = get(ProgrammeSession, part_id, lock=lock)
    if found.meeting_id != meeting.id:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found


def theme_ids(meeting: Meeting) -> Sequence[int]:
    """The meeting's own themes, besides its series'."""
    wanted = select(MeetingTheme.theme_id).where(MeetingTheme.meeting_id == meeting.id)
    return db.session.execute(wanted.order_by(MeetingTheme.theme_id)).scalars().all()


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
