"""What others are told: of learning centres, and of the courses that can be followed there."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field

from core.events.event import ANYBODY, Event


class CentrePublished(Event):
    """A learning centre was published, changed, or taken away (`published` is false then)."""

    name: ClassVar[str] = "distance_learning.centre_published.v1"
    permission: ClassVar[str] = ANYBODY

    centre_id: int
    organisation_id: int | None = None
    centre_name: str
    municipality_code: str
    seats: int = 0
    receives: bool = True
    published: bool = True
    url: str = ""
    revision: int = 0

    @classmethod
    def sample(cls) -> Self:
        return cls(
            centre_id=3,
            organisation_id=12,
            centre_name="Lärcentrum Exempel",
            municipality_code="2417",
            seats=20,
            url="/r/norr/distance-learning/centres/exempel",
            revision=1,
        )


class ReceivingCentre(BaseModel):
    """A centre where the course can be followed. `seats` 0: the centre has not said how many it takes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    centre_id: int
    name: str
    municipality_code: str
    seats: int = 0
    sessions: int = 0
    url: str = ""


class CoursePublished(Event):
    """A course can be followed at learning centres, or what was said of it has changed: the whole of it, with all centres."""

    name: ClassVar[str] = "distance_learning.course_published.v1"
    permission: ClassVar[str] = ANYBODY

    course_id: int
    revision: int
    title: str
    description: str = ""
    provider_name: str = ""
    catalogue_ref: str = ""
    cluster_ref: str = ""
    url: str = ""
    school_form: str = ""
    level: str = ""
    credits: float | None = None
    credits_unit: str = ""
    pace: float | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    apply_by: date | None = None
    language: str = ""
    sessions: int = 0
    threshold: int = 0
    seats: int = 0
    occupation_groups: list[str] = Field(default_factory=list)
    centres: list[ReceivingCentre] = Field(default_factory=list)

    @classmethod
    def sample(cls) -> Self:
        return cls(
            course_id=5,
            revision=2,
            title="Vård och omsorg, grundkurs",
            description="Grunderna för arbete i hemtjänst och på boende.",
            provider_name="Exempelskolan",
            catalogue_ref="training_catalog:event:42",
            url="/r/norr/distance-learning/courses/5",
            school_form="VUXGY",
            level="upper_secondary",
            credits=200,
            credits_unit="gy",
            pace=50,
            starts_on=date(2027, 1, 11),
            ends_on=date(2027, 6, 4),
            apply_by=date(2026, 12, 15),
            language="swe",
            sessions=2,
            threshold=12,
            seats=24,
            occupation_groups=["5321"],
            centres=[ReceivingCentre(centre_id=3, name="Lärcentrum Exempel", municipality_code="2417", seats=8, sessions=2)],
        )


class CourseWithdrawn(Event):
    """A course can no longer be followed at any centre."""

    name: ClassVar[str] = "distance_learning.course_withdrawn.v1"
    permission: ClassVar[str] = ANYBODY

    course_id: int
    revision: int
    reason: str = ""

    @classmethod
    def sample(cls) -> Self:
        return cls(course_id=5, revision=3, reason="Anordnaren har ställt in kursen.")
