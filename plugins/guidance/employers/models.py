"""Tables of employers' profiles and open house days."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONList, Model, RegionScoped, SortKey, Timestamped, UTCDateTime, Versioned
from core.organisations.models import text_enum


class ProfileStatus(StrEnum):
    """Whether everybody sees a profile. The region looks at it first, so that it tells of work and does not advertise."""

    DRAFT = "draft"
    WAITING = "waiting"
    PUBLISHED = "published"


class EmployerProfile(Timestamped, Versioned, RegionScoped, Model):
    """What an employer says of itself as a place to work. `story`: somebody who works there tells."""

    __tablename__ = "guidance_profile"
    __table_args__ = (
        UniqueConstraint("region_id", "organisation_id"),
        Index("ix_guidance_profile_list", "region_id", "status", "sort_key", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("core_organisation.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(SortKey)
    municipality_code: Mapped[str | None] = mapped_column(ForeignKey("core_municipality.code", ondelete="RESTRICT"), index=True)
    about: Mapped[str] = mapped_column(String(2000))
    story: Mapped[str] = mapped_column(String(4000), default="")
    url: Mapped[str] = mapped_column(String(300), default="")
    occupation_groups: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    status: Mapped[ProfileStatus] = mapped_column(text_enum(ProfileStatus, 10), default=ProfileStatus.DRAFT)

    @property
    def ref(self) -> str:
        """How others name it."""
        return f"guidance:profile:{self.id}"


class OpenHouse(Timestamped, RegionScoped, Model):
    """A day when anybody may come and look."""

    __tablename__ = "guidance_open_house"
    __table_args__ = (Index("ix_guidance_open_house_list", "profile_id", "starts_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    profile_id: Mapped[int] = mapped_column(ForeignKey("guidance_profile.id", ondelete="CASCADE"))
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    place: Mapped[str] = mapped_column(String(200), default="")
    text: Mapped[str] = mapped_column(String(500), default="")
    url: Mapped[str] = mapped_column(String(300), default="")
