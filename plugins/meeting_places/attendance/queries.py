"""Reads on attendance."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from core.db import db, get, utcnow
from core.errors import NotFound
from core.i18n import gettext as _
from plugins.meeting_places.attendance.models import Attendance, AttendanceLine, AttendanceList
from plugins.meeting_places.meetings.models import Meeting, MeetingStatus
from plugins.meeting_places.registration.models import Registration, RegistrationStatus

if TYPE_CHECKING:
    from core.regions.models import Region

BEFORE, AFTER = timedelta(minutes=30), timedelta(minutes=60)


def attendance_of(registration: Registration) -> Attendance | None:
    """That somebody was there, if they were."""
    return db.session.execute(select(Attendance).where(Attendance.registration_id == registration.id)).scalar_one_or_none()


def may_check_in(meeting: Meeting) -> bool:
    """Whether one can check in now: from half an hour before to an hour after."""
    return meeting.status == MeetingStatus.PUBLISHED and meeting.starts_at - BEFORE <= utcnow() <= meeting.ends_at + AFTER


def by_code(region: Region, code: str) -> tuple[Attendance, Registration, Meeting] | None:
    """What a certificate's code stands for; None when it is nobody's."""
    if not code or len(code) > 32:
        return None
    wanted = (
        select(Attendance, Registration, Meeting)
        .join(Registration, Registration.id == Attendance.registration_id)
        .join(Meeting, Meeting.id == Registration.meeting_id)
        .where(Attendance.region_id == region.id, Attendance.code == code)
    )
    found = db.session.execute(wanted).first()
    return tuple(found) if found else None  # type: ignore[return-value]


def seated(meeting: Meeting) -> Sequence[Registration]:
    """Those whose attendance can be noted: with a place, or noted already."""
    was = select(Attendance.registration_id)
    wanted = select(Registration).where(
        Registration.meeting_id == meeting.id,
        or_(Registration.status == RegistrationStatus.REGISTERED, Registration.id.in_(was)),
    )
    return db.session.execute(wanted.order_by(Registration.name, Registration.id)).scalars().all()


def lists(meeting: Meeting) -> Sequence[AttendanceList]:
    """The participant lists that have been read in, the latest first."""
    wanted = select(AttendanceList).where(AttendanceList.meeting_id == meeting.id)
    return db.session.execute(wanted.order_by(AttendanceList.id.desc()).limit(20)).scalars().all()


def own_list(meeting: Meeting, list_id: int, *, lock: bool = False) -> AttendanceList:
    """A participant list of a meeting.

    Raises:
        NotFound: when it is another meeting's.
    """
    found = get(AttendanceList, list_id, lock=lock)
    if found.meeting_id != meeting.id:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found


def lines(found: AttendanceList) -> Sequence[AttendanceLine]:
    """Its lines, in the list's order."""
    wanted = select(AttendanceLine).where(AttendanceLine.list_id == found.id)
    return db.session.execute(wanted.order_by(AttendanceLine.number, AttendanceLine.id)).scalars().all()
