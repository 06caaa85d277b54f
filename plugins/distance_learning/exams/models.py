"""Tables of the examinations: times with seats in a room, and those who write."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, RegionScoped, Timestamped, UTCDateTime, Versioned
from core.organisations.models import text_enum
from plugins.distance_learning.visiting.models import Visitor


class Asker(StrEnum):
    """Who asks for the examination."""

    STUDENT = "student"
    PROVIDER = "provider"


class Delivery(StrEnum):
    """How the examination comes to the centre."""

    DIGITAL = "digital"
    POST = "post"


class Attendance(StrEnum):
    """Whether somebody came."""

    UNKNOWN = "unknown"
    PRESENT = "present"
    ABSENT = "absent"


class ExamSlot(Timestamped, Versioned, RegionScoped, Model):
    """A time for examinations in a room. Its row is locked by everybody who takes a seat.

    Args:
        invigilator: Who watches over it (*tentamensvakt*), by role or initials.
        is_open: Whether anybody may book a seat; otherwise the centre places those who have asked.
    """

    __tablename__ = "distance_learning_exam_slot"
    __table_args__ = (Index("ix_distance_learning_exam_slot_when", "region_id", "starts_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("distance_learning_centre.id", ondelete="CASCADE"), index=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("distance_learning_room.id", ondelete="CASCADE"), index=True)
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
    seats: Mapped[int]
    invigilator: Mapped[str] = mapped_column(String(40), default="")
    is_open: Mapped[bool] = mapped_column(default=False)
    cancelled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class ExamBooking(Visitor, Timestamped, Versioned, RegionScoped, Model):
    """Somebody who is to write an examination. Without a slot it is a request with a wish.

    Args:
        arrangements: Special arrangements. They may tell of somebody's health: shown on the booking's own page only.
        contact_name, contact_email: Who sends the examination, at the provider.
    """

    __tablename__ = "distance_learning_exam_booking"

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("distance_learning_centre.id", ondelete="CASCADE"), index=True)
    slot_id: Mapped[int | None] = mapped_column(ForeignKey("distance_learning_exam_slot.id", ondelete="SET NULL"), index=True)
    asker: Mapped[Asker] = mapped_column(text_enum(Asker, 20), default=Asker.STUDENT)
    exam: Mapped[str] = mapped_column(String(200))
    provider: Mapped[str] = mapped_column(String(200))
    wanted_at: Mapped[datetime] = mapped_column(UTCDateTime)
    minutes: Mapped[int]
    aids: Mapped[str] = mapped_column(String(1000), default="")
    delivery: Mapped[Delivery] = mapped_column(text_enum(Delivery, 20), default=Delivery.DIGITAL)
    arrangements: Mapped[str] = mapped_column(String(1000), default="")
    contact_name: Mapped[str] = mapped_column(String(120), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    municipality_code: Mapped[str] = mapped_column(String(4), default="")
    attendance: Mapped[Attendance] = mapped_column(text_enum(Attendance, 20), default=Attendance.UNKNOWN)
