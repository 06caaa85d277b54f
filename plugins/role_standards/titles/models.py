"""Table: titles that municipalities use, and which standard each of them is."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, RegionScoped, SortKey, Timestamped, Versioned
from core.organisations.models import text_enum

TITLE_LENGTH = 200


class TitleState(StrEnum):
    """What is known of a title."""

    WAITING = "waiting"
    IS = "is"
    OTHER = "other"


class LocalTitle(Timestamped, Versioned, RegionScoped, Model):
    """A title that a municipality uses (*lokal titel*).

    Args:
        municipality_code: Empty: the title is used in all of the region.
        folded: The title without case, accents and signs: by it titles are the same.
        standard_id: The standard that it is; None while nobody has said, and when it is none of them.
        state: `waiting` until somebody has said; `other` when it is none of the standards.
    """

    __tablename__ = "role_standards_local_title"
    __table_args__ = (
        UniqueConstraint("region_id", "municipality_code", "folded"),
        Index("ix_role_standards_local_title_folded", "region_id", "folded"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_code: Mapped[str] = mapped_column(String(4), default="")
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    folded: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    sort_key: Mapped[str] = mapped_column(SortKey)
    state: Mapped[TitleState] = mapped_column(text_enum(TitleState, 12), default=TitleState.WAITING)
    standard_id: Mapped[int | None] = mapped_column(ForeignKey("role_standards_standard.id", ondelete="SET NULL"), index=True)
