"""Tables of attendance."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Float, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONDict, Model, RegionScoped, Timestamped, UTCDateTime, Versioned
from core.organisations.models import text_enum


class Source(StrEnum):
    """How it is known that somebody was there."""

    CHECK_IN = "check_in"
    ORGANISER = "organiser"
    IMPORT = "import"


class Attendance(Timestamped, Versioned, RegionScoped, Model):
    """Somebody was at the meeting. `minutes` is what the meeting tool counted; `hours` is what is certified."""

    __tablename__ = "meeting_places_attendance"

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("meeting_places_registration.id", ondelete="CASCADE"), unique=True)
    source: Mapped[Source] = mapped_column(text_enum(Source, 12))
    minutes: Mapped[int | None]
    hours: Mapped[float] = mapped_column(Float, default=0.0)
    confirmed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    code: Mapped[str | None] = mapped_column(String(32), unique=True)
    list_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_places_attendance_list.id", ondelete="SET NULL"), index=True)


class ListStatus(StrEnum):
    """How far a participant list has come."""

    CHECKED = "checked"
    APPLIED = "applied"
    UNDONE = "undone"


class AttendanceList(Timestamped, Versioned, RegionScoped, Model):
    """The meeting tool's participant list, read in: looked at first, then applied, and taken back if it was wrong.

    Args:
        undated: How many rows had times that could not be used, and so no minutes.
        expires_at: When the list itself is thrown away. The attendance that it gave stays.
    """

    __tablename__ = "meeting_places_attendance_list"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting_places_meeting.id", ondelete="CASCADE"), index=True)
    file_name: Mapped[str] = mapped_column(String(200), default="")
    rows: Mapped[int] = mapped_column(default=0)
    undated: Mapped[int] = mapped_column(default=0)
    status: Mapped[ListStatus] = mapped_column(text_enum(ListStatus, 10), default=ListStatus.CHECKED)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)


class AttendanceLine(Timestamped, RegionScoped, Model):
    """One person of a participant list, all their rows together.

    Args:
        name, email: As the list has them; empty for somebody with protected identity who is not registered.
        parts: How many rows of the list are this person's.
        minutes: For how long, a minute in two rows counted once.
        registration_id: Who it is; None until somebody says.
        fault: Why the line gives no attendance.
        before: What the attendance was before the list was applied, to take it back; None when there was none.
    """

    __tablename__ = "meeting_places_attendance_line"
    __table_args__ = (Index("ix_meeting_places_attendance_line_list", "list_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("meeting_places_attendance_list.id", ondelete="CASCADE"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str] = mapped_column(String(254), default="", index=True)
    parts: Mapped[int] = mapped_column(default=1)
    minutes: Mapped[int] = mapped_column(default=0)
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_places_registration.id", ondelete="CASCADE"), index=True)
    fault: Mapped[str] = mapped_column(String(300), default="")
    before: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)
