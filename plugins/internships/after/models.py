"""Tables of what follows a placement: the signed agreement, attendance, evaluations and the check-list."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Date, Float, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONDict, JSONList, Model, RegionScoped, Timestamped, UTCDateTime, Versioned
from core.organisations.models import text_enum


class Side(StrEnum):
    """Who has a link of their own to a placement. The first three sign the agreement."""

    STUDENT = "student"
    EMPLOYER = "employer"
    SCHOOL = "school"
    SUPERVISOR = "supervisor"


SIGNERS = (Side.STUDENT, Side.EMPLOYER, Side.SCHOOL)


class Contract(Timestamped, Versioned, RegionScoped, Model):
    """The agreement of one placement (*platsavtal*), who has signed it, and how the placement went on. Made when the place is accepted.

    Names of persons are not in `content`: they are filled in when it is read, so that somebody whose identity becomes protected is
    nameless in it from then on.

    Args:
        content: The agreement as `core.documents.as_data` gives it; empty where the kind needs none.
        fingerprint: SHA-256 of the content, which each signature repeats.
        signatures: `{student|employer|school: {name, title, at, fingerprint}}`; a side that has not signed is not there.
        seeds: `{side: seed}` of the mailed links.
        completed_at: When the last of the three signed.
        introduction, introduced_on: What the supervisor will go through at the start, and when it is done.
        reminded_on: When those who had not signed were last reminded.
        asked: The evaluations that have been asked for.
        ended_on, ended_reason: The last day, and why it was interrupted; no reason when it was completed.
        certificate: The certificate, as `content`; empty until the placement is completed.
    """

    __tablename__ = "internships_contract"
    __table_args__ = (UniqueConstraint("placement_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("internships_placement.id", ondelete="CASCADE"))
    content: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)
    fingerprint: Mapped[str] = mapped_column(String(64), default="")
    signatures: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)
    seeds: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)
    student_token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    employer_token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    school_token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    supervisor_token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    completed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    introduction: Mapped[str] = mapped_column(String(4000), default="")
    introduced_on: Mapped[date | None] = mapped_column(Date)
    reminded_on: Mapped[date | None] = mapped_column(Date)
    asked: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    ended_on: Mapped[date | None] = mapped_column(Date)
    ended_reason: Mapped[str] = mapped_column(String(500), default="")
    certificate: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)


class Attendance(Timestamped, Versioned, RegionScoped, Model):
    """A week of a placement. `week` counts from 1, `absent` is in days. One side writes (`entered_by`), another one confirms."""

    __tablename__ = "internships_attendance"
    __table_args__ = (UniqueConstraint("placement_id", "week"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("internships_placement.id", ondelete="CASCADE"))
    week: Mapped[int]
    hours: Mapped[float] = mapped_column(Float, default=0.0)
    days: Mapped[int] = mapped_column(default=0)
    absent: Mapped[int] = mapped_column(default=0)
    entered_by: Mapped[str] = mapped_column(String(10), default="")
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
