"""Tables of the support: times to talk to somebody, study groups, and check-lists."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONList, Model, RegionScoped, Timestamped, UTCDateTime, Versioned
from core.organisations.models import text_enum
from plugins.distance_learning.visiting.models import Visitor


class SupportKind(StrEnum):
    """What the time is for."""

    GUIDANCE = "guidance"
    STUDY = "study"


class SupportSlot(Timestamped, Versioned, RegionScoped, Model):
    """A time with a guidance counsellor (*studie- och yrkesvägledare*) or for study support. One visitor takes it.

    Args:
        user_id: Who gives it; None when that account is gone.
        video_url: Where to meet by video; shown only to the one who has booked.
    """

    __tablename__ = "distance_learning_support_slot"
    __table_args__ = (Index("ix_distance_learning_support_slot_when", "region_id", "starts_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("distance_learning_centre.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)
    kind: Mapped[SupportKind] = mapped_column(text_enum(SupportKind, 20), default=SupportKind.GUIDANCE)
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
    place: Mapped[str] = mapped_column(String(200), default="")
    video_url: Mapped[str] = mapped_column(String(300), default="")
    cancelled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class SupportBooking(Visitor, Timestamped, Versioned, RegionScoped, Model):
    """Somebody who wants to talk."""

    __tablename__ = "distance_learning_support_booking"

    id: Mapped[int] = mapped_column(primary_key=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("distance_learning_support_slot.id", ondelete="CASCADE"), index=True)
    topic: Mapped[str] = mapped_column(String(500), default="")


class StudyGroup(Timestamped, Versioned, RegionScoped, Model):
    """People in a town who study together. They reach each other through the centre; nobody's address is shown.

    Args:
        course: What they read, in words.
        meets: When and where, in words.
    """

    __tablename__ = "distance_learning_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("distance_learning_centre.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    course: Mapped[str] = mapped_column(String(200), default="")
    town: Mapped[str] = mapped_column(String(100))
    meets: Mapped[str] = mapped_column(String(500), default="")
    seats: Mapped[int]
    is_open: Mapped[bool] = mapped_column(default=True)


class GroupMember(Visitor, Timestamped, Versioned, RegionScoped, Model):
    """Somebody in a study group."""

    __tablename__ = "distance_learning_group_member"

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("distance_learning_group.id", ondelete="CASCADE"), index=True)


class CheckList(Timestamped, Versioned, RegionScoped, Model):
    """The region's own check-list for those who are new to distance studies, in one language."""

    __tablename__ = "distance_learning_check_list"
    __table_args__ = (UniqueConstraint("region_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(String(5))
    items: Mapped[list[Any]] = mapped_column(JSONList, default=list)
