"""What visitors tell the region: about accessibility, about a page, and whether a page was useful."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, RegionScoped, Timestamped, UTCDateTime, Versioned
from core.organisations.models import text_enum


class FeedbackKind(StrEnum):
    """What it is about. `vote`: the question under every page; the others come from the form and are cases with a deadline."""

    ACCESSIBILITY = "accessibility"
    PAGE = "page"
    SUGGESTION = "suggestion"
    VOTE = "vote"


class Feedback(RegionScoped, Timestamped, Versioned, Model):
    """One message or vote. Nothing says who sent it, unless that person left an address to get an answer."""

    __tablename__ = "core_feedback"
    __table_args__ = (Index("ix_core_feedback_region_id_handled_at", "region_id", "handled_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[FeedbackKind] = mapped_column(text_enum(FeedbackKind))
    endpoint: Mapped[str] = mapped_column(String(120), default="", index=True)
    useful: Mapped[bool | None]
    text: Mapped[str] = mapped_column(Text, default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    due_on: Mapped[date | None] = mapped_column(Date)
    handled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    handled_by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)
    answer: Mapped[str] = mapped_column(Text, default="")
