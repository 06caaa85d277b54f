"""The plugin's table."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, RegionScoped, Timestamped, Versioned

TITLE_LENGTH = 120
TEXT_LENGTH = 2000


class Note(RegionScoped, Timestamped, Versioned, Model):
    """A note. `words` is None until it has been counted, outside the request."""

    __tablename__ = "distance_learning_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    text: Mapped[str] = mapped_column(String(TEXT_LENGTH))
    words: Mapped[int | None]
    archived: Mapped[bool] = mapped_column(default=False)
