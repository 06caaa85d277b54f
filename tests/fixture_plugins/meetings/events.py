"""What other plugins are told."""

from __future__ import annotations

from typing import ClassVar, Self

from core.events import Event


class MeetingBooked(Event):
    """A meeting was booked."""

    name: ClassVar[str] = "meetings.meeting_booked.v1"
    permission: ClassVar[str] = "meetings.meeting.read"

    meeting_id: int
    title: str
    seats: int

    @classmethod
    def sample(cls) -> Self:
        return cls(meeting_id=1, title="Möte om möten", seats=12)
