"""Tables of study visits and practice days, and of their bookings."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONList, Model, RegionScoped, SortKey, Timestamped, UTCDateTime, Versioned
from core.organisations.models import text_enum


class VisitKind(StrEnum):
    """What is offered."""

    VISIT = "visit"
    PRACTICE = "practice"


class BookingStatus(StrEnum):
    """What has become of a booking."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


class Visit(Timestamped, Versioned, RegionScoped, Model):
    """A time when an employer receives pupils.

    Args:
        ages: For whom, in words.
        needs_answer: Whether the employer says yes to each booking; otherwise the first to book have it.
        cancelled_at: When the employer took it back.
    """

    __tablename__ = "guidance_visit"
    __table_args__ = (Index("ix_guidance_visit_list", "region_id", "starts_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("core_organisation.id", ondelete="CASCADE"), index=True)
    employer: Mapped[str] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(SortKey)
    kind: Mapped[VisitKind] = mapped_column(text_enum(VisitKind, 10), default=VisitKind.VISIT)
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
    place: Mapped[str] = mapped_column(String(200), default="")
    municipality_code: Mapped[str] = mapped_column(ForeignKey("core_municipality.code", ondelete="RESTRICT"), index=True)
    occupation_groups: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    about: Mapped[str] = mapped_column(String(2000), default="")
    ages: Mapped[str] = mapped_column(String(100), default="")
    seats: Mapped[int]
    needs_answer: Mapped[bool] = mapped_column(default=False)
    cancelled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    @property
    def ref(self) -> str:
        """How others name it."""
        return f"guidance:visit:{self.id}"


class VisitBooking(Timestamped, Versioned, RegionScoped, Model):
    """A group that a school has booked. Pupils are counted, never named."""

    __tablename__ = "guidance_visit_booking"
    __table_args__ = (Index("ix_guidance_visit_booking_list", "visit_id", "status", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("guidance_visit.id", ondelete="CASCADE"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)
    school: Mapped[str] = mapped_column(String(200))
    people: Mapped[int]
    contact_name: Mapped[str] = mapped_column(String(120))
    contact_email: Mapped[str] = mapped_column(String(254), index=True)
    note: Mapped[str] = mapped_column(String(500), default="")
    status: Mapped[BookingStatus] = mapped_column(text_enum(BookingStatus, 10), default=BookingStatus.CONFIRMED)
