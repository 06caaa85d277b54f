"""Receipts of submitted forms, so that the same form posted twice acts once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, UTCDateTime, utcnow


class Submission(Model):
    """A submission key that has been used, and where its first use led."""

    __tablename__ = "core_submission"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    endpoint: Mapped[str] = mapped_column(String(120))
    owner: Mapped[str] = mapped_column(String(64), default="")
    location: Mapped[str] = mapped_column(String(1000), default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow, index=True)
