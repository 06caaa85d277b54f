"""Tables of periods, and of the caps that a match in them must keep."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, RegionScoped, Timestamped, UTCDateTime, Versioned
from core.organisations.models import text_enum

TITLE_LENGTH = 200


class PeriodStatus(StrEnum):
    """How far a period has come."""

    PLANNING = "planning"
    COLLECTING = "collecting"
    WISHING = "wishing"
    MATCHING = "matching"
    PUBLISHED = "published"
    RUNNING = "running"
    ENDED = "ended"


class Policy(StrEnum):
    """What a match aims for."""

    STABLE = "stable"
    MOST_PLACED = "most_placed"


class WishMode(StrEnum):
    """How applicants say what they want: places in order, or occupation, sector and town."""

    RANKED = "ranked"
    WISHES = "wishes"


class PlacementPeriod(Timestamped, Versioned, RegionScoped, Model):
    """A period of placements of one kind, and the round of offers, wishes and matching that leads to it.

    Args:
        starts_on, ends_on: The first and the last day at the workplaces.
        weeks: How many of the weeks in between one is there.
        offers_by, wishes_by: The last days to offer and to wish.
        accept_days: Days that an applicant has to accept a place.
        travel_limit_km: None: as the kind says.
        seed, drawn_at: The lottery, drawn once and kept; None until it is drawn.
        ended_at: When everything was over; retention counts from it.
    """

    __tablename__ = "internships_period"
    __table_args__ = (Index("ix_internships_period_list", "region_id", "status", "starts_on", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind_id: Mapped[int] = mapped_column(ForeignKey("internships_kind.id", ondelete="RESTRICT"), index=True)
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    weeks: Mapped[int] = mapped_column(default=1)
    offers_by: Mapped[date] = mapped_column(Date)
    wishes_by: Mapped[date] = mapped_column(Date)
    accept_days: Mapped[int] = mapped_column(default=7)
    policy: Mapped[Policy] = mapped_column(text_enum(Policy, 12), default=Policy.STABLE)
    wish_mode: Mapped[WishMode] = mapped_column(text_enum(WishMode, 8), default=WishMode.RANKED)
    travel_limit_km: Mapped[int | None]
    seed: Mapped[int | None] = mapped_column(BigInteger)
    drawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    status: Mapped[PeriodStatus] = mapped_column(text_enum(PeriodStatus, 12), default=PeriodStatus.PLANNING)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    @property
    def ref(self) -> str:
        """How others name it."""
        return f"internships:period:{self.id}"


class CapScope(StrEnum):
    """Over which places a cap holds."""

    EMPLOYER = "employer"
    SCHOOL = "school"
    AREA = "area"


class Cap(Timestamped, Versioned, RegionScoped, Model):
    """At most so many placements at an employer, from a school or in a municipality.

    Args:
        organisation_id: The employer or the school.
        municipality_code: The area; empty for the other scopes.
        agreement_id: The cooperation agreement that it comes from, if any.
    """

    __tablename__ = "internships_cap"

    id: Mapped[int] = mapped_column(primary_key=True)
    period_id: Mapped[int] = mapped_column(ForeignKey("internships_period.id", ondelete="CASCADE"), index=True)
    scope: Mapped[CapScope] = mapped_column(text_enum(CapScope, 10))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("core_organisation.id", ondelete="CASCADE"), index=True)
    municipality_code: Mapped[str] = mapped_column(String(4), default="")
    maximum: Mapped[int]
    reason: Mapped[str] = mapped_column(String(500), default="")
    agreement_id: Mapped[int | None] = mapped_column(ForeignKey("internships_agreement.id", ondelete="SET NULL"), index=True)
