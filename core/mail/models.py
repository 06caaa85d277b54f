"""Outgoing mail as records: what was to be sent, whether it was, and what went wrong; and the regions' own words for it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONDict, Model, RegionScoped, Timestamped, UTCDateTime, Versioned, utcnow


class Mail(Model):
    """One message to one recipient. `message_id` is fixed when it is queued, so that a second delivery is recognisable as the same.

    Attributes:
        headers: Further headers, by name.
        template: Where the words come from: `<kind>` for the standard, `<kind>@<version>` for the region's own.
        attempts: How often sending was tried and failed.
        next_try_at: When it is tried again; None when it is sent, has failed, or has not been tried.
        failed_at: When it was given up; an administrator can let it try again.
    """

    __tablename__ = "core_mail"
    __table_args__ = (Index("ix_core_mail_state", "sent_at", "failed_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    region_id: Mapped[int | None] = mapped_column(ForeignKey("core_region.id", ondelete="SET NULL"), index=True)
    kind: Mapped[str] = mapped_column(String(80))
    recipient: Mapped[str] = mapped_column(String(254), index=True)
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    error: Mapped[str] = mapped_column(String(500), default="")
    headers: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict, server_default="{}")
    template: Mapped[str] = mapped_column(String(100), default="", server_default="")
    language: Mapped[str] = mapped_column(String(5), default="sv", server_default="sv")
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    next_try_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    failed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class RegionMailTemplate(Timestamped, Versioned, RegionScoped, Model):
    """A region's own subject and text for a kind of mail in a language. Without a row the standard text is used."""

    __tablename__ = "core_mail_template"
    __table_args__ = (UniqueConstraint("region_id", "kind", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(80))
    language: Mapped[str] = mapped_column(String(5))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
