"""Table: agreed roles and their titles, as events told them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONList, Model, RegionScoped, UTCDateTime


class AgreedRole(RegionScoped, Model):
    """A role that organisations have agreed on. `standard_id` is its owner's id; no foreign key, because the owner may be any plugin.

    Args:
        titles: Every title that means it, folded (`core.search.folding`).
        revision: The owner's own counter; an older word never overwrites a newer.
        withdrawn_at: Set when it is no longer used; the row stays as a mark against late arrivals.
    """

    __tablename__ = "demand_pooling_agreed_role"
    __table_args__ = (UniqueConstraint("region_id", "standard_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    standard_id: Mapped[int]
    title: Mapped[str] = mapped_column(String(200), default="")
    occupation_group: Mapped[str] = mapped_column(String(4), default="")
    titles: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    revision: Mapped[int] = mapped_column(default=0)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
