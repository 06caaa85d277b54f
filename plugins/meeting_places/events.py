"""What others are told of meetings."""

from __future__ import annotations

from typing import ClassVar, Self

from core.events.event import Event


class AttendanceConfirmed(Event):
    """Somebody was at a meeting, or the hours have changed. `user_id` is who it is, when they have an account."""

    name: ClassVar[str] = "meeting_places.attendance_confirmed.v1"
    permission: ClassVar[str] = "meeting_places.participant.read"

    registration_id: int
    meeting_id: int
    hours: float
    user_id: int | None = None

    @classmethod
    def sample(cls) -> Self:
        return cls(registration_id=41, meeting_id=7, hours=3.5, user_id=12)
