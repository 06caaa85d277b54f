"""Table: how far each municipality has come with a standard."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, RegionScoped, Timestamped, Versioned
from core.organisations.models import text_enum


class AdoptionStatus(StrEnum):
    """How far a municipality has come."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    ADOPTED = "adopted"
    DEVIATES = "deviates"


class Adoption(Timestamped, Versioned, RegionScoped, Model):
    """How far a municipality has come with a standard (*införande*). A municipality without a row has not started.

    Args:
        since: The day from which it holds, as the municipality says it.
        decision: The municipality's own decision: number, paragraph or address.
        reason: Why it deviates, and how.
        version_number: The version of the standard that it was said of.
    """

    __tablename__ = "role_standards_adoption"
    __table_args__ = (UniqueConstraint("standard_id", "municipality_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    standard_id: Mapped[int] = mapped_column(ForeignKey("role_standards_standard.id", ondelete="CASCADE"), index=True)
    municipality_code: Mapped[str] = mapped_column(String(4))
    status: Mapped[AdoptionStatus] = mapped_column(text_enum(AdoptionStatus, 12), default=AdoptionStatus.NOT_STARTED)
    since: Mapped[date | None] = mapped_column(Date)
    decision: Mapped[str] = mapped_column(String(300), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    version_number: Mapped[int] = mapped_column(default=0)
