"""What other pages show of meetings: search hits, links, calendars, cards, occasions to learn, and whether the plugin is ready."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from core.db import count, db, one_or_none, utcnow
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.plugins import CalendarItem, Card, Check, GuidanceItem, GuidanceSection, LearningOccasion, Link, SearchHit
from core.search import index
from core.users.queries import may
from plugins.meeting_places.attendance.models import Attendance
from plugins.meeting_places.feeds import items
from plugins.meeting_places.links import path
from plugins.meeting_places.meetings import queries, words
from plugins.meeting_places.meetings.models import Access, Meeting, MeetingMode, MeetingStatus
from plugins.meeting_places.meetings.queries import KIND
from plugins.meeting_places.permissions import MANAGE
from plugins.meeting_places.registration.models import Registration
from plugins.meeting_places.registration.queries import SEATED
from plugins.meeting_places.scope import meeting_scope
from plugins.meeting_places.series.models import MeetingPlace, SeriesStatus
from plugins.meeting_places.times import span, wall

if TYPE_CHECKING:
    from core.regions.models import Region
    from core.users.models import User

MOST = 50
GUIDED = 5
WITH_MATERIAL = timedelta(days=730)
NOTED_WITHIN = timedelta(days=60)


def _open() -> Any:
    return select(Meeting).where(Meeting.status == MeetingStatus.PUBLISHED, Meeting.access == Access.OPEN)


def search(region: Region, query: str, limit: int) -> list[SearchHit]:
    """Open meetings that match all words, those to come first."""
    wanted = _open().where(Meeting.id.in_(index.matching(KIND, query)))
    with meeting_scope(region):
        found = db.session.execute(wanted.order_by(Meeting.ends_at < utcnow(), Meeting.starts_at, Meeting.id).limit(limit)).scalars().all()
    return [
        SearchHit(each.title, path("meeting", region, meeting_id=each.id), _("Möte"), span(each.starts_at, each.ends_at), score=0.6)
        for each in found
    ]


def resolve_ref(region: Region, ref: str) -> Link | None:
    """The link behind `meeting_places:meeting:<id>` and `meeting_places:series:<id>`, of what everybody may see."""
    kind, number = [*ref.split(":", 2), "", ""][1:3]
    if kind not in ("meeting", "series") or not number.isascii() or not number.isdigit() or len(number) > 9:
        return None
    with meeting_scope(region):
        if kind == "series":
            series = one_or_none(MeetingPlace, int(number))
            if series is None or series.status == SeriesStatus.DRAFT:
                return None
            return Link(series.title, path("series", region, series_id=series.id), _("Mötesplats"))
        found = one_or_none(Meeting, int(number))
    if found is None or found.published_at is None:
        return None
    return Link(found.title, path("meeting", region, meeting_id=found.id), _("Möte"))


def calendar_items(region: Region, user: User | None) -> Sequence[CalendarItem]:
    """For everybody, the open meetings. For somebody, those that they are registered for or arrange."""
    with meeting_scope(region):
        if user is None:
            return [items.item(region, each) for each in items.meetings()]
        coming = select(Meeting).where(Meeting.ends_at >= utcnow(), Meeting.status != MeetingStatus.DRAFT)
        registered = select(Registration.meeting_id).where(
            func.lower(Registration.email) == user.email.lower(), Registration.status.in_(SEATED)
        )
        mine = Meeting.id.in_(registered)
        if may(user, region, MANAGE):
            mine = mine | (queries.within_reach(region, user, MANAGE) & (Meeting.region_id == region.id))
        found = db.session.execute(coming.where(mine).order_by(Meeting.starts_at, Meeting.id).limit(MOST)).scalars().all()
        return [items.item(region, each) for each in found]


def learning_occasions(region: Region) -> list[LearningOccasion]:
    """Open meetings to come, and past ones whose material can be used."""
    now = utcnow()
    with meeting_scope(region):
        coming = db.session.execute(_open().where(Meeting.ends_at >= now).order_by(Meeting.starts_at, Meeting.id).limit(MOST)).scalars()
        past = _open().where(Meeting.ends_at < now, Meeting.ends_at >= now - WITH_MATERIAL).order_by(Meeting.starts_at.desc(), Meeting.id)
        shown = [*coming, *(each for each in db.session.execute(past.limit(MOST)).scalars() if each.materials)]
        themes = queries.themes_by_meeting(shown)
    return [
        LearningOccasion(
            ref=each.ref,
            title=each.title,
            url=path("meeting", region, meeting_id=each.id),
            starts=each.starts_at,
            ends=each.ends_at,
            themes=tuple(themes[each.id]),
            material_url=each.materials[0]["url"] if each.materials else "",
        )
        for each in shown
    ]


def guidance_sections(region: Region, municipality: str) -> list[GuidanceSection]:
    """The next open meetings: on the web, or held in the municipality that one asks about."""
    wanted = _open().where(Meeting.ends_at >= utcnow())
    if municipality:
        wanted = wanted.where((Meeting.mode != MeetingMode.ON_SITE) | (Meeting.municipality_code == municipality))
    with meeting_scope(region):
        found = db.session.execute(wanted.order_by(Meeting.starts_at, Meeting.id).limit(GUIDED)).scalars().all()
        shown = [
            GuidanceItem(each.title, words.where(each), path("meeting", region, meeting_id=each.id), wall(each.starts_at).date())
            for each in found
        ]
    if not shown:
        return []
    return [GuidanceSection("meetings", _("Möten för dig som vägleder"), (), shown, weight=50)]


def cards(region: Region, user: User | None) -> list[Card]:
    """For everybody, the next meetings; for organisers, meetings that have been and whose attendance nobody has noted."""
    with meeting_scope(region):
        found = (
            db.session.execute(_open().where(Meeting.ends_at >= utcnow()).order_by(Meeting.starts_at, Meeting.id).limit(3)).scalars().all()
        )
        shown = [
            {"title": each.title, "when": span(each.starts_at, each.ends_at), "url": path("meeting", region, meeting_id=each.id)}
            for each in found
        ]
        left = _unnoted(region, user) if user is not None and may(user, region, MANAGE) else []
    made = []
    if left:
        made.append(Card(_l("Notera närvaro"), "meeting_places/cards/unnoted.html", {"rows": left}, weight=48, kind="todo"))
    if shown:
        made.append(Card(_l("Möten framöver"), "meeting_places/cards/coming.html", {"rows": shown}, weight=48))
    return made


def _unnoted(region: Region, user: User) -> list[dict[str, Any]]:
    noted = select(Registration.meeting_id).join(Attendance, Attendance.registration_id == Registration.id)
    wanted = select(Meeting).where(
        Meeting.region_id == region.id,
        Meeting.status == MeetingStatus.PUBLISHED,
        Meeting.ends_at < utcnow(),
        Meeting.ends_at >= utcnow() - NOTED_WITHIN,
        Meeting.id.in_(select(Registration.meeting_id).where(Registration.region_id == region.id)),
        Meeting.id.not_in(noted),
        queries.within_reach(region, user, MANAGE),
    )
    found = db.session.execute(wanted.order_by(Meeting.ends_at, Meeting.id).limit(5)).scalars().all()
    return [{"title": each.title, "url": path("manage_meeting", region, meeting_id=each.id)} for each in found]


def region_checks(region: Region) -> list[Check]:
    """Whether there is something to come to."""
    with meeting_scope(region):
        ready = count(_open().where(Meeting.region_id == region.id)) > 0
    return [Check(_l("Det finns ett publicerat möte"), ready, _l("Lägg upp ett möte och visa det."), "meeting_places.manage")]
