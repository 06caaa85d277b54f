"""What providers keep by form. The catalogue's own rows are written from these, under a source that no import can name.

A draft is here only. Publishing writes it into the catalogue as a record of the organisation's own source, and remembers which row
it became.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Float, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONList, Model, RegionScoped, Timestamped, UTCDateTime, Versioned
from core.organisations.models import text_enum


class KeptState(StrEnum):
    """How a kept education or occasion stands."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"


class KeptEducation(RegionScoped, Timestamped, Versioned, Model):
    """An education that an organisation keeps by form.

    Args:
        groups: The occupation groups that the provider says it leads to (SSYK 2012, four digits).
        groups_confirmed: Whether the provider has said so; until then they are suggested from the title.
    """

    __tablename__ = "training_catalog_kept_education"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("core_organisation.id", ondelete="RESTRICT"), index=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("training_catalog_source.id", ondelete="CASCADE"), index=True)
    info_id: Mapped[int | None] = mapped_column(ForeignKey("training_catalog_education_info.id", ondelete="SET NULL"), index=True)
    state: Mapped[KeptState] = mapped_column(text_enum(KeptState, 10), default=KeptState.DRAFT)
    title: Mapped[str] = mapped_column(String(300))
    school_form: Mapped[str] = mapped_column(String(10), default="")
    code: Mapped[str] = mapped_column(String(60), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    url: Mapped[str] = mapped_column(String(1000), default="")
    credits: Mapped[float | None] = mapped_column(Float)
    credits_unit: Mapped[str] = mapped_column(String(10), default="")
    eligibility: Mapped[str] = mapped_column(Text, default="")
    groups: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    groups_confirmed: Mapped[bool] = mapped_column(default=False)


class KeptOccasion(RegionScoped, Timestamped, Versioned, Model):
    """An occasion of a kept education.

    Args:
        places: Where it is held: a list of `{"code": municipality, "address": words}`.
        sessions: How many times one must come, of one by distance.
    """

    __tablename__ = "training_catalog_kept_occasion"

    id: Mapped[int] = mapped_column(primary_key=True)
    education_id: Mapped[int] = mapped_column(ForeignKey("training_catalog_kept_education.id", ondelete="CASCADE"), index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("training_catalog_education_event.id", ondelete="SET NULL"), index=True)
    state: Mapped[KeptState] = mapped_column(text_enum(KeptState, 10), default=KeptState.DRAFT)
    start: Mapped[date | None]
    end: Mapped[date | None]
    application_last: Mapped[date | None]
    application_continuous: Mapped[bool] = mapped_column(default=False)
    application_url: Mapped[str] = mapped_column(String(1000), default="")
    pace: Mapped[float | None] = mapped_column(Float)
    time_of_study: Mapped[str] = mapped_column(String(20), default="")
    language: Mapped[str] = mapped_column(String(3), default="swe")
    is_distance: Mapped[bool] = mapped_column(default=False)
    sessions: Mapped[int | None]
    seats: Mapped[int | None]
    places: Mapped[list[Any]] = mapped_column(JSONList, default=list)


class Cancellation(RegionScoped, Timestamped, Model):
    """That an occasion was cancelled, why, and what there is instead. One of an import has no reason, since sources give none.

    Args:
        resumed_at: When it was said that it is given after all.
        round: Counts how many times it was cancelled, so that a new notice is another than the first.
    """

    __tablename__ = "training_catalog_cancellation"
    __table_args__ = (UniqueConstraint("event_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("training_catalog_education_event.id", ondelete="CASCADE"))
    alternative_id: Mapped[int | None] = mapped_column(ForeignKey("training_catalog_education_event.id", ondelete="SET NULL"), index=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    cancelled_at: Mapped[datetime] = mapped_column(UTCDateTime)
    resumed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    round: Mapped[int] = mapped_column(default=1)
