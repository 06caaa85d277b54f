"""What is kept beside an answer: every version that was sent, and who follows what happens."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONDict, Model, RegionScoped, UTCDateTime, utcnow


class ResponseVersion(RegionScoped, Model):
    """An answer as it was sent, each time. Without contact details, so that these can be taken away and the history stay."""

    __tablename__ = "employer_needs_response_version"
    __table_args__ = (UniqueConstraint("response_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("employer_needs_response.id", ondelete="CASCADE"))
    number: Mapped[int]
    sent_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    # Whoever sent it on the employer's behalf; None when the employer did, by its link.
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)


class Follower(RegionScoped, Model):
    """An address that is told by mail what happens to an answer's needs. Nothing is sent before it was confirmed."""

    __tablename__ = "employer_needs_follower"
    __table_args__ = (UniqueConstraint("response_id", "email"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("employer_needs_response.id", ondelete="CASCADE"))
    email: Mapped[str] = mapped_column(String(254), index=True)
    seed: Mapped[str] = mapped_column(String(32))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow, index=True)
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
