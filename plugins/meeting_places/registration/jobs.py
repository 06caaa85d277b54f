"""What happens by itself: reminders, places that nobody took, changes told to all, and needs that are thrown away."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from core.db import atomic, db, get, utcnow
from core.plugins import Job
from plugins.meeting_places.meetings.models import Meeting, MeetingStatus
from plugins.meeting_places.registration import mails, service
from plugins.meeting_places.registration.models import Registration, RegistrationStatus
from plugins.meeting_places.registration.queries import LIVE
from plugins.meeting_places.settings import meeting_settings

if TYPE_CHECKING:
    from core.regions.models import Region

TELL_ALL = "meeting_places.tell_all"
DAY = timedelta(hours=24)
HOUR = timedelta(hours=1)


def follow_registrations(region: Region) -> None:
    """Every ten minutes. Each meeting is a transaction of its own: run again, it mails nobody twice."""
    now = utcnow()
    wanted = select(Meeting.id).where(Meeting.region_id == region.id, Meeting.status == MeetingStatus.PUBLISHED, Meeting.starts_at > now)
    offered = select(Registration.meeting_id).where(
        Registration.region_id == region.id, Registration.status == RegistrationStatus.OFFERED, Registration.offered_until < now
    )
    soon = Meeting.starts_at <= now + DAY
    for meeting_id in db.session.execute(wanted.where(soon | Meeting.id.in_(offered)).order_by(Meeting.id)).scalars().all():
        with atomic():
            meeting = get(Meeting, meeting_id, lock=True)
            service.expire(region=region, meeting=meeting)
            if meeting.starts_at <= now + DAY:
                _remind(region, meeting, Registration.day_reminded_at, mails.DAY_BEFORE)
            if meeting.starts_at <= now + HOUR:
                _remind(region, meeting, Registration.hour_reminded_at, mails.HOUR_BEFORE)


def _remind(region: Region, meeting: Meeting, column: Any, lead: Any) -> None:
    wanted = select(Registration).where(
        Registration.meeting_id == meeting.id, Registration.status == RegistrationStatus.REGISTERED, column.is_(None)
    )
    for found in db.session.execute(wanted.order_by(Registration.id)).scalars().all():
        setattr(found, column.key, utcnow())
        mails.remind(region, meeting, found, lead)
    db.session.flush()


def tell_all(region: Region, meeting_id: int) -> None:
    """Tell everybody registered of the meeting's last change, each once."""
    meeting = get(Meeting, meeting_id)
    wanted = select(Registration).where(
        Registration.meeting_id == meeting.id, Registration.status.in_(LIVE), Registration.told_revision < meeting.revision
    )
    for found in db.session.execute(wanted.order_by(Registration.id)).scalars().all():
        found.told_revision = meeting.revision
        if meeting.cancelled_at is None and meeting.starts_at - utcnow() > DAY:
            found.day_reminded_at = found.hour_reminded_at = None
        mails.changed(region, meeting, found)
    db.session.flush()


def forget_needs(region: Region) -> None:
    """Each night: what people needed at meetings that are over is nobody's business any more."""
    before: datetime = utcnow() - timedelta(days=meeting_settings(region).needs_days)
    over = select(Meeting.id).where(Meeting.region_id == region.id, Meeting.ends_at < before)
    db.session.execute(
        update(Registration)
        .where(Registration.region_id == region.id, Registration.needs != "", Registration.meeting_id.in_(over))
        .values(needs=""),
        execution_options={"synchronize_session": False},
    )


JOBS = [
    Job("meeting_places.follow_registrations", follow_registrations, every="*/10 * * * *", timeout=600, atomic=False),
    Job(TELL_ALL, tell_all, timeout=600),
    Job("meeting_places.forget_needs", forget_needs, every="40 3 * * *"),
]
