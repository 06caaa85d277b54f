"""Tables of the library of local solutions."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONList, Model, RegionScoped, SortKey, Timestamped, UTCDateTime, Versioned
from core.organisations.models import text_enum


class SolutionStatus(StrEnum):
    """Whether others see a solution. `waiting`: it is ready, and the region looks at it first."""

    DRAFT = "draft"
    WAITING = "waiting"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Solution(Timestamped, Versioned, RegionScoped, Model):
    """What an organisation does, told so that others can do the same.

    Args:
        organisation_id: Whose solution it is, and who may change it.
        links: Addresses to read more at, each `{"title": …, "url": …}`.
        check_note: What the region asked to be changed, when it sent a solution back.
        confirmed_on: When somebody last said that it still holds.
        reminded_on: When its contact was last asked whether it does.
        confirm_seed, confirm_digest: The link in that mail (`core/mailed_links.py`).
    """

    __tablename__ = "meeting_places_solution"
    __table_args__ = (Index("ix_meeting_places_solution_list", "region_id", "status", "published_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("core_organisation.id", ondelete="SET NULL"), index=True)
    municipality_code: Mapped[str | None] = mapped_column(ForeignKey("core_municipality.code", ondelete="RESTRICT"), index=True)
    title: Mapped[str] = mapped_column(String(150))
    sort_key: Mapped[str] = mapped_column(SortKey)
    what: Mapped[str] = mapped_column(String(4000))
    for_whom: Mapped[str] = mapped_column(String(1000), default="")
    result: Mapped[str] = mapped_column(String(2000), default="")
    cost: Mapped[str] = mapped_column(String(1000), default="")
    contact_name: Mapped[str] = mapped_column(String(200), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="", index=True)
    links: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    status: Mapped[SolutionStatus] = mapped_column(text_enum(SolutionStatus, 12), default=SolutionStatus.DRAFT)
    check_note: Mapped[str] = mapped_column(String(1000), default="")
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    withdrawn_reason: Mapped[str] = mapped_column(String(500), default="")
    confirmed_on: Mapped[date | None] = mapped_column(Date)
    reminded_on: Mapped[date | None] = mapped_column(Date)
    confirm_seed: Mapped[str] = mapped_column(String(32), default="")
    confirm_digest: Mapped[str | None] = mapped_column(String(64), unique=True)

    @property
    def ref(self) -> str:
        """How others name it."""
        return f"meeting_places:solution:{self.id}"


class SolutionTheme(RegionScoped, Model):
    """A solution belongs to a theme."""

    __tablename__ = "meeting_places_solution_theme"
    __table_args__ = (UniqueConstraint("solution_id", "theme_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    solution_id: Mapped[int] = mapped_column(ForeignKey("meeting_places_solution.id", ondelete="CASCADE"), index=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("meeting_places_theme.id", ondelete="CASCADE"), index=True)


class SolutionUse(Timestamped, RegionScoped, Model):
    """An organisation says that it does the same. Its region may be another than the solution's, when regions share."""

    __tablename__ = "meeting_places_solution_use"
    __table_args__ = (UniqueConstraint("solution_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    solution_id: Mapped[int] = mapped_column(ForeignKey("meeting_places_solution.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("core_organisation.id", ondelete="CASCADE"), index=True)
    note: Mapped[str] = mapped_column(String(500), default="")
