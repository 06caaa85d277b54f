"""Tables of the plan: what it wants (vision), its priorities, and the focus areas within them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONList, Model, RegionScoped, SortKey, Timestamped, UTCDateTime, Versioned
from core.organisations.models import text_enum

TITLE_LENGTH = 200
TEXT_LENGTH = 8000


class PlanStatus(StrEnum):
    """How far a plan has come. Only one plan of a region is in force at a time."""

    DRAFT = "draft"
    REFERRAL = "referral"
    BOARD = "board"
    IN_FORCE = "in_force"
    CLOSED = "closed"


class Plan(Timestamped, Versioned, RegionScoped, Model):
    """A joint plan for competence supply.

    Args:
        vision: What the region is to be like when the plan has succeeded.
        background: What the plan stands on: assessments of need, earlier plans.
        previous_id: The plan that this one was copied forward from.
        adopted_on, diary_number: When the board approved it, and under which number its case is registered.
        closed_at: When it was closed; retention counts from it.
    """

    __tablename__ = "regional_plans_plan"
    __table_args__ = (Index("ix_regional_plans_plan_list", "region_id", "status", "first_year", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    sort_key: Mapped[str] = mapped_column(SortKey)
    first_year: Mapped[int]
    last_year: Mapped[int]
    vision: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    background: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    status: Mapped[PlanStatus] = mapped_column(text_enum(PlanStatus, 12), default=PlanStatus.DRAFT)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("regional_plans_group.id", ondelete="SET NULL"), index=True)
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("regional_plans_plan.id", ondelete="SET NULL"), index=True)
    adopted_on: Mapped[date | None] = mapped_column(Date)
    diary_number: Mapped[str] = mapped_column(String(60), default="")
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    @property
    def ref(self) -> str:
        """How others name it."""
        return f"regional_plans:plan:{self.id}"

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it: once the board has approved it."""
        return self.status in (PlanStatus.IN_FORCE, PlanStatus.CLOSED)


class Priority(Timestamped, Versioned, RegionScoped, Model):
    """A priority (*prioritering*) of a plan, with the goal it stands for."""

    __tablename__ = "regional_plans_priority"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("regional_plans_plan.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    goal: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("regional_plans_priority.id", ondelete="SET NULL"), index=True)

    @property
    def ref(self) -> str:
        """How others name it."""
        return f"regional_plans:priority:{self.id}"


class PlanFocusArea(Timestamped, Versioned, RegionScoped, Model):
    """A focus area (*fokusområde*) of a priority. `occupation_groups` (SSYK 2012, four digits) say which work it is about."""

    __tablename__ = "regional_plans_focus_area"

    id: Mapped[int] = mapped_column(primary_key=True)
    priority_id: Mapped[int] = mapped_column(ForeignKey("regional_plans_priority.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    description: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    occupation_groups: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("regional_plans_focus_area.id", ondelete="SET NULL"), index=True)

    @property
    def ref(self) -> str:
        """How others name it."""
        return f"regional_plans:focus:{self.id}"
