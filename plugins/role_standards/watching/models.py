"""Tables: rules that are watched, and which standards they touch."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, RegionScoped, Timestamped, Versioned

TITLE_LENGTH = 200


class WatchedRequirement(Timestamped, Versioned, RegionScoped, Model):
    """A requirement of law or of an authority that changes (*bevakat krav*).

    Args:
        law: The law or the regulation, such as `Lag (2023:000)`.
        authority: Who supervises or decides.
        in_force_on: The day from which it holds; None when that is not decided.
        change: What is new, and for whom.
    """

    __tablename__ = "role_standards_watched"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    law: Mapped[str] = mapped_column(String(TITLE_LENGTH), default="")
    authority: Mapped[str] = mapped_column(String(TITLE_LENGTH), default="")
    url: Mapped[str] = mapped_column(String(500), default="")
    in_force_on: Mapped[date | None] = mapped_column(Date)
    change: Mapped[str] = mapped_column(Text, default="")

    @property
    def ref(self) -> str:
        """How others name it."""
        return f"role_standards:watched:{self.id}"


class WatchedStandard(RegionScoped, Model):
    """That a watched requirement touches a standard."""

    __tablename__ = "role_standards_watched_standard"
    __table_args__ = (UniqueConstraint("watched_id", "standard_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    watched_id: Mapped[int] = mapped_column(ForeignKey("role_standards_watched.id", ondelete="CASCADE"), index=True)
    standard_id: Mapped[int] = mapped_column(ForeignKey("role_standards_standard.id", ondelete="CASCADE"), index=True)
