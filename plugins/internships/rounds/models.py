"""Tables of the matching: runs with their files, the placements they give, what is decided beforehand, and what a repair moved."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Date, Float, ForeignKey, Index, String, UniqueConstraint, column
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONDict, JSONList, Model, RegionScoped, Timestamped, UTCDateTime, Versioned
from core.organisations.models import text_enum
from plugins.internships.periods.models import Policy


class RunKind(StrEnum):
    """What a run was for."""

    MATCH = "match"
    REPAIR = "repair"
    WHAT_IF = "what_if"


class RunStatus(StrEnum):
    """How far a run has come. `refused`: the verifier found a fault."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    REFUSED = "refused"
    PUBLISHED = "published"


UNDER_WAY = (RunStatus.QUEUED, RunStatus.RUNNING)
_UNDER_WAY = column("status").in_([status.value for status in UNDER_WAY])


class MatchRun(Timestamped, Versioned, RegionScoped, Model):
    """One run of the matching, with all that is needed to do it again. At most one is under way in a period.

    Args:
        input_hash: SHA-256 of the instance as it was given to the engine.
        input_stored_name, result_stored_name: The instance and the result in the folder of files.
        guarantee: What is promised of the result, in the engine's word.
        placed, of: How many got a place, of how many.
        statistics: Counts for the page, never persons.
        verifier_lines: What the verifier found, one line per broken rule; empty when all is right.
        time_limit: Seconds.
        stale_at: When it was seen that offers, wishes or rules had changed since it was started. A stale result is never published.
    """

    __tablename__ = "internships_run"
    __table_args__ = (
        Index("ix_internships_run_list", "region_id", "period_id", "id"),
        Index("uq_internships_run_under_way", "period_id", unique=True, sqlite_where=_UNDER_WAY, postgresql_where=_UNDER_WAY),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    period_id: Mapped[int] = mapped_column(ForeignKey("internships_period.id", ondelete="CASCADE"), index=True)
    kind: Mapped[RunKind] = mapped_column(text_enum(RunKind, 8), default=RunKind.MATCH)
    policy: Mapped[Policy] = mapped_column(text_enum(Policy, 12))
    seed: Mapped[int] = mapped_column(BigInteger)
    engine_version: Mapped[str] = mapped_column(String(40), default="")
    input_hash: Mapped[str] = mapped_column(String(64), default="")
    input_stored_name: Mapped[str] = mapped_column(String(64), default="")
    result_stored_name: Mapped[str] = mapped_column(String(64), default="")
    status: Mapped[RunStatus] = mapped_column(text_enum(RunStatus, 10), default=RunStatus.QUEUED)
    guarantee: Mapped[str] = mapped_column(String(100), default="")
    placed: Mapped[int] = mapped_column(default=0)
    of: Mapped[int] = mapped_column(default=0)
    statistics: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)
    verified_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    verifier_lines: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)
    time_limit: Mapped[float] = mapped_column(Float, default=60.0)
    stale_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    @property
    def ref(self) -> str:
        """How others name it."""
        return f"internships:run:{self.id}"

    @property
    def under_way(self) -> bool:
        """Whether it waits or runs."""
        return self.status in UNDER_WAY


class Outcome(RegionScoped, Model):
    """What a run says of one applicant, and why: codes, so that everybody reads it in their own language.

    Args:
        offer_id: The place; None: none.
        tier: Which of the applicant's groups of wishes it stands in, from 0.
        wishes: How many places the applicant could have.
        reasons: `[{offer, tier, why, limit, ahead}]`, what was wished for more and why it was not to be had.
    """

    __tablename__ = "internships_outcome"
    __table_args__ = (UniqueConstraint("run_id", "applicant_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("internships_run.id", ondelete="CASCADE"))
    applicant_id: Mapped[int] = mapped_column(ForeignKey("internships_applicant.id", ondelete="CASCADE"), index=True)
    offer_id: Mapped[int | None] = mapped_column(ForeignKey("internships_offer.id", ondelete="SET NULL"), index=True)
    tier: Mapped[int | None]
    wishes: Mapped[int] = mapped_column(default=0)
    reasons: Mapped[list[Any]] = mapped_column(JSONList, default=list)


class PlacementStatus(StrEnum):
    """How far a placement has come."""

    PROPOSED = "proposed"
    PUBLISHED = "published"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    UNDER_WAY = "under_way"
    COMPLETED = "completed"
    INTERRUPTED = "interrupted"


class Placement(Timestamped, Versioned, RegionScoped, Model):
    """An applicant at a place. `is_locked`: no repair moves it. `run_id` is None for one that was set by hand.

    Args:
        reason: Why it was set by hand, or why it came to nothing; the applicant and the school read it.
        reminded_at: When the applicant was reminded to answer.
    """

    __tablename__ = "internships_placement"
    __table_args__ = (Index("ix_internships_placement_list", "region_id", "period_id", "status", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    period_id: Mapped[int] = mapped_column(ForeignKey("internships_period.id", ondelete="CASCADE"), index=True)
    applicant_id: Mapped[int] = mapped_column(ForeignKey("internships_applicant.id", ondelete="CASCADE"), index=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("internships_offer.id", ondelete="CASCADE"), index=True)
    run_id: Mapped[int | None] = mapped_column(ForeignKey("internships_run.id", ondelete="SET NULL"), index=True)
    supervisor_id: Mapped[int | None] = mapped_column(ForeignKey("internships_supervisor.id", ondelete="SET NULL"), index=True)
    status: Mapped[PlacementStatus] = mapped_column(text_enum(PlacementStatus, 12), default=PlacementStatus.PROPOSED)
    is_locked: Mapped[bool] = mapped_column(default=False)
    accept_by: Mapped[date | None] = mapped_column(Date)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reason: Mapped[str] = mapped_column(String(500), default="")
    reminded_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    @property
    def ref(self) -> str:
        """How others name it."""
        return f"internships:placement:{self.id}"


class PinKind(StrEnum):
    """What is decided before the match."""

    MUST = "must"
    MUST_NOT = "must_not"


class Pin(Timestamped, RegionScoped, Model):
    """An applicant must have a place, or must not have it, whatever the match would say. The reason is the coordinator's."""

    __tablename__ = "internships_pin"
    __table_args__ = (UniqueConstraint("applicant_id", "offer_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    period_id: Mapped[int] = mapped_column(ForeignKey("internships_period.id", ondelete="CASCADE"), index=True)
    applicant_id: Mapped[int] = mapped_column(ForeignKey("internships_applicant.id", ondelete="CASCADE"))
    offer_id: Mapped[int] = mapped_column(ForeignKey("internships_offer.id", ondelete="CASCADE"), index=True)
    kind: Mapped[PinKind] = mapped_column(text_enum(PinKind, 10))
    reason: Mapped[str] = mapped_column(String(500), default="")


class Move(RegionScoped, Model):
    """What a repair changed for one applicant. None before: had no place; None after: has none now."""

    __tablename__ = "internships_move"
    __table_args__ = (UniqueConstraint("run_id", "applicant_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("internships_run.id", ondelete="CASCADE"))
    applicant_id: Mapped[int] = mapped_column(ForeignKey("internships_applicant.id", ondelete="CASCADE"), index=True)
    before_offer_id: Mapped[int | None] = mapped_column(ForeignKey("internships_offer.id", ondelete="SET NULL"), index=True)
    after_offer_id: Mapped[int | None] = mapped_column(ForeignKey("internships_offer.id", ondelete="SET NULL"), index=True)
    cause: Mapped[str] = mapped_column(String(200), default="")
