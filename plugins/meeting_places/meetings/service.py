"""What can be done with meetings. Nothing here commits."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from core.audit.service import record
from core.db import count, db, get, sort_key, utcnow
from core.encrypted import seal, unseal
from core.errors import Conflict, DomainError, NotFound
from core.i18n import gettext as _
from core.organisations.models import Organisation
from core.search import index
from plugins.meeting_places.meetings.models import Meeting, MeetingMode, MeetingStatus, MeetingTheme, ProgrammeSession
from plugins.meeting_places.meetings.queries import KIND, within_reach
from plugins.meeting_places.permissions import MANAGE
from plugins.meeting_places.series.queries import own_themes

if TYPE_CHECKING:
    from core.regions.models import Region

MAX_MEETINGS = 20_000
MAX_PARTS = 200
LONGEST = timedelta(days=14)
CODE_SIGNS = "ABCDEFGHJKLMNPRSTUVWXYZ23456789"  # none that can be taken for another


def own_meeting(region: Region, user: Any, meeting_id: int, *, permission: str = MANAGE, lock: bool = False) -> Meeting:
    """A meeting of an organisation for which one acts, or of a series that it helps to arrange, in this region.

    Raises:
        NotFound: when there is none, or it is another's.
    """
    found = get(Meeting, meeting_id, lock=lock)
    mine = select(Meeting.id).where(Meeting.id == meeting_id, Meeting.region_id == region.id, within_reach(region, user, permission))
    if db.session.execute(mine).scalar_one_or_none() is None:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found


def make(
    *, region: Region, organisation: Organisation | None, facts: Mapping[str, Any], themes: Iterable[int] = (), join_link: str = ""
) -> Meeting:
    """Add a meeting, which nobody else sees yet.

    Raises:
        DomainError: when its times do not hold, or there are too many.
    """
    if count(select(Meeting).where(Meeting.region_id == region.id)) >= MAX_MEETINGS:
        raise DomainError(_("Regionen kan ha högst %(n)s möten.", n=MAX_MEETINGS))
    _check(facts)
    code = "".join(secrets.choice(CODE_SIGNS) for _sign in range(6))
    made = Meeting(
        region_id=region.id,
        organisation_id=organisation.id if organisation else None,
        sort_key=sort_key(facts["title"]),
        check_in_code=code,
        **facts,
    )
    db.session.add(made)
    db.session.flush()
    if join_link:
        seal(made, "join_link", join_link)
    _set_themes(region, made, themes)
    db.session.flush()
    record("meeting_places.meeting.made", region=region, subject=made.ref, title=made.title)
    return made


def change(
    *, region: Region, meeting: Meeting, facts: Mapping[str, Any], themes: Iterable[int] = (), join_link: str | None = None
) -> list[str]:
    """Change what is said. Answers with what has changed; time and place are what participants must be told of.

    Args:
        join_link: None leaves it as it is.

    Raises:
        Conflict: when it is cancelled.
    """
    if meeting.status == MeetingStatus.CANCELLED:
        raise Conflict(_("Mötet är inställt och kan inte ändras. Lägg upp ett nytt."))
    _check(facts)
    changed = sorted(key for key, value in facts.items() if getattr(meeting, key) != value)
    for key in changed:
        setattr(meeting, key, facts[key])
    meeting.sort_key = sort_key(meeting.title)
    if join_link is not None and join_link != unseal(meeting, "join_link"):
        if join_link:
            seal(meeting, "join_link", join_link)
        else:
            meeting.join_link = ""
        changed.append("join_link")
    _set_themes(region, meeting, themes)
    if {"starts_at", "ends_at", "place", "mode", "municipality_code"} & set(changed):
        meeting.revision += 1
    db.session.flush()
    if changed:
        record("meeting_places.meeting.changed", region=region, subject=meeting.ref, title=meeting.title, fields=changed)
        _find(region, meeting)
    return changed


def publish(*, region: Region, meeting: Meeting) -> Meeting:
    """Let everybody see it, and those who may, register.

    Raises:
        Conflict: when it is cancelled, or over.
    """
    if meeting.status == MeetingStatus.CANCELLED:
        raise Conflict(_("Mötet är inställt. Lägg upp ett nytt."))
    if meeting.status == MeetingStatus.DRAFT:
        meeting.status, meeting.published_at = MeetingStatus.PUBLISHED, utcnow()
        db.session.flush()
        _find(region, meeting)
        record("meeting_places.meeting.published", region=region, subject=meeting.ref, title=meeting.title)
    return meeting


def cancel(*, region: Region, meeting: Meeting, reason: str) -> Meeting:
    """It will not be held. Those who are registered are told by `registration.telling`.

    Raises:
        Conflict: when it has been held.
    """
    if meeting.ends_at < utcnow():
        raise Conflict(_("Mötet har redan varit och kan inte ställas in."))
    if meeting.status != MeetingStatus.CANCELLED:
        meeting.status, meeting.cancelled_at, meeting.cancelled_reason = MeetingStatus.CANCELLED, utcnow(), reason
        meeting.revision += 1
        db.session.flush()
        index.remove(KIND, meeting.id)
        record("meeting_places.meeting.cancelled", region=region, subject=meeting.ref, title=meeting.title)
    return meeting


def set_materials(*, region: Region, meeting: Meeting, materials: Sequence[Mapping[str, str]]) -> Meeting:
    """What can be read and seen afterwards."""
    meeting.materials = [dict(each) for each in materials]
    db.session.flush()
    record("meeting_places.meeting.materials", region=region, subject=meeting.ref, title=meeting.title)
    return meeting


def save_part(*, region: Region, meeting: Meeting, part: ProgrammeSession | None, facts: Mapping[str, Any]) -> ProgrammeSession:
    """Add a part to the programme, or change one.

    Raises:
        DomainError: when it is not within the meeting, or there are too many.
    """
    if not meeting.starts_at <= facts["starts_at"] < facts["ends_at"] <= meeting.ends_at:
        raise DomainError(_("Delen ska ligga inom mötets tider."), field="start")
    if part is None:
        if count(select(ProgrammeSession).where(ProgrammeSession.meeting_id == meeting.id)) >= MAX_PARTS:
            raise DomainError(_("Ett program kan ha högst %(n)s delar.", n=MAX_PARTS))
        part = ProgrammeSession(region_id=region.id, meeting_id=meeting.id, **facts)
        db.session.add(part)
    else:
        for key, value in facts.items():
            setattr(part, key, value)
    db.session.flush()
    record("meeting_places.meeting.programme", region=region, subject=meeting.ref, title=meeting.title)
    return part


def remove_part(*, region: Region, meeting: Meeting, part: ProgrammeSession) -> None:
    """Take a part out of the programme."""
    db.session.delete(part)
    db.session.flush()
    record("meeting_places.meeting.programme", region=region, subject=meeting.ref, title=meeting.title)


def joining_link(meeting: Meeting) -> str:
    """Where one joins on the web, once it is time; empty before, after, and when there is none."""
    now = utcnow()
    if meeting.status != MeetingStatus.PUBLISHED or meeting.mode == MeetingMode.ON_SITE:
        return ""
    if not meeting.starts_at - timedelta(minutes=meeting.link_minutes) <= now <= meeting.ends_at:
        return ""
    return unseal(meeting, "join_link")


def _check(facts: Mapping[str, Any]) -> None:
    if "starts_at" in facts and facts["ends_at"] <= facts["starts_at"]:
        raise DomainError(_("Mötet ska sluta efter att det har börjat."), field="stop")
    if "starts_at" in facts and facts["ends_at"] - facts["starts_at"] > LONGEST:
        raise DomainError(_("Ett möte kan vara högst 14 dagar. Lägg upp flera möten i en mötesplats i stället."), field="stop")
    if facts.get("register_by") and facts["register_by"] > facts["ends_at"]:
        raise DomainError(_("Sista dag att anmäla sig ska vara före mötet slutar."), field="register_day")


def _set_themes(region: Region, meeting: Meeting, themes: Iterable[int]) -> None:
    wanted = set(themes) & {theme.id for theme in own_themes(region)}
    there = set(db.session.execute(select(MeetingTheme.theme_id).where(MeetingTheme.meeting_id == meeting.id)).scalars())
    if gone := there - wanted:
        db.session.execute(delete(MeetingTheme).where(MeetingTheme.meeting_id == meeting.id, MeetingTheme.theme_id.in_(gone)))
    db.session.add_all(MeetingTheme(region_id=region.id, meeting_id=meeting.id, theme_id=each) for each in sorted(wanted - there))


def _find(region: Region, meeting: Meeting) -> None:
    """Those who search find it by its name, its words and its place."""
    if meeting.status == MeetingStatus.PUBLISHED:
        index.put(KIND, meeting.id, region, "\n".join((meeting.title, meeting.description, meeting.place)))
