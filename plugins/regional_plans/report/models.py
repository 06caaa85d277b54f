"""Table: the yearly report."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONDict, Model, RegionScoped, Timestamped, UTCDateTime, Versioned
from core.organisations.models import text_enum

TITLE_LENGTH = 200


class ReportStatus(StrEnum):
    """Whether it may still change."""

    DRAFT = "draft"
    ADOPTED = "adopted"


class AnnualReport(Timestamped, Versioned, RegionScoped, Model):
    """A yearly report (*årsrapport*) of a plan.

    Args:
        summaries: What somebody has written for a chapter, by the chapter's key.
        content: The whole report as it was adopted (`core.documents.as_data`); empty until then. It never changes afterwards.
        fingerprint: Of the content: whoever holds a copy can tell whether it is the adopted one.
        adopted_by: Which body adopted it, such as the board.
    """

    __tablename__ = "regional_plans_report"
    __table_args__ = (UniqueConstraint("plan_id", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("regional_plans_plan.id", ondelete="CASCADE"), index=True)
    year: Mapped[int]
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    introduction: Mapped[str] = mapped_column(Text, default="")
    summaries: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)
    status: Mapped[ReportStatus] = mapped_column(text_enum(ReportStatus, 12), default=ReportStatus.DRAFT)
    adopted_on: Mapped[date | None] = mapped_column(Date)
    adopted_by: Mapped[str] = mapped_column(String(TITLE_LENGTH), default="")
    adopted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    content: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)
    fingerprint: Mapped[str] = mapped_column(String(64), default="")

    @property
    def ref(self) -> str:
        """How others name it."""
        return f"regional_plans:report:{self.id}"
