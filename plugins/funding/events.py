"""What the plugin tells others."""

from __future__ import annotations

from typing import ClassVar, Self

from core.events import Event


class DecisionMade(Event):
    """The funder decided on an application. `amount`: what was granted, in SEK; `project_id`: what it became."""

    name: ClassVar[str] = "funding.decision_made.v1"
    permission: ClassVar[str] = "funding.project.read"

    idea_id: int
    granted: bool
    project_id: int | None = None
    amount: int | None = None

    @classmethod
    def sample(cls) -> Self:
        return cls(idea_id=4, granted=True, project_id=2, amount=11_230_000)
