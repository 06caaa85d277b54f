"""Tables of what a region has changed or added: needs, check-lists and their steps. What is not here is as `ready_made.toml` says."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONList, Model, RegionScoped, Timestamped, Versioned

CODE_LENGTH, TITLE_LENGTH, TEXT_LENGTH = 60, 200, 1000


class AdaptedNeed(Timestamped, Versioned, RegionScoped, Model):
    """A need that a region has changed, hidden, moved or added.

    Args:
        code: That of the ready-made need, or the region's own.
        title: Empty: the ready-made text holds.
        fits: Codes of `core.plugins.FITS`; a way with any of them meets the need.
        checklist: The code of a check-list that tells more; empty for none.
    """

    __tablename__ = "guidance_need"
    __table_args__ = (UniqueConstraint("region_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(CODE_LENGTH))
    position: Mapped[int] = mapped_column(default=0)
    is_hidden: Mapped[bool] = mapped_column(default=False)
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH), default="")
    title_en: Mapped[str] = mapped_column(String(TITLE_LENGTH), default="")
    text: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    text_en: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    fits: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    checklist: Mapped[str] = mapped_column(String(CODE_LENGTH), default="")

    @property
    def ref(self) -> str:
        """How others name it."""
        return f"guidance:need:{self.id}"


class Checklist(Timestamped, Versioned, RegionScoped, Model):
    """A check-list in one language, in the region's own words. The Swedish row also says where the list stands, and whether it is hidden.

    Args:
        code: That of the ready-made list, or the region's own.
        language: BCP 47.
        title: Empty: the ready-made text holds.
        is_general: Whether the pages of all occupations lead to it.
    """

    __tablename__ = "guidance_checklist"
    __table_args__ = (UniqueConstraint("region_id", "code", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(CODE_LENGTH))
    language: Mapped[str] = mapped_column(String(10), default="sv")
    position: Mapped[int] = mapped_column(default=0)
    is_hidden: Mapped[bool] = mapped_column(default=False)
    is_general: Mapped[bool] = mapped_column(default=False)
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH), default="")
    intro: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")

    @property
    def ref(self) -> str:
        """How others name it."""
        return f"guidance:checklist:{self.id}"


class ChecklistStep(Timestamped, Versioned, RegionScoped, Model):
    """A step of a check-list.

    Args:
        title: What to do.
        why: Why.
        who: Who helps.
        link, url: The authority's page, and what it is called.
        time: How long it may take; empty when that is not known.
        easy: The step in words that are easy to read.
    """

    __tablename__ = "guidance_checklist_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    checklist_id: Mapped[int] = mapped_column(ForeignKey("guidance_checklist.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    why: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    who: Mapped[str] = mapped_column(String(300), default="")
    link: Mapped[str] = mapped_column(String(TITLE_LENGTH), default="")
    url: Mapped[str] = mapped_column(String(300), default="")
    time: Mapped[str] = mapped_column(String(300), default="")
    easy: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
