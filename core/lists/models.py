"""Saved views."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, Timestamped


class SavedView(Timestamped, Model):
    """What a person chose on a list, to come back to. `query` is the address's part after the question mark, without the page."""

    __tablename__ = "core_saved_view"
    __table_args__ = (Index("ix_core_saved_view_user_id_region_id_endpoint", "user_id", "region_id", "endpoint"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("core_user.id", ondelete="CASCADE"))
    region_id: Mapped[int] = mapped_column(ForeignKey("core_region.id", ondelete="CASCADE"), index=True)
    endpoint: Mapped[str] = mapped_column(String(120))
    name: Mapped[str] = mapped_column(String(80))
    query: Mapped[str] = mapped_column(String(1_500), default="")
