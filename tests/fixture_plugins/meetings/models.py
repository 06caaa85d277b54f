"""Tables."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import JSONDict, Model, RegionScoped, SortKey, Timestamped, UTCDateTime, Versioned


class Meeting(RegionScoped, Timestamped, Versioned, Model):
    """A meeting that somebody has booked."""

    __tablename__ = "meetings_meeting"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(120))
    sort_key: Mapped[str] = mapped_column(SortKey, default="")
    seats: Mapped[int] = mapped_column(default=10)
    starts_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    facts: Mapped[dict[str, object]] = mapped_column(JSONDict, default=dict)
    booked_by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)
    contact_email: Mapped[str] = mapped_column(String(254), default="")

    guests: Mapped[list[Guest]] = relationship(back_populates="meeting", order_by="Guest.id")


class Guest(RegionScoped, Model):
    """Somebody who comes. May come from another region's list, which is what the tests of the fence look at."""

    __tablename__ = "meetings_guest"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings_meeting.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))

    # named by the class itself: a plugin of the tree has a Meeting, too
    meeting: Mapped[Meeting] = relationship(lambda: Meeting, back_populates="guests")
