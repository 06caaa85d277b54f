"""Tables of what follows a placement: the signed agreement, attendance, evaluations and the check-list."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Float, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONDict, Model, RegionScoped, Timestamped, UTCDateTime, Versioned
from core.organisations.models import text_enum


class Contract(Timestamped, Versioned, RegionScoped, Model):
    """The agreement of one placement (*platsavtal*): a document, and who has signed.

    Args:
        stored_name: The document in the folder of files; empty until it is made.
        signatures: `{student|employer|school: {name, signed_at}}`; a side that has not signed is not there.
        seeds: `{side: seed}` of the mailed links.
    """

    __tablename__ = "internships_contract"
    __table_args__ = (UniqueConstraint("placement_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("internships_placement.id", ondelete="CASCADE"))
    stored_name: Mapped[str] = mapped_column(String(64), default="")
    fingerprint: Mapped[str] = mapped_column(String(64), default="")
    signatures: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)
    seeds: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)
    student_token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    employer_token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    school_token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    completed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Attendance(Timestamped, Versioned, RegionScoped, Model):
    """A week of a placement. `week` counts from 1; `confirmed_by` is the side that confirmed it, or empty."""

    __tablename__ = "internships_attendance"
    __table_args__ = (UniqueConstraint("placement_id", "week"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("internships_placement.id", ondelete="CASCADE"))
    week: Mapped[int]
    hours: Mapped[float] = mapped_column(Float, default=0.0)
    days: Mapped[int] = mapped_column(default=0)
    absent: Mapped[int] = mapped_column(default=0)
    confirmed_by: Mapped[str] = mapped_column(String(10), default="")
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Phase(StrEnum):
    """When an evaluation is made."""

    MID = "mid"
    FINAL = "final"


class EvaluationSide(StrEnum):
    """Who evaluates."""

    STUDENT = "student"
    SUPERVISOR = "supervisor"


class Evaluation(Timestamped, Versioned, RegionScoped, Model):
    """What one side answered. `answers` is `{question: text}`, by the place of the question in the kind's list."""

    __tablename__ = "internships_evaluation"
    __table_args__ = (UniqueConstraint("placement_id", "phase", "side"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("internships_placement.id", ondelete="CASCADE"))
    phase: Mapped[Phase] = mapped_column(text_enum(Phase, 6))
    side: Mapped[EvaluationSide] = mapped_column(text_enum(EvaluationSide, 10))
    answers: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)


class TaskBy(StrEnum):
    """Whose task it is."""

    STUDENT = "student"
    EMPLOYER = "employer"
    SCHOOL = "school"


class PlacementTask(Timestamped, Versioned, RegionScoped, Model):
    """A line of a placement's check-list. `what` and `what_en` are as the kind's documents say it, copied when the list was made."""

    __tablename__ = "internships_task"

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("internships_placement.id", ondelete="CASCADE"), index=True)
    what: Mapped[str] = mapped_column(String(200))
    what_en: Mapped[str] = mapped_column(String(200), default="")
    by: Mapped[TaskBy] = mapped_column(text_enum(TaskBy, 10))
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
