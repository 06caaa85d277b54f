"""Tables of projects: partners, budget and costs, work packages, indicators, notes."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Date, Float, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, RegionScoped, SortKey, Timestamped, UTCDateTime, Versioned
from core.organisations.models import text_enum
from plugins.funding.calls.models import TEXT_LENGTH, TITLE_LENGTH


class ProjectStatus(StrEnum):
    """How far a project has come."""

    PLANNED = "planned"
    RUNNING = "running"
    ENDED = "ended"


class BudgetKind(StrEnum):
    """What money is for: the kinds of cost that the European Social Fund has."""

    STAFF = "staff"
    EXTERNAL = "external"
    TRAVEL = "travel"
    EQUIPMENT = "equipment"
    FLAT_RATE = "flat_rate"
    OTHER = "other"


class PackageStatus(StrEnum):
    """How a work package goes."""

    NOT_STARTED = "not_started"
    ON_TRACK = "on_track"
    DELAYED = "delayed"
    DONE = "done"


class Project(Timestamped, Versioned, RegionScoped, Model):
    """A project that somebody funds.

    Args:
        organisation_id, owner_name: Who owns it; the name is kept when the organisation is taken out of the register.
        funder, reference: Who pays, and the funder's number of the case.
        amount: What is granted, in SEK.
        ended_at: When it was closed; retention counts from it.
    """

    __tablename__ = "funding_project"
    __table_args__ = (Index("ix_funding_project_list", "region_id", "status", "sort_key", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    sort_key: Mapped[str] = mapped_column(SortKey)
    call_id: Mapped[int | None] = mapped_column(ForeignKey("funding_call.id", ondelete="SET NULL"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("core_organisation.id", ondelete="SET NULL"), index=True)
    owner_name: Mapped[str] = mapped_column(String(200), default="")
    funder: Mapped[str] = mapped_column(String(120), default="")
    reference: Mapped[str] = mapped_column(String(60), default="")
    purpose: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    amount: Mapped[int] = mapped_column(BigInteger, default=0)
    status: Mapped[ProjectStatus] = mapped_column(text_enum(ProjectStatus, 10), default=ProjectStatus.PLANNED)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    @property
    def ref(self) -> str:
        """How others name it."""
        return f"funding:project:{self.id}"


class ProjectPartner(Timestamped, Versioned, RegionScoped, Model):
    """An organisation that takes part, with what it puts in: in money, and in time at what the time is worth (SEK)."""

    __tablename__ = "funding_project_partner"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("funding_project.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("core_organisation.id", ondelete="SET NULL"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(SortKey)
    role: Mapped[str] = mapped_column(String(200), default="")
    cash: Mapped[int] = mapped_column(BigInteger, default=0)
    time_value: Mapped[int] = mapped_column(BigInteger, default=0)


class BudgetLine(Timestamped, Versioned, RegionScoped, Model):
    """A line of the budget: so much for this, in a year."""

    __tablename__ = "funding_budget_line"
    __table_args__ = (UniqueConstraint("project_id", "kind", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("funding_project.id", ondelete="CASCADE"))
    kind: Mapped[BudgetKind] = mapped_column(text_enum(BudgetKind, 12))
    year: Mapped[int]
    amount: Mapped[int] = mapped_column(BigInteger)


class Cost(Timestamped, RegionScoped, Model):
    """What was spent on a kind of cost in a month (its first day), in SEK. Negative: paid back."""

    __tablename__ = "funding_cost"
    __table_args__ = (UniqueConstraint("project_id", "kind", "month"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("funding_project.id", ondelete="CASCADE"))
    kind: Mapped[BudgetKind] = mapped_column(text_enum(BudgetKind, 12))
    month: Mapped[date] = mapped_column(Date)
    amount: Mapped[int] = mapped_column(BigInteger)
    note: Mapped[str] = mapped_column(String(500), default="")


class WorkPackage(Timestamped, Versioned, RegionScoped, Model):
    """A part of the work, with who answers for it."""

    __tablename__ = "funding_work_package"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("funding_project.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    description: Mapped[str] = mapped_column(String(4000), default="")
    responsible: Mapped[str] = mapped_column(String(200), default="")
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    status: Mapped[PackageStatus] = mapped_column(text_enum(PackageStatus, 12), default=PackageStatus.NOT_STARTED)


class ProjectIndicator(Timestamped, Versioned, RegionScoped, Model):
    """A figure that the project has promised: its target, and by when."""

    __tablename__ = "funding_indicator"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("funding_project.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    unit: Mapped[str] = mapped_column(String(60), default="")
    target: Mapped[float] = mapped_column(Float)
    due_on: Mapped[date] = mapped_column(Date)


class ProjectOutcome(Timestamped, RegionScoped, Model):
    """The outcome of an indicator on a day."""

    __tablename__ = "funding_outcome"
    __table_args__ = (UniqueConstraint("indicator_id", "measured_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("funding_indicator.id", ondelete="CASCADE"))
    measured_on: Mapped[date] = mapped_column(Date)
    value: Mapped[float] = mapped_column(Float)
    note: Mapped[str] = mapped_column(String(500), default="")


class SteeringNote(Timestamped, RegionScoped, Model):
    """What the steering group noted on a day."""

    __tablename__ = "funding_steering_note"
    __table_args__ = (Index("ix_funding_steering_note_list", "project_id", "noted_on", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("funding_project.id", ondelete="CASCADE"))
    noted_on: Mapped[date] = mapped_column(Date)
    text: Mapped[str] = mapped_column(String(4000))
