"""What the catalogue reads of what learning centres tell: who receives a course, and courses that only they have."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

COURSE_PUBLISHED = "distance_learning.course_published.v1"
COURSE_WITHDRAWN = "distance_learning.course_withdrawn.v1"


class Centre(BaseModel):
    """A centre that receives."""

    model_config = ConfigDict(extra="ignore")

    centre_id: int
    name: str = Field(max_length=300)
    municipality_code: str = Field(max_length=4)
    seats: int | None = None
    sessions: int | None = None
    url: str = Field("", max_length=500)


class CoursePublished(BaseModel):
    """A course can be followed at centres, or what was said of it has changed."""

    model_config = ConfigDict(extra="ignore")

    course_id: int
    revision: int
    title: str
    description: str = ""
    provider_name: str = ""
    catalogue_ref: str = ""
    url: str = ""
    school_form: str = ""
    credits: float | None = None
    credits_unit: str = ""
    pace: float | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    apply_by: date | None = None
    language: str = ""
    sessions: int | None = None
    seats: int | None = None
    occupation_groups: list[str] = Field(default_factory=list, max_length=50)
    centres: list[Centre] = Field(default_factory=list, max_length=300)


class CourseWithdrawn(BaseModel):
    """A course is no longer offered by centres."""

    model_config = ConfigDict(extra="ignore")

    course_id: int
    revision: int
