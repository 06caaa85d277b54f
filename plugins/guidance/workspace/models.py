"""Tables of shortlists. Whom a list is for is not stored: it has a label that the counsellor chooses."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, RegionScoped, Timestamped, UTCDateTime, Versioned


class Shortlist(Timestamped, Versioned, RegionScoped, Model):
    """Ways that a counsellor has chosen for somebody.

    Args:
        label: What the counsellor calls it. The page asks for no name.
        seed, token_hash, expires_at: The link that it is shared by, and until when it opens; empty when it is not shared.
    """

    __tablename__ = "guidance_shortlist"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("core_user.id", ondelete="CASCADE"), index=True)
    label: Mapped[str] = mapped_column(String(60))
    note: Mapped[str] = mapped_column(String(2000), default="")
    seed: Mapped[str] = mapped_column(String(32), default="")
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)


class ShortlistItem(Timestamped, RegionScoped, Model):
    """A way on a list: something of the page of an occupation, or a line of the counsellor's own."""

    __tablename__ = "guidance_shortlist_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    shortlist_id: Mapped[int] = mapped_column(ForeignKey("guidance_shortlist.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(String(1000), default="")
    url: Mapped[str] = mapped_column(String(500), default="")
