"""Tables of attendance."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Float, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, RegionScoped, Timestamped, UTCDateTime, Versioned
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
