"""What others are told of cohorts, and what is read of others' events. Never a person."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from core.events.event import ANYBODY, Event

COMMITMENT_MADE = "employer_needs.commitment_made.v1"
COMMITMENT_WITHDRAWN = "employer_needs.commitment_withdrawn.v1"
EVENT_CANCELLED = "training_catalog.event_cancelled.v1"


class CohortChanged(Event):
    """A cohort's figures or its status have changed. Counts only; municipalities with few people are left out."""

    name: ClassVar[str] = "distance_learning.cohort_changed.v1"
    permission: ClassVar[str] = ANYBODY

    cohort_id: int
    course_id: int
    catalogue_ref: str = ""
    cluster_ref: str = ""
    occupation_groups: list[str] = Field(default_factory=list)
    status: Literal["collecting", "reached", "confirmed", "started", "completed", "cancelled"]
    interested: int = Field(0, description="People who have confirmed their interest, over all centres.")
    pledged: int = Field(0, description="Places that employers stand behind, beside them.")
    threshold: int = Field(0, description="The fewest that it starts with.")
    seats: int = Field(0, description="The most that it takes; 0: not said.")
    municipalities: dict[str, int] = Field(default_factory=dict, description="The interested by home; few are left out.")
    started: int | None = None
    completed: int | None = None
    reason: str = Field("", description="Why it was cancelled.")
    alternative_ref: str = Field("", description="What can be followed instead of a cancelled one.")
    revision: int = 0

    @classmethod
    def sample(cls) -> Self:
        return cls(
            cohort_id=4,
            course_id=5,
            catalogue_ref="training_catalog:event:42",
            cluster_ref="demand_pooling:cluster:7",
            occupation_groups=["5321"],
            status="reached",
            interested=10,
            pledged=2,
            threshold=12,
            seats=24,
            municipalities={"2417": 4},
            revision=9,
        )


class _Heard(BaseModel):
    """Base of what is read from others' events: more fields than these may come."""

    model_config = ConfigDict(extra="ignore")


class CommitmentMade(_Heard):
    """An employer has signed a commitment, or it was told of again."""

    commitment_id: int
    kind: str
    municipality_code: str = ""
    occupation_group: str = ""
    revision: int = 0


class CommitmentWithdrawn(_Heard):
    """A commitment no longer holds."""

    commitment_id: int
    revision: int = 0


class CatalogueEventCancelled(_Heard):
    """An occasion of an education in a catalogue will not be held."""

    ref: str
    title: str = ""
    reason: str = ""
    alternative_ref: str = ""


class OwnCourse(_Heard):
    """A course of this plugin was published, changed or withdrawn."""

    course_id: int
    reason: str = ""
