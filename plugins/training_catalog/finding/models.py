"""What finding needs beside the catalogue itself: who receives a distance course, the picture that is searched, watches, short links."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, RegionScoped, UTCDateTime, utcnow


class DistanceCourse(RegionScoped, Model):
    """A course that learning centres have told of. `revision` is the newest heard, so that what comes late or twice changes nothing."""

    __tablename__ = "training_catalog_distance_course"
    __table_args__ = (UniqueConstraint("region_id", "course_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int]
    revision: Mapped[int]
    withdrawn: Mapped[bool] = mapped_column(default=False)
    # Whether the catalogue has it only because the centre told of it.
    is_own: Mapped[bool] = mapped_column(default=False)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("training_catalog_education_event.id", ondelete="SET NULL"), index=True)
    url: Mapped[str] = mapped_column(String(500), default="")


class Receiving(RegionScoped, Model):
    """A learning centre where an occasion can be followed."""

    __tablename__ = "training_catalog_receiving"
    __table_args__ = (
        UniqueConstraint("region_id", "course_id", "centre_id"),
        Index("ix_training_catalog_receiving_municipality", "municipality_code", "region_id", "event_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int]
    centre_id: Mapped[int]
    event_id: Mapped[int | None] = mapped_column(ForeignKey("training_catalog_education_event.id", ondelete="SET NULL"), index=True)
    municipality_code: Mapped[str] = mapped_column(ForeignKey("core_municipality.code", ondelete="RESTRICT"))
    centre: Mapped[str] = mapped_column(String(200))
    seats: Mapped[int | None]
    sessions: Mapped[int | None]
    url: Mapped[str] = mapped_column(String(500), default="")
    revision: Mapped[int]


class SearchBlock(RegionScoped, Model):
    """The region's current occasions as bit masks, packed: what the filters count in. Made anew when the catalogue has changed."""

    __tablename__ = "training_catalog_search_block"
    __table_args__ = (UniqueConstraint("region_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(32), default="")
    day: Mapped[date]
    data: Mapped[bytes] = mapped_column(LargeBinary)


class Watch(RegionScoped, Model):
    """A search that somebody wants to hear of: an account, or an address that has said yes by mail.

    What is newer than the two ids is new. Without an account it ends after a year, unless the person asks for one more.
    """

    __tablename__ = "training_catalog_watch"
    __table_args__ = (Index("ix_training_catalog_watch_email", "email"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="CASCADE"), index=True)
    email: Mapped[str] = mapped_column(String(254), default="")
    query: Mapped[str] = mapped_column(String(1_500))
    language: Mapped[str] = mapped_column(String(5), default="sv")
    seed: Mapped[str] = mapped_column(String(32))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    told_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    last_event_id: Mapped[int] = mapped_column(default=0)
    last_receiving_id: Mapped[int] = mapped_column(default=0)


class ShortLink(RegionScoped, Model):
    """A long choice under a short address. The same choice gets the same address."""

    __tablename__ = "training_catalog_short_link"
    __table_args__ = (UniqueConstraint("region_id", "code"), UniqueConstraint("region_id", "digest"))

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12))
    digest: Mapped[str] = mapped_column(String(64))
    query: Mapped[str] = mapped_column(String(1_500))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow, index=True)
