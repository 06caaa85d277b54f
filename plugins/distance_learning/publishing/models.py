"""Tables of the courses that can be followed at learning centres, and of the centres that receive them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Date, Float, ForeignKey, Index, String, UniqueConstraint, and_, column
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONList, Model, RegionScoped, SortKey, Timestamped, UTCDateTime, Versioned
from core.organisations.models import text_enum


class CourseStatus(StrEnum):
    """Whether others see a course."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


_FOLLOWED = and_(column("catalogue_ref") != "", column("status") == "published")


class DistanceCourse(Timestamped, Versioned, RegionScoped, Model):
    """A course that can be followed at one or several centres.

    Args:
        organisation_id: The provider in the register, if it is there.
        owner_centre_id: The centre that publishes the course as its own; None when the course is somebody else's.
        catalogue_ref: Where it stands in a catalogue (`training_catalog:event:42`), or empty.
        cluster_ref: The pooled need it answers (`demand_pooling:cluster:7`), or empty.
        level: One of the levels that all plugins share; empty when it is not known.
        pace: Per cent of full time.
        sessions: Meetings on site.
        exams: Examinations that are written on site.
        threshold, seats: The fewest that it starts with, and the most.
        occupation_groups: Occupation groups (SSYK 2012, four digits) that it leads to.
        revision: Counts the changes that others were told of.
    """

    __tablename__ = "distance_learning_course"
    __table_args__ = (
        Index("ix_distance_learning_course_list", "region_id", "status", "starts_on", "id"),
        # An occasion of a catalogue is followed by one course, however many centres receive it.
        Index(
            "uq_distance_learning_course_ref",
            "region_id",
            "catalogue_ref",
            unique=True,
            sqlite_where=_FOLLOWED,
            postgresql_where=_FOLLOWED,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(SortKey)
    description: Mapped[str] = mapped_column(String(4000), default="")
    provider_name: Mapped[str] = mapped_column(String(200))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("core_organisation.id", ondelete="SET NULL"), index=True)
    owner_centre_id: Mapped[int | None] = mapped_column(ForeignKey("distance_learning_centre.id", ondelete="SET NULL"), index=True)
    catalogue_ref: Mapped[str] = mapped_column(String(100), default="")
    cluster_ref: Mapped[str] = mapped_column(String(100), default="")
    url: Mapped[str] = mapped_column(String(300), default="")
    school_form: Mapped[str] = mapped_column(String(10), default="")
    level: Mapped[str] = mapped_column(String(20), default="")
    credits: Mapped[float | None] = mapped_column(Float)
    credits_unit: Mapped[str] = mapped_column(String(10), default="")
    pace: Mapped[float | None] = mapped_column(Float)
    starts_on: Mapped[date | None] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    apply_by: Mapped[date | None] = mapped_column(Date)
    language: Mapped[str] = mapped_column(String(10), default="")
    sessions: Mapped[int] = mapped_column(default=0)
    exams: Mapped[int] = mapped_column(default=0)
    threshold: Mapped[int] = mapped_column(default=0)
    seats: Mapped[int] = mapped_column(default=0)
    occupation_groups: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    status: Mapped[CourseStatus] = mapped_column(text_enum(CourseStatus, 12), default=CourseStatus.DRAFT)
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    withdrawn_reason: Mapped[str] = mapped_column(String(500), default="")
    revision: Mapped[int] = mapped_column(default=0)

    @property
    def ref(self) -> str:
        """How others name it."""
        return f"distance_learning:course:{self.id}"


class Receiving(Timestamped, Versioned, RegionScoped, Model):
    """A course can be followed at a centre. `seats` 0 means that the centre has not said how many it takes."""

    __tablename__ = "distance_learning_receiving"
    __table_args__ = (UniqueConstraint("course_id", "centre_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("distance_learning_course.id", ondelete="CASCADE"), index=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("distance_learning_centre.id", ondelete="CASCADE"), index=True)
    seats: Mapped[int] = mapped_column(default=0)
    sessions: Mapped[int] = mapped_column(default=0)
    equipment_text: Mapped[str] = mapped_column(String(500), default="")
    note: Mapped[str] = mapped_column(String(500), default="")
    is_published: Mapped[bool] = mapped_column(default=True)
