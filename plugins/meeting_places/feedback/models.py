"""Tables of what those who were at a meeting thought of it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONList, Model, RegionScoped, Timestamped, UTCDateTime, Versioned
from core.organisations.models import text_enum


class QuestionKind(StrEnum):
    """How an own question is answered: one to five, one of some answers, or in words."""

    SCALE = "scale"
    CHOICE = "choice"
    TEXT = "text"


class InWork(StrEnum):
    """Whether what was learnt is of use in one's own work."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class FeedbackForm(Timestamped, Versioned, RegionScoped, Model):
    """What is asked about a meeting. The ready-made questions are always there.

    Args:
        questions: The organisers' own, each `{"kind": …, "text": …, "options": […]}`. They stay as they are once somebody has answered.
        asked_at: When the participants were mailed.
        closes_on: The last day to answer.
        closed_at: When no more was taken, and the answers lost their tie to who gave them.
    """

    __tablename__ = "meeting_places_feedback_form"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting_places_meeting.id", ondelete="CASCADE"), unique=True)
    questions: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    asked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closes_on: Mapped[date | None] = mapped_column(Date)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class FeedbackAnswer(Timestamped, Versioned, RegionScoped, Model):
    """What somebody answered. Until the form closes they can change it by their link; then `registration_id` is emptied for good.

    Args:
        answers: To the organisers' own questions, in their order; empty where nothing was answered.
    """

    __tablename__ = "meeting_places_feedback_answer"
    __table_args__ = (UniqueConstraint("form_id", "registration_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    form_id: Mapped[int] = mapped_column(ForeignKey("meeting_places_feedback_form.id", ondelete="CASCADE"), index=True)
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_places_registration.id", ondelete="CASCADE"), index=True)
    useful: Mapped[int | None]
    in_work: Mapped[InWork | None] = mapped_column(text_enum(InWork, 8))
    more: Mapped[str] = mapped_column(String(2000), default="")
    answers: Mapped[list[Any]] = mapped_column(JSONList, default=list)
