"""Tables: what others say is needed, as their events tell it, and which educations answer it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Float, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONList, Model, RegionScoped, Timestamped, UTCDateTime
from core.organisations.models import text_enum


class Fit(StrEnum):
    """How far an education answers a need, or a need is answered by its best one: wholly, in part, or out of reach and so not."""

    WHOLE = "whole"
    PART = "part"
    NONE = "none"


class ClusterNeed(RegionScoped, Timestamped, Model):
    """A cluster of needs as its owner last told of it. `cluster_id` is the owner's; no foreign key, because the owner may be any plugin.

    Args:
        headcount: People who need it; none when the cluster is no more. The row stays as a mark against late arrivals.
        municipality_codes: Where they are, with commas.
        start: The term a class is planned for, such as "2027-2"; empty when nobody has said.
        revision: The owner's own counter; an older one never overwrites a newer.
        fit, answers: Derived: the best answer's, and how many there are within reach.
        matched_at: When that was worked out; None while it waits.
    """

    __tablename__ = "training_catalog_cluster"
    __table_args__ = (
        UniqueConstraint("region_id", "cluster_id"),
        Index("ix_training_catalog_cluster_group", "occupation_group", "region_id", "headcount"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cluster_id: Mapped[int]
    occupation_group: Mapped[str] = mapped_column(String(4))
    occupation_label: Mapped[str] = mapped_column(String(200))
    level: Mapped[str] = mapped_column(String(30), default="")
    headcount: Mapped[int] = mapped_column(default=0)
    employers: Mapped[int] = mapped_column(default=0)
    municipalities: Mapped[int] = mapped_column(default=0)
    threshold: Mapped[int] = mapped_column(default=0)
    missing: Mapped[int] = mapped_column(default=0)
    viable: Mapped[bool] = mapped_column(default=False)
    municipality_codes: Mapped[str] = mapped_column(Text, default="")
    skills: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    start: Mapped[str] = mapped_column(String(20), default="")
    revision: Mapped[int] = mapped_column(BigInteger, default=0)
    fit: Mapped[Fit] = mapped_column(text_enum(Fit, 10), default=Fit.NONE)
    answers: Mapped[int] = mapped_column(default=0)
    matched_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    @property
    def codes(self) -> list[str]:
        """Where its people are."""
        return [code for code in self.municipality_codes.split(",") if code]


class Answer(RegionScoped, Model):
    """An education that answers a need, by the occasion of it that answers best, and what speaks for it.

    Args:
        rule, term: Why the education leads to the occupation; empty when it only gives a skill.
        skills: The need's skills that the education names.
        same_level: Whether it gives the level that the need asks for.
        in_time: Whether it starts no later than the class is planned for.
        reached: Codes of the need's municipalities from which it can be followed, with commas.
        km: How far the nearest of the need's municipalities is, for what one must come to and can be followed from none of them.
    """

    __tablename__ = "training_catalog_answer"
    __table_args__ = (UniqueConstraint("need_id", "info_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("training_catalog_cluster.id", ondelete="CASCADE"))
    info_id: Mapped[int] = mapped_column(ForeignKey("training_catalog_education_info.id", ondelete="CASCADE"), index=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("training_catalog_education_event.id", ondelete="CASCADE"), index=True)
    fit: Mapped[Fit] = mapped_column(text_enum(Fit, 10))
    rule: Mapped[str] = mapped_column(String(20), default="")
    term: Mapped[str] = mapped_column(String(200), default="")
    skills: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    same_level: Mapped[bool] = mapped_column(default=True)
    in_time: Mapped[bool] = mapped_column(default=True)
    reached: Mapped[str] = mapped_column(Text, default="")
    km: Mapped[float | None] = mapped_column(Float)
