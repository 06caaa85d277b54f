"""Tables."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, RegionScoped


class Note(RegionScoped, Model):
    """A note about a meeting, made when the meeting is booked."""

    __tablename__ = "minutes_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(index=True)
    text: Mapped[str] = mapped_column(String(200))
