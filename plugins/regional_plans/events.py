"""What the plugin tells others."""

from __future__ import annotations

from typing import ClassVar, Self

from core.events import Event


class StatusReported(Event):
    """The owner of an action said how it goes."""

    name: ClassVar[str] = "regional_plans.status_reported.v1"
    permission: ClassVar[str] = "regional_plans.plan.read"

    action_id: int
    plan_id: int
    status: str

    @classmethod
    def sample(cls) -> Self:
        return cls(action_id=7, plan_id=2, status="on_track")
