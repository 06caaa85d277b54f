"""Notices to people, how they want them, and the addresses of their calendars.

A notice belongs to a person, not to a region: people read those of all their regions together. So it is not fenced; every query
names the person.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, UTCDateTime, utcnow
from core.organisations.models import text_enum


class Delivery(StrEnum):
    """How somebody wants a kind of notice."""

    NOW = "now"  # by mail at once, and on the page
    DIGEST = "digest"  # in the day's mail, and on the page
    IN_APP = "in_app"  # on the page only
    OFF = "off"  # not at all


class Notice(Model):
    """Something that a person is told.

    Attributes:
        key: A digest of what happened, so that telling it again tells nothing new.
        group_key: Notices about the same thing have the same.
        for_digest: Waits for the day's mail.
        mailed_at: When it was put into a mail, whichever kind.
    """

    __tablename__ = "core_notice"
    __table_args__ = (
        UniqueConstraint("user_id", "key"),
        Index("ix_core_notice_unread", "user_id", "read_at", "region_id"),
        Index("ix_core_notice_group", "user_id", "group_key", "id"),
        Index("ix_core_notice_digest", "for_digest", "user_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("core_user.id", ondelete="CASCADE"))
    region_id: Mapped[int | None] = mapped_column(ForeignKey("core_region.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(120))
    key: Mapped[str] = mapped_column(String(64))
    subject_ref: Mapped[str] = mapped_column(String(200), default="")
    group_key: Mapped[str] = mapped_column(String(64))
    group_title: Mapped[str] = mapped_column(String(200), default="")
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text, default="")
    url: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow, index=True)
    read_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    for_digest: Mapped[bool] = mapped_column(default=False)
    mailed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class NoticeChoice(Model):
    """How a person wants a kind of notice, where that is not the kind's own default."""

    __tablename__ = "core_notice_choice"

    user_id: Mapped[int] = mapped_column(ForeignKey("core_user.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(120), primary_key=True)
    delivery: Mapped[Delivery] = mapped_column(text_enum(Delivery, 10))
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow, onupdate=utcnow)


class CalendarFeed(Model):
    """The secret address of a person's calendar. Only its hash is stored: who loses the address makes a new one."""

    __tablename__ = "core_calendar_feed"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("core_user.id", ondelete="CASCADE"), unique=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
