"""Tables of attendance: hours of a participant on a day, and what they were before each correction."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, Float, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, RegionScoped, Timestamped, UTCDateTime, Versioned
from core.organisations.models import text_enum


class Signed(StrEnum):
    """Who has signed that the hours are right."""

    NOBODY = "nobody"
    PARTICIPANT = "participant"
    LEADER = "leader"


class AttendanceRecord(Timestamped, Versioned, RegionScoped, Model):
    """Hours of a participant on a day, in decimals of an hour. Signed by the participant, or by the leader from a paper list."""

    __tablename__ = "funding_attendance"
    __table_args__ = (UniqueConstraint("participant_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("funding_project.id", ondelete="CASCADE"), index=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("funding_participant.id", ondelete="CASCADE"))
    day: Mapped[date] = mapped_column(Date, index=True)
    hours: Mapped[float] = mapped_column(Float)
    activity: Mapped[str] = mapped_column(String(200), default="")
    signed: Mapped[Signed] = mapped_column(text_enum(Signed, 12), default=Signed.NOBODY)
    signed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class AttendanceChange(Timestamped, RegionScoped, Model):
    """What hours were before a correction, and why they were changed."""

    __tablename__ = "funding_attendance_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("funding_attendance.id", ondelete="CASCADE"), index=True)
    before: Mapped[float] = mapped_column(Float)
    after: Mapped[float] = mapped_column(Float)
    reason: Mapped[str] = mapped_column(String(500))
