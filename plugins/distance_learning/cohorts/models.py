"""Tables: who is interested in a course, the cohort that they make, what employers have promised, and what came of it per centre."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, RegionScoped, Timestamped, UTCDateTime, Versioned, utcnow
from core.organisations.models import text_enum

REASON_LENGTH = 1000


class InterestStatus(StrEnum):
    """How far a person's interest has come. `expired`: an offer that was not answered in time."""

    WAITING_CONFIRMATION = "waiting_confirmation"
    INTERESTED = "interested"
    OFFERED = "offered"
    JOINED = "joined"
    WAITING_LIST = "waiting_list"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


COUNTED = (InterestStatus.INTERESTED, InterestStatus.OFFERED, InterestStatus.JOINED, InterestStatus.WAITING_LIST)
SEATED = (InterestStatus.OFFERED, InterestStatus.JOINED)


class CohortStatus(StrEnum):
    """How far a cohort has come."""

    COLLECTING = "collecting"
    REACHED = "reached"
    CONFIRMED = "confirmed"
    STARTED = "started"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


OPEN = (CohortStatus.COLLECTING, CohortStatus.REACHED, CohortStatus.CONFIRMED)


class Cohort(Timestamped, Versioned, RegionScoped, Model):
    """The group that forms around a course (*studiegrupp*), over all centres. A course has one; it is made with the first interest.

    Args:
        threshold, seats: The course's, as they were at the last decision.
        reached_at: When the threshold was first reached; provider and centres are told then, once.
        reason: Why it was cancelled, for those concerned.
        alternative_ref: What they can follow instead: `distance_learning:course:5` or an occasion of a catalogue. Empty: nothing.
        started, completed: How many did; the sums of `CohortOutcome`. None: not said yet.
        revision: Counts what others were told.
    """

    __tablename__ = "distance_learning_cohort"
    __table_args__ = (UniqueConstraint("course_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("distance_learning_course.id", ondelete="CASCADE"))
    status: Mapped[CohortStatus] = mapped_column(text_enum(CohortStatus, 12), default=CohortStatus.COLLECTING)
    threshold: Mapped[int] = mapped_column(default=0)
    seats: Mapped[int] = mapped_column(default=0)
    reached_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)
    reason: Mapped[str] = mapped_column(String(REASON_LENGTH), default="")
    alternative_ref: Mapped[str] = mapped_column(String(160), default="")
    started: Mapped[int | None]
    completed: Mapped[int | None]
    started_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revision: Mapped[int] = mapped_column(default=0)


class CohortOutcome(RegionScoped, Model):
    """How many of a cohort started and completed at one centre. Numbers only, so that they outlive the people's data."""

    __tablename__ = "distance_learning_cohort_outcome"
    __table_args__ = (UniqueConstraint("cohort_id", "centre_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("distance_learning_cohort.id", ondelete="CASCADE"))
    centre_id: Mapped[int] = mapped_column(ForeignKey("distance_learning_centre.id", ondelete="CASCADE"), index=True)
    started: Mapped[int] = mapped_column(default=0)
    completed: Mapped[int | None]


class Interest(Timestamped, Versioned, RegionScoped, Model):
    """A person without account who wants to follow a course at a centre (*intresseanmälan*). Counts once the address has said yes.

    Args:
        centre_id: Where they want to follow it; None when that centre is gone.
        municipality_code: Where they live; empty for outside the region.
        employer_paid: An employer has promised them paid time, so they are not counted beside that employer's promise.
        seed, token_hash: The secret of the mailed link, which is the person's only key.
        status_at: When the status last changed; the retention rule counts from it.
        confirmed_at: When the address said yes: the order of the queue.
        answer_by: The last day to take an offered seat.
        reminded_at: When the offer was reminded of.
    """

    __tablename__ = "distance_learning_interest"
    __table_args__ = (
        UniqueConstraint("course_id", "email"),
        Index("ix_distance_learning_interest_queue", "course_id", "status", "confirmed_at", "id"),
        Index("ix_distance_learning_interest_due", "region_id", "status", "answer_by"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("distance_learning_course.id", ondelete="CASCADE"))
    centre_id: Mapped[int | None] = mapped_column(ForeignKey("distance_learning_centre.id", ondelete="SET NULL"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254), index=True)
    phone: Mapped[str] = mapped_column(String(40), default="")
    municipality_code: Mapped[str] = mapped_column(String(4), default="")
    employer_paid: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(String(5), default="sv")
    consented_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    seed: Mapped[str] = mapped_column(String(32))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    status: Mapped[InterestStatus] = mapped_column(text_enum(InterestStatus, 24), default=InterestStatus.WAITING_CONFIRMATION)
    status_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow, index=True)
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answer_by: Mapped[date | None] = mapped_column(Date)
    reminded_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Pledge(RegionScoped, Model):
    """A place that an employer stands behind: its commitment to paid study time. Nobody's person is here.

    Args:
        commitment_id: The owner's id; no foreign key, because the owner may be any plugin.
        cohort_id: The cohort that it was counted for when that was confirmed; it counts for no other then.
        made_at: When it was first told of; None for a withdrawal that overtook it.
    """

    __tablename__ = "distance_learning_pledge"
    __table_args__ = (
        UniqueConstraint("region_id", "commitment_id"),
        Index("ix_distance_learning_pledge_group", "region_id", "occupation_group", "withdrawn_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int]
    occupation_group: Mapped[str] = mapped_column(String(4), default="")
    municipality_code: Mapped[str] = mapped_column(String(4), default="")
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("distance_learning_cohort.id", ondelete="SET NULL"), index=True)
    revision: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
