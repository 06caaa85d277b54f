"""What can be done with registrations. Nothing here commits.

Every change of who has a place locks the meeting first, and then the registration: two who take the last place at once are told apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.audit.service import record
from core.db import db, get, utcnow
from core.encrypted import seal, unseal
from core.errors import Conflict, DomainError, NotFound
from core.i18n import gettext as _
from core.i18n import language
from core.mailed_links import digest, new_seed, token_of
from core.users.service import normalise_email
from plugins.meeting_places.meetings.models import Access, Meeting, MeetingMode
from plugins.meeting_places.meetings.queries import programme
from plugins.meeting_places.registration import mails, queries
from plugins.meeting_places.registration.keys import person_key
from plugins.meeting_places.registration.links import INVITED, by_token, new_link
from plugins.meeting_places.registration.models import MeetingInvitation, Registration, RegistrationStatus
from plugins.meeting_places.settings import meeting_settings

if TYPE_CHECKING:
    from core.regions.models import Region

ANSWER_BEFORE = timedelta(hours=1)  # an offered place must be answered before this is left
WORTH_ASKING = timedelta(minutes=30)  # with less to answer in, the place is given at once
FACTS = ("name", "organisation_name", "organisation_kind", "municipality_code", "role")


def register(
    *, region: Region, meeting: Meeting, email: str, facts: Mapping[str, Any], invitation: MeetingInvitation | None = None
) -> Registration:
    """Register somebody: a place, or the waiting list. The same address once more is the same registration, and only its mail says so.

    Args:
        facts: `name`, `organisation_name`, `organisation_kind`, `municipality_code`, `role`, `mode`, `sessions`, `needs`.

    Raises:
        Conflict: when the meeting takes no registrations.
        DomainError: when it is for those who are invited.
    """
    meeting = get(Meeting, meeting.id, lock=True)
    if reason := queries.closed_because(meeting):
        raise Conflict(_("%(reason)s Det går inte att anmäla sig.", reason=reason))
    if meeting.access == Access.INVITED and (invitation is None or invitation.meeting_id != meeting.id):
        raise DomainError(_("Mötet är för inbjudna. Använd länken i inbjudan."))
    address = normalise_email(email)
    key = person_key(address)
    wanted = select(Registration).where(Registration.meeting_id == meeting.id, Registration.person_key == key)
    found = db.session.execute(wanted.with_for_update().execution_options(populate_existing=True)).scalar_one_or_none()
    if found is not None and found.status != RegistrationStatus.CANCELLED:
        mails.tell(region, meeting, found, mails.ALREADY)
        return found
    full = queries.left(meeting, _mode(meeting, facts)) == 0
    if found is None:
        found = Registration(region_id=region.id, meeting_id=meeting.id, person_key=key, email=address, name=facts["name"])
        found.status = RegistrationStatus.WAITING
        db.session.add(found)
    found.email, found.language = address, language()
    new_link(found)
    _say(meeting, found, facts)
    _set(found, RegistrationStatus.WAITING if full else RegistrationStatus.REGISTERED)
    found.consent_at, found.told_revision, found.day_reminded_at, found.hour_reminded_at = utcnow(), meeting.revision, None, None
    _skip_late_reminders(meeting, found)
    record("meeting_places.registration.made", region=region, subject=found.ref, title=meeting.title, status=found.status.value)
    mails.tell(region, meeting, found, mails.WAITS if full else mails.GOT_PLACE)
    return found


def change(*, region: Region, token: str, facts: Mapping[str, Any]) -> Registration:
    """The person changes what they said. Another way to take part needs a place there.

    Raises:
        Conflict: when the registration is over, or there is no place.
    """
    meeting, found = locked(region, token)
    if found.status == RegistrationStatus.CANCELLED:
        raise Conflict(_("Anmälan är avbokad. Anmäl dig på nytt."))
    if meeting.ends_at <= utcnow():
        raise Conflict(_("Mötet har redan varit."))
    mode = _mode(meeting, facts)
    moved = mode != found.mode
    if moved and found.status in queries.SEATED and queries.left(meeting, mode) == 0:
        raise Conflict(_("Det är fullt där. Din plats är kvar som den var."), field="mode")
    _say(meeting, found, facts)
    db.session.flush()
    record("meeting_places.registration.changed", region=region, subject=found.ref, title=meeting.title)
    mails.tell(region, meeting, found, mails.ALTERED)
    if moved:
        move_up(region=region, meeting=meeting)
    return found


def cancel(*, region: Region, token: str) -> Registration:
    """The person will not come, or declines the offered place. Cancelled again it stays cancelled."""
    meeting, found = locked(region, token)
    if found.status == RegistrationStatus.CANCELLED:
        return found
    if meeting.ends_at <= utcnow():
        raise Conflict(_("Mötet har redan varit."))
    _set(found, RegistrationStatus.CANCELLED)
    found.needs = ""
    record("meeting_places.registration.cancelled", region=region, subject=found.ref, title=meeting.title)
    mails.tell(region, meeting, found, mails.CANCELLED)
    move_up(region=region, meeting=meeting)
    return found


def accept(*, region: Region, token: str) -> Registration:
    """Take the offered place. Taken again it stays taken.

    Raises:
        Conflict: when it is not offered, or the time to answer is over.
    """
    meeting, found = locked(region, token)
    if found.status == RegistrationStatus.REGISTERED:
        return found
    if found.status != RegistrationStatus.OFFERED or (found.offered_until and found.offered_until < utcnow()):
        raise Conflict(_("Platsen är inte längre din att ta. Den har gått till nästa på listan."))
    if meeting.cancelled_at is not None:
        raise Conflict(_("Mötet är inställt."))
    _set(found, RegistrationStatus.REGISTERED)
    _skip_late_reminders(meeting, found)
    record("meeting_places.registration.accepted", region=region, subject=found.ref, title=meeting.title)
    mails.tell(region, meeting, found, mails.TOOK_PLACE)
    return found


def expire(*, region: Region, meeting: Meeting) -> int:
    """Take back the offered places whose time to answer is over, and offer them to the next. The meeting is locked by the caller."""
    wanted = select(Registration).where(
        Registration.meeting_id == meeting.id,
        Registration.status == RegistrationStatus.OFFERED,
        Registration.offered_until < utcnow(),
    )
    late = db.session.execute(wanted.order_by(Registration.id).with_for_update()).scalars().all()
    for found in late:
        _set(found, RegistrationStatus.CANCELLED)
        found.needs = ""
        record("meeting_places.registration.expired", region=region, subject=found.ref, title=meeting.title)
        mails.tell(region, meeting, found, mails.TOO_LATE)
    move_up(region=region, meeting=meeting)
    return len(late)


def move_up(*, region: Region, meeting: Meeting) -> int:
    """Offer free places to those who wait, in their order. The meeting is locked by the caller.

    Near the meeting, when there is no time to answer, the place is given at once.
    """
    if meeting.cancelled_at is not None or meeting.starts_at <= utcnow():
        return 0
    moved = 0
    for mode in queries.ways(meeting):
        wanted = (
            select(Registration)
            .where(Registration.meeting_id == meeting.id, Registration.mode == mode, Registration.status == RegistrationStatus.WAITING)
            .order_by(Registration.status_at, Registration.id)
            .with_for_update()
        )
        free = queries.left(meeting, mode)
        for found in db.session.execute(wanted if free is None else wanted.limit(free)).scalars().all():
            _offer(region, meeting, found)
            moved += 1
    return moved


def _offer(region: Region, meeting: Meeting, found: Registration) -> None:
    until = answer_until(region, meeting)
    if until is None:
        _set(found, RegistrationStatus.REGISTERED)
        _skip_late_reminders(meeting, found)
        mails.tell(region, meeting, found, mails.MOVED_UP)
    else:
        _set(found, RegistrationStatus.OFFERED)
        found.offered_until = until
        mails.offer(region, meeting, found)
    db.session.flush()
    record("meeting_places.registration.offered", region=region, subject=found.ref, title=meeting.title)


def answer_until(region: Region, meeting: Meeting) -> datetime | None:
    """How long an offered place is kept; None when there is no time to ask."""
    until = min(utcnow() + timedelta(hours=meeting_settings(region).offer_hours), meeting.starts_at - ANSWER_BEFORE)
    return until if until > utcnow() + WORTH_ASKING else None


def invite(*, region: Region, meeting: Meeting, addresses: Iterable[str]) -> int:
    """Mail those who have not been invited before. Answers how many that were.

    Raises:
        Conflict: when the meeting takes no registrations.
    """
    if reason := queries.closed_because(meeting):
        raise Conflict(reason)
    wanted = list(dict.fromkeys(normalise_email(each) for each in addresses))
    there = select(MeetingInvitation.email).where(MeetingInvitation.meeting_id == meeting.id, MeetingInvitation.email.in_(wanted))
    known = set(db.session.execute(there).scalars())
    fresh = [each for each in wanted if each not in known]
    for address in fresh:
        seed = new_seed()
        made = MeetingInvitation(
            region_id=region.id,
            meeting_id=meeting.id,
            email=address,
            seed=seed,
            token_hash=digest(token_of(INVITED, seed)),
            mailed_at=utcnow(),
        )
        db.session.add(made)
        mails.invite(region, meeting, made)
    db.session.flush()
    if fresh:
        record("meeting_places.meeting.invited", region=region, subject=meeting.ref, title=meeting.title, count=len(fresh))
    return len(fresh)


def locked(region: Region, token: str) -> tuple[Meeting, Registration]:
    """The meeting and the registration behind a link, both locked, the meeting first.

    Raises:
        NotFound: when the link is nobody's.
    """
    found = by_token(region, token)
    if found is None:
        raise NotFound(_("Länken leder inte till någon anmälan. Kontrollera att hela länken kom med."))
    meeting = get(Meeting, found.meeting_id, lock=True)
    again = by_token(region, token, lock=True)
    assert again is not None
    return meeting, again


def needs_of(registration: Registration) -> str:
    """What somebody needs, in the clear. Who may read it is asked by the view."""
    return unseal(registration, "needs")


def _mode(meeting: Meeting, facts: Mapping[str, Any]) -> MeetingMode:
    ways = queries.ways(meeting)
    return facts["mode"] if facts.get("mode") in ways else ways[0]


def _say(meeting: Meeting, found: Registration, facts: Mapping[str, Any]) -> None:
    for name in FACTS:
        if name in facts:
            setattr(found, name, facts[name])
    found.mode = _mode(meeting, facts)
    parts = {part.id for part in programme(meeting)}
    found.sessions = sorted(each for each in facts.get("sessions", ()) if each in parts)
    db.session.flush()
    if facts.get("needs"):
        seal(found, "needs", facts["needs"])
    else:
        found.needs = ""


def _set(found: Registration, status: RegistrationStatus) -> None:
    found.status, found.status_at, found.offered_until = status, utcnow(), None
    db.session.flush()


def _skip_late_reminders(meeting: Meeting, found: Registration) -> None:
    """Who has just been told when it is needs no reminder of the same."""
    left = meeting.starts_at - utcnow()
    if left < timedelta(hours=26):
        found.day_reminded_at = utcnow()
    if left < timedelta(minutes=75):
        found.hour_reminded_at = utcnow()
