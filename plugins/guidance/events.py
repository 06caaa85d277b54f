"""What the plugin tells others."""

from __future__ import annotations

from typing import ClassVar, Self

from core.events import Event


class VisitBooked(Event):
    """A school booked seats on a study visit or a practice day. `on`: the day, ISO 8601."""

    name: ClassVar[str] = "guidance.visit_booked.v1"
    permission: ClassVar[str] = "guidance.visit.book"

    visit_id: int
    organisation_id: int
    on: str
    seats: int

    @classmethod
    def sample(cls) -> Self:
        return cls(visit_id=3, organisation_id=7, on="2027-02-10", seats=24)
