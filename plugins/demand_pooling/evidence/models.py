"""Tables: figures that others have published of occupation groups, and what the region has judged together."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, RegionScoped, Timestamped, UTCDateTime, Versioned, utcnow
from core.organisations.models import text_enum


class Measure(StrEnum):
    """What was published."""

    FORECAST = "forecast"
    JOB_ADS = "job_ads"


class Level(StrEnum):
    """The joint judgement of an occupation group, in the words that forecasts use too."""

    GREAT_SHORTAGE = "great_shortage"
    SHORTAGE = "shortage"
    BALANCE = "balance"
    SURPLUS = "surplus"


class Indicator(RegionScoped, Timestamped, Versioned, Model):
    """A published figure or forecast of an occupation group.

    Args:
        source: Who has published it.
        name: The occupation as the source names it; several can share a group.
        area: `00` for the country, two digits for a county, four for a municipality.
        period: What it is about or which round, such as 2026-1, 2026-10 or 2025.
        situation, chances, outlook: A forecast's words: recruitment now, chances of a job, demand in five years.
        count: How many ads.
    """

    __tablename__ = "demand_pooling_indicator"
    __table_args__ = (
        UniqueConstraint(
            "region_id", "measure", "source", "occupation_group", "name", "area", "period", name="uq_demand_pooling_indicator_same"
        ),
        Index("ix_demand_pooling_indicator_group", "region_id", "occupation_group"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    measure: Mapped[Measure] = mapped_column(text_enum(Measure, 20))
    source: Mapped[str] = mapped_column(String(120))
    occupation_group: Mapped[str] = mapped_column(String(4))
    name: Mapped[str] = mapped_column(String(200), default="")
    area: Mapped[str] = mapped_column(String(4), default="00")
    period: Mapped[str] = mapped_column(String(20))
    situation: Mapped[str] = mapped_column(String(20), default="")
    chances: Mapped[str] = mapped_column(String(20), default="")
    outlook: Mapped[str] = mapped_column(String(20), default="")
    count: Mapped[int | None]


class Judgement(RegionScoped, Model):
    """A joint judgement (*gemensam bedömning*) of an occupation group. A new one takes the place of the last; all are kept.

    Args:
        parties: Who judged together.
        at: When it was written down.
    """

    __tablename__ = "demand_pooling_judgement"
    __table_args__ = (Index("ix_demand_pooling_judgement_group", "region_id", "occupation_group", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    occupation_group: Mapped[str] = mapped_column(String(4))
    level: Mapped[Level] = mapped_column(text_enum(Level, 20))
    words: Mapped[str] = mapped_column(Text)
    parties: Mapped[str] = mapped_column(String(300))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
