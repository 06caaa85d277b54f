"""Tables of ideas: what is to be applied for, who takes part with what, and the budget."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Date, Float, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONList, Model, RegionScoped, SortKey, Timestamped, UTCDateTime, Versioned
from core.organisations.models import text_enum
from plugins.funding.calls.models import TEXT_LENGTH, TITLE_LENGTH
from plugins.funding.projects.models import BudgetKind


class IdeaStatus(StrEnum):
    """How far an idea has come."""

    DRAFT = "draft"
    COLLECTING = "collecting"
    SUBMITTED = "submitted"
    GRANTED = "granted"
    REFUSED = "refused"
    DROPPED = "dropped"


class PartnerAnswer(StrEnum):
    """What an asked partner has said."""

    ASKED = "asked"
    YES = "yes"
    NO = "no"


class ProjectIdea(Timestamped, Versioned, RegionScoped, Model):
    """An idea for a project, on its way to an application.

    Args:
        focus_refs: The focus areas of the region's plan that it serves, as refs.
        answer_by: The last day for partners to answer.
        decided_on, granted_amount, decision_text: The funder's decision.
        project_id: The project that it became.
    """

    __tablename__ = "funding_idea"
    __table_args__ = (Index("ix_funding_idea_list", "region_id", "status", "sort_key", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    sort_key: Mapped[str] = mapped_column(SortKey)
    call_id: Mapped[int | None] = mapped_column(ForeignKey("funding_call.id", ondelete="SET NULL"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("core_organisation.id", ondelete="SET NULL"), index=True)
    owner_name: Mapped[str] = mapped_column(String(200), default="")
    purpose: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    target_group: Mapped[str] = mapped_column(String(2000), default="")
    focus_refs: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    answer_by: Mapped[date | None] = mapped_column(Date)
    status: Mapped[IdeaStatus] = mapped_column(text_enum(IdeaStatus, 12), default=IdeaStatus.DRAFT)
    submitted_on: Mapped[date | None] = mapped_column(Date)
    decided_on: Mapped[date | None] = mapped_column(Date)
    granted_amount: Mapped[int | None] = mapped_column(BigInteger)
    decision_text: Mapped[str] = mapped_column(String(4000), default="")
    project_id: Mapped[int | None] = mapped_column(ForeignKey("funding_project.id", ondelete="SET NULL"), index=True)

    @property
    def ref(self) -> str:
        """How others name it."""
        return f"funding:idea:{self.id}"


class IdeaPartner(Timestamped, Versioned, RegionScoped, Model):
    """An organisation that is asked to take part, and its declaration (*partnersförklaring*).

    Args:
        cash: What it puts in, in SEK. `hours`, `hourly_rate`: its time, and what an hour is worth in SEK.
        expires_at: Until when the mailed link takes answers.
    """

    __tablename__ = "funding_idea_partner"
    __table_args__ = (UniqueConstraint("idea_id", "contact_email"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("funding_idea.id", ondelete="CASCADE"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("core_organisation.id", ondelete="SET NULL"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(SortKey)
    contact_name: Mapped[str] = mapped_column(String(120), default="")
    contact_email: Mapped[str] = mapped_column(String(254), index=True)
    seed: Mapped[str] = mapped_column(String(32))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    answer: Mapped[PartnerAnswer] = mapped_column(text_enum(PartnerAnswer, 6), default=PartnerAnswer.ASKED)
    role: Mapped[str] = mapped_column(String(500), default="")
    cash: Mapped[int] = mapped_column(BigInteger, default=0)
    hours: Mapped[float] = mapped_column(Float, default=0.0)
    hourly_rate: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(String(1000), default="")
    mailed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    @property
    def time_value(self) -> int:
        """What its time is worth, in whole SEK."""
        return round(self.hours * self.hourly_rate)


class IdeaBudgetLine(Timestamped, Versioned, RegionScoped, Model):
    """A line of the budget that is applied with."""

    __tablename__ = "funding_idea_budget_line"
    __table_args__ = (UniqueConstraint("idea_id", "kind", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("funding_idea.id", ondelete="CASCADE"))
    kind: Mapped[BudgetKind] = mapped_column(text_enum(BudgetKind, 12))
    year: Mapped[int]
    amount: Mapped[int] = mapped_column(BigInteger)
