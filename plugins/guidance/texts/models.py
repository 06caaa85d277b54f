"""The table of texts that staff write for an occupation group: easy to read, or in a language that the site does not have."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, RegionScoped, Timestamped, Versioned

TEXT_LENGTH = 4000


class GuidanceText(Timestamped, Versioned, RegionScoped, Model):
    """A text on one occupation group.

    Args:
        municipality_code: Where it is about; None: all the region.
        language: BCP 47, such as `sv`, `ar` or `uk`.
        is_easy: Whether it is written to be easy to read (*lättläst*).
    """

    __tablename__ = "guidance_text"
    __table_args__ = (UniqueConstraint("region_id", "occupation_group", "municipality_code", "language", "is_easy"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    occupation_group: Mapped[str] = mapped_column(String(4), index=True)
    municipality_code: Mapped[str | None] = mapped_column(ForeignKey("core_municipality.code", ondelete="RESTRICT"), index=True)
    language: Mapped[str] = mapped_column(String(10), default="sv")
    is_easy: Mapped[bool] = mapped_column(default=True)
    text: Mapped[str] = mapped_column(String(TEXT_LENGTH))

    @property
    def ref(self) -> str:
        """How others name it."""
        return f"guidance:text:{self.id}"
