"""Tables. Nothing is unique on purpose: a double must show as two rows."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, RegionScoped


class Entry(RegionScoped, Model):
    """A post that was stored."""

    __tablename__ = "chaos_probe_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(40), index=True)


class Mark(RegionScoped, Model):
    """What a handler or a job left behind for a post."""

    __tablename__ = "chaos_probe_mark"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(40), index=True)
    kind: Mapped[str] = mapped_column(String(20))
