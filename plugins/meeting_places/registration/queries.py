"""Reads on registrations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select

from core.db import db
from plugins.meeting_places.attendance.models import Attendance
from plugins.meeting_places.registration.models import Registration, RegistrationStatus

if TYPE_CHECKING:
    from plugins.meeting_places.meetings.models import Meeting


def to_ask(meeting: Meeting) -> Sequence[Registration]:
    """Whom to ask about a meeting: those who were there, or, where attendance was not taken, those who had a place."""
    there = select(Registration).where(Registration.meeting_id == meeting.id, Registration.email != "")
    attended = there.join(Attendance, Attendance.registration_id == Registration.id)
    found = db.session.execute(attended.order_by(Registration.id)).scalars().all()
    if found:
        return found
    return db.session.execute(there.where(Registration.status == RegistrationStatus.REGISTERED).order_by(Registration.id)).scalars().all()
