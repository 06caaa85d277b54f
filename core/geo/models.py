"""Counties and municipalities (SCB codes), loaded from `data/` at every upgrade."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Model, SortKey


class County(Model):
    """A county (*län*), by SCB's two-digit code."""

    __tablename__ = "core_county"

    code: Mapped[str] = mapped_column(String(2), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))


class Municipality(Model):
    """A municipality (*kommun*), by SCB's four-digit code, with the coordinates of its seat (WGS 84)."""

    __tablename__ = "core_municipality"

    code: Mapped[str] = mapped_column(String(4), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    sort_key: Mapped[str] = mapped_column(SortKey, index=True)
    county_code: Mapped[str] = mapped_column(ForeignKey("core_county.code", ondelete="RESTRICT"))
    latitude: Mapped[float]
    longitude: Mapped[float]

    county: Mapped[County] = relationship(lazy="raise")
