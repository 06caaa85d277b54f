"""What the register tells others."""

from __future__ import annotations

from typing import ClassVar, Self

from core.events.event import Event


class OrganisationMerged(Event):
    """Two organisations were one. Foreign keys are moved already; who keeps ids in other ways follows."""

    name: ClassVar[str] = "core.organisation_merged.v1"
    permission: ClassVar[str] = "core.organisation.read"

    kept_id: int
    lost_id: int

    @classmethod
    def sample(cls) -> Self:
        return cls(kept_id=3, lost_id=17)
