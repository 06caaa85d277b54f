"""The table of forecasts."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import Date, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, RegionScoped, Timestamped, Versioned
from core.organisations.models import text_enum


class Horizon(StrEnum):
    """How far a forecast looks."""

    ONE_YEAR = "1"
    FIVE_YEARS = "5"


class Prospect(Timestamped, Versioned, RegionScoped, Model):
    """What somebody believes of the work in an occupation group (*yrkesprognos*).

    Args:
        county_code: SCB's two digits, or empty for the whole country.
        rating: 1 (many more seek than are needed) to 5 (many more are needed than seek), as Arbetsförmedlingen's *bristvärde*.
        source, published_on: Who says so, and when.
    """

    __tablename__ = "guidance_prospect"
    __table_args__ = (UniqueConstraint("region_id", "occupation_group", "county_code", "horizon"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    occupation_group: Mapped[str] = mapped_column(String(4))
    county_code: Mapped[str] = mapped_column(String(2), default="")
    horizon: Mapped[Horizon] = mapped_column(text_enum(Horizon, 1))
    rating: Mapped[int]
    text: Mapped[str] = mapped_column(String(1000), default="")
    source: Mapped[str] = mapped_column(String(120))
    published_on: Mapped[date] = mapped_column(Date)
