"""Tables of meetings and their programmes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import Float, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONList, Model, RegionScoped, SortKey, Timestamped, UTCDateTime, Versioned
from core.organisations.models import text_enum


class MeetingStatus(StrEnum):
    """Whether others see a meeting."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class MeetingMode(StrEnum):
    """Where one takes part."""

    DIGITAL = "digital"
    ON_SITE = "on_site"
    BOTH = "both"


class Access(StrEnum):
    """Who may register: everybody, or those who have been invited by mail."""

    OPEN = "open"
    INVITED = "invited"


class Meeting(Timestamped, Versioned, RegionScoped, Model):
    """A meeting, of a series or alone.

    Args:
        organisation_id: Who arranges it, and whose people may change it.
        join_link: Where one joins it on the web; shown only to those who are registered, and only from `link_minutes` before it begins.
        seats_on_site, seats_digital: How many can take part; 0 is without limit.
        certified_hours: What a certificate says; 0 gives no certificate.
        materials: Addresses of material and recordings afterwards, each `{"title": …, "url": …}`.
        revision: Counts the changes that participants were told of.
        check_in_code: Shown in the meeting room. Who is registered writes it to say that they are there.
    """

    __encrypted__: ClassVar[Mapping[str, str]] = {"join_link": "meeting:{id}"}
    __tablename__ = "meeting_places_meeting"
    __table_args__ = (Index("ix_meeting_places_meeting_list", "region_id", "status", "starts_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_places_series.id", ondelete="SET NULL"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("core_organisation.id", ondelete="SET NULL"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(SortKey)
    description: Mapped[str] = mapped_column(String(6000), default="")
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
    mode: Mapped[MeetingMode] = mapped_column(text_enum(MeetingMode, 10), default=MeetingMode.DIGITAL)
    access: Mapped[Access] = mapped_column(text_enum(Access, 10), default=Access.OPEN)
    municipality_code: Mapped[str | None] = mapped_column(ForeignKey("core_municipality.code", ondelete="RESTRICT"), index=True)
    place: Mapped[str] = mapped_column(String(300), default="")
    join_link: Mapped[str] = mapped_column(String(1500), default="")
    link_minutes: Mapped[int] = mapped_column(default=60)
    seats_on_site: Mapped[int] = mapped_column(default=0)
    seats_digital: Mapped[int] = mapped_column(default=0)
    register_by: Mapped[datetime | None] = mapped_column(UTCDateTime)
    certified_hours: Mapped[float] = mapped_column(Float, default=0.0)
    materials: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    status: Mapped[MeetingStatus] = mapped_column(text_enum(MeetingStatus, 12), default=MeetingStatus.DRAFT)
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    cancelled_reason: Mapped[str] = mapped_column(String(500), default="")
    revision: Mapped[int] = mapped_column(default=0)
    check_in_code: Mapped[str] = mapped_column(String(12), default="")

    @property
    def ref(self) -> str:
        """How others name it."""
        return f"meeting_places:meeting:{self.id}"


class MeetingTheme(RegionScoped, Model):
    """A meeting is about a theme, besides those of its series."""

    __tablename__ = "meeting_places_meeting_theme"
    __table_args__ = (UniqueConstraint("meeting_id", "theme_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting_places_meeting.id", ondelete="CASCADE"), index=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("meeting_places_theme.id", ondelete="CASCADE"), index=True)


class ProgrammeSession(Timestamped, Versioned, RegionScoped, Model):
    """A part of the programme. Parts of different tracks may run at the same time."""

    __tablename__ = "meeting_places_session"
    __table_args__ = (Index("ix_meeting_places_session_list", "meeting_id", "starts_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting_places_meeting.id", ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(String(2000), default="")
    track: Mapped[str] = mapped_column(String(80), default="")
    room: Mapped[str] = mapped_column(String(120), default="")
    speakers: Mapped[str] = mapped_column(String(500), default="")
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
