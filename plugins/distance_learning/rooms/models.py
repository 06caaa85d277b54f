"""The table of bookings of study places, rooms and equipment."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, RegionScoped, Timestamped, UTCDateTime, Versioned
from plugins.distance_learning.visiting.models import Visitor


class RoomBooking(Visitor, Timestamped, Versioned, RegionScoped, Model):
    """A booking of a room, of equipment, or, with neither, of study places.

    Args:
        amount: How many places or pieces; a room is booked whole.
        user_id: The one on the staff who booked; None for a visitor.
        series: The same for all bookings of a weekly series; empty otherwise.
    """

    __tablename__ = "distance_learning_room_booking"
    __table_args__ = (Index("ix_distance_learning_room_booking_when", "centre_id", "starts_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("distance_learning_centre.id", ondelete="CASCADE"))
    room_id: Mapped[int | None] = mapped_column(ForeignKey("distance_learning_room.id", ondelete="CASCADE"), index=True)
    equipment_id: Mapped[int | None] = mapped_column(ForeignKey("distance_learning_equipment.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
    amount: Mapped[int] = mapped_column(default=1)
    series: Mapped[str] = mapped_column(String(32), default="", index=True)
