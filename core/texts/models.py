"""The region's own texts as they have been. The running ones stand in `Region.texts`, so that a page needs no query for them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, RegionScoped, UTCDateTime, utcnow


class RegionText(RegionScoped, Model):
    """One saved version of one text in one language. An empty body is a return to the text that comes with Samkraft."""

    __tablename__ = "core_region_text"
    __table_args__ = (Index("ix_core_region_text_region_id_key_language", "region_id", "key", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60))
    language: Mapped[str] = mapped_column(String(5))
    body: Mapped[str] = mapped_column(Text, default="")
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)
    set_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
