"""Tokens of the API, and the receipts that make a repeated POST act once."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONDict, JSONList, Model, RegionScoped, UTCDateTime, utcnow


class ApiToken(RegionScoped, Model):
    """A program's key to a region's data, on behalf of the region or of one organisation. Only the hash of the secret is stored.

    Args:
        hint: The first characters of the token, so that people can tell which one it is.
        scopes: Names of the permissions it has.
        last_used_on: The day only: enough to find those that nobody uses, and at most one write a day.
    """

    __tablename__ = "core_api_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("core_organisation.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    hint: Mapped[str] = mapped_column(String(12))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    last_used_on: Mapped[date | None] = mapped_column(Date)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)

    @property
    def usable(self) -> bool:
        """Whether it opens anything now."""
        return self.revoked_at is None and self.expires_at > utcnow()


class ApiReceipt(Model):
    """The answer that the first POST with an `Idempotency-Key` got. The key is stored as a hash bound to token and address."""

    __tablename__ = "core_api_receipt"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    token_id: Mapped[int] = mapped_column(ForeignKey("core_api_token.id", ondelete="CASCADE"), index=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    status: Mapped[int] = mapped_column(default=0)
    headers: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)
    body: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow, index=True)
