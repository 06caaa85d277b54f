"""Noting who was there. Nothing here commits."""

from __future__ import annotations

import math
import secrets
from collections.abc import Collection
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from core.audit.service import record
from core.db import db, utcnow
from core.errors import Conflict, DomainError
from core.events import emit
from core.i18n import gettext as _
from core.users.models import User
from plugins.meeting_places.attendance.models import Attendance, Source
from plugins.meeting_places.attendance.queries import attendance_of, may_check_in, seated
from plugins.meeting_places.events import AttendanceConfirmed
from plugins.meeting_places.meetings.models import Meeting, MeetingStatus
from plugins.meeting_places.meetings.service import CODE_SIGNS
from plugins.meeting_places.registration.models import Registration, RegistrationStatus
from plugins.meeting_places.settings import meeting_settings

if TYPE_CHECKING:
    from core.regions.models import Region


def certified(region: Region, meeting: Meeting, minutes: int | None) -> float:
    """How many hours are certified: all of them to whoever was there for the share that the region asks, else a part, in half hours.

    Args:
        minutes: None: it is known that somebody was there, not for how long.
    """
    whole = meeting.certified_hours
    if minutes is None or not whole:
        return whole
    share = minutes / max(1.0, (meeting.ends_at - meeting.starts_at).total_seconds() / 60)
    if share * 100 >= meeting_settings(region).attendance_percent:
        return whole
    return min(whole, math.floor(whole * share * 2) / 2)


def confirm(*, region: Region, meeting: Meeting, registration: Registration, source: Source, minutes: int | None = None) -> Attendance:
    """Somebody was there. Said again it is still once; minutes that are known put right what was only said."""
    found = attendance_of(registration)
    hours = certified(region, meeting, minutes)
    if found is None:
        found = Attendance(
            region_id=region.id,
            registration_id=registration.id,
            source=source,
            minutes=minutes,
            hours=hours,
            confirmed_at=utcnow(),
            code="".join(secrets.choice(CODE_SIGNS) for _sign in range(12)),
        )
        db.session.add(found)
    elif minutes is None or (found.minutes, found.hours) == (minutes, hours):
        return found
    else:
        found.source, found.minutes, found.hours = source, minutes, hours
    db.session.flush()
    tell(region, meeting, registration, hours)
    return found


def tell(region: Region, meeting: Meeting, registration: Registration, hours: float) -> None:
    """Say to other parts what is true now."""
    wanted = select(User.id).where(func.lower(User.email) == registration.email.lower()) if registration.email else None
    user_id = db.session.execute(wanted.limit(1)).scalar_one_or_none() if wanted is not None else None
    emit(AttendanceConfirmed(registration_id=registration.id, meeting_id=meeting.id, hours=hours, user_id=user_id), region=region)


def check_in(*, region: Region, meeting: Meeting, registration: Registration, code: str) -> Attendance:
    """The participant says "I am here" with the code that is shown in the room. Once more it is still once.

    Raises:
        Conflict: when it is not the time, or somebody has no place.
        DomainError: when the code is another.
    """
    if registration.status != RegistrationStatus.REGISTERED:
        raise Conflict(_("Det finns ingen plats i ditt namn. Prata med arrangören."))
    if not may_check_in(meeting):
        raise Conflict(_("Det går att checka in från en halvtimme före mötet till en timme efter."))
    if "".join(code.split()).upper() != meeting.check_in_code:
        raise DomainError(_("Koden stämmer inte. Skriv koden som visas på mötet."), field="code")
    there = attendance_of(registration)
    if there is not None:
        return there
    made = confirm(region=region, meeting=meeting, registration=registration, source=Source.CHECK_IN)
    record("meeting_places.attendance.checked_in", region=region, subject=meeting.ref, title=meeting.title)
    return made


def tick(*, region: Region, meeting: Meeting, shown: Collection[int], there: Collection[int]) -> int:
    """The organiser's list: of those that were shown, these were there and the others were not. Answers how many changed.

    Raises:
        Conflict: when the meeting has not begun, or is cancelled.
    """
    if meeting.status == MeetingStatus.CANCELLED:
        raise Conflict(_("Mötet är inställt."))
    if meeting.starts_at > utcnow():
        raise Conflict(_("Mötet har inte börjat än."))
    changed = 0
    for registration in seated(meeting):
        if registration.id not in shown:
            continue
        before = attendance_of(registration)
        if registration.id in there and before is None:
            confirm(region=region, meeting=meeting, registration=registration, source=Source.ORGANISER)
            changed += 1
        elif registration.id not in there and before is not None:
            db.session.delete(before)
            db.session.flush()
            tell(region, meeting, registration, 0.0)
            changed += 1
    if changed:
        record("meeting_places.attendance.ticked", region=region, subject=meeting.ref, title=meeting.title, changed=changed)
    return changed
