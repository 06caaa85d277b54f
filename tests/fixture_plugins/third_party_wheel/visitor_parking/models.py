"""Tables."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, RegionScoped


class Space(RegionScoped, Model):
    """A parking space."""

    __tablename__ = "visitor_parking_space"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
