"""The sums that have been told to everybody."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONDict, Model, RegionScoped, UTCDateTime


class PublicSum(RegionScoped, Model):
    """The demand for one occupation group as it was last told.

    Args:
        people, employers, municipalities, viable: What everybody sees.
        told_at: When these figures were taken.
        parts: What each employer stood for in them, by the organisation's id: people, and the municipalities. Never shown; with it
            one knows how many employers a new sum would differ by.
        is_shown: False once too few employers are left. The parts stay, so that coming back differs from what was told last.
    """

    __tablename__ = "demand_pooling_public_sum"
    __table_args__ = (UniqueConstraint("region_id", "occupation_group"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    occupation_group: Mapped[str] = mapped_column(String(4))
    label: Mapped[str] = mapped_column(String(200))
    people: Mapped[int]
    employers: Mapped[int]
    municipalities: Mapped[int]
    viable: Mapped[bool]
    told_at: Mapped[datetime] = mapped_column(UTCDateTime)
    parts: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)
    is_shown: Mapped[bool]
