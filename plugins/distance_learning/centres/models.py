"""Tables of the learning centres: the centre, its rooms and equipment, and its own answers on quality."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Date, Float, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONDict, JSONList, Model, RegionScoped, SortKey, Timestamped, Versioned
from core.organisations.models import text_enum

NAME_LENGTH = 200
TEXT_LENGTH = 4000


class LearningCentre(Timestamped, Versioned, RegionScoped, Model):
    """A learning centre (*lärcentrum*). Only one that is published is shown to everybody.

    Args:
        organisation_id: The learning centre in the register: its members keep the page.
        slug: Its name in addresses, unlike every other in the region.
        opening_hours: `[{day: 0-6, opens: "08:00", closes: "16:30"}]`, Monday first, in Swedish time; several a day are allowed.
        closures: `[{first: "2026-12-24", last: "2027-01-02", reason: "…"}]`, both days included.
        seats: How many can study there at once.
        invigilates: Whether examinations can be written there.
        receives: Whether classes and courses can be followed there.
        revision: Counts the changes that others were told of.
    """

    __tablename__ = "distance_learning_centre"
    __table_args__ = (
        UniqueConstraint("region_id", "slug"),
        UniqueConstraint("region_id", "organisation_id"),
        Index("ix_distance_learning_centre_list", "region_id", "is_published", "sort_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("core_organisation.id", ondelete="SET NULL"), index=True)
    slug: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    sort_key: Mapped[str] = mapped_column(SortKey)
    municipality_code: Mapped[str] = mapped_column(ForeignKey("core_municipality.code", ondelete="RESTRICT"), index=True)
    street_address: Mapped[str] = mapped_column(String(200), default="")
    postal_code: Mapped[str] = mapped_column(String(10), default="")
    town: Mapped[str] = mapped_column(String(100), default="")
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    description: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    support_text: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    accessibility_text: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    url: Mapped[str] = mapped_column(String(300), default="")
    opening_hours: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    closures: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    seats: Mapped[int] = mapped_column(default=0)
    invigilates: Mapped[bool] = mapped_column(default=False)
    receives: Mapped[bool] = mapped_column(default=True)
    is_published: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column(default=0)

    @property
    def ref(self) -> str:
        """How others name it."""
        return f"distance_learning:centre:{self.id}"


class RoomKind(StrEnum):
    """What a room is for."""

    STUDY = "study"
    GROUP = "group"
    VIDEO = "video"
    EXAM = "exam"
    COMPUTER = "computer"


class Room(Timestamped, Versioned, RegionScoped, Model):
    """A room of a centre. One that is no longer used stays, inactive, for the bookings that name it."""

    __tablename__ = "distance_learning_room"

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("distance_learning_centre.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    seats: Mapped[int] = mapped_column(default=1)
    kind: Mapped[RoomKind] = mapped_column(text_enum(RoomKind, 20), default=RoomKind.STUDY)
    is_accessible: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(String(500), default="")
    is_active: Mapped[bool] = mapped_column(default=True)


class Equipment(Timestamped, Versioned, RegionScoped, Model):
    """Equipment of a centre, and how many there are of it."""

    __tablename__ = "distance_learning_equipment"

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("distance_learning_centre.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    amount: Mapped[int] = mapped_column(default=1)
    is_bookable: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)


class SelfCheck(Timestamped, RegionScoped, Model):
    """What a centre answered when it looked at its own quality. `answers` is `{criterion: {answer, note}}`; earlier ones stay."""

    __tablename__ = "distance_learning_self_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("distance_learning_centre.id", ondelete="CASCADE"), index=True)
    done_on: Mapped[date] = mapped_column(Date)
    answers: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)
