"""Tables: the centres that can receive classes, and the runs that look for a plan."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONDict, JSONList, Model, RegionScoped, Timestamped, UTCDateTime, Versioned
from core.organisations.models import text_enum


class ReceivingCentre(Timestamped, Versioned, RegionScoped, Model):
    """A place where a class can be held or received, until learning centres have a part of their own.

    Args:
        organisation_id: The learning centre in the register, if it is there.
        seats: How many of those who start in one half-year it can take.
        receives: Whether plans may use it.
        learning_centre_id, learning_centre_revision: The page of the learning centre that it is, and the last that was heard of it.
        by_hand: Whether it is kept here. One that is not follows what the learning centre says of itself.
    """

    __tablename__ = "demand_pooling_centre"
    __table_args__ = (UniqueConstraint("region_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("core_organisation.id", ondelete="SET NULL"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    municipality_code: Mapped[str] = mapped_column(ForeignKey("core_municipality.code", ondelete="RESTRICT"), index=True)
    seats: Mapped[int] = mapped_column(default=0)
    receives: Mapped[bool] = mapped_column(default=True)
    learning_centre_id: Mapped[int | None]
    learning_centre_revision: Mapped[int] = mapped_column(default=0, server_default="0")
    by_hand: Mapped[bool] = mapped_column(default=True, server_default=true())


class RunStatus(StrEnum):
    """How far a run has come."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"  # before there was any answer; cancelled later it is done, with what was found
    FAILED = "failed"


UNDER_WAY = (RunStatus.WAITING, RunStatus.RUNNING)


class PlanRun(Timestamped, RegionScoped, Model):
    """A search for a plan: the needs as they were, how it goes, and what it found.

    Args:
        instance, digest: What went in, and its fingerprint. No names stand in it.
        basis: A fingerprint of what was said of the region beside its needs: settings, centres, whose needs are shared.
        asked, needs: How many people, and how many needs, went in.
        served, bound: How many people the best plan so far serves, and how many any plan can serve at most.
        rule_served, rule_classes: What the rule's clusters came to at the time, to compare with.
        parts, parts_done: Independent parts of the problem, and how many need no more work.
        result: The plan; empty until there is a first answer (`first_at`).
        improved: Whether the plan is the improved one, not the first answer.
        faults: The rules that the verifier found broken. A plan with faults cannot be published.
    """

    __tablename__ = "demand_pooling_run"
    __table_args__ = (Index("ix_demand_pooling_run_list", "region_id", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    status: Mapped[RunStatus] = mapped_column(text_enum(RunStatus, 12), default=RunStatus.WAITING)
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)
    seconds: Mapped[int] = mapped_column(default=60)
    instance: Mapped[dict[str, Any]] = mapped_column(JSONDict, deferred=True)
    digest: Mapped[str] = mapped_column(String(64))
    basis: Mapped[str] = mapped_column(String(64))
    asked: Mapped[int] = mapped_column(default=0)
    needs: Mapped[int] = mapped_column(default=0)
    rule_served: Mapped[int] = mapped_column(default=0)
    rule_classes: Mapped[int] = mapped_column(default=0)
    served: Mapped[int] = mapped_column(default=0)
    bound: Mapped[int] = mapped_column(default=0)
    groups: Mapped[int] = mapped_column(default=0)
    certainty: Mapped[str] = mapped_column(String(10), default="")
    parts: Mapped[int] = mapped_column(default=0)
    parts_done: Mapped[int] = mapped_column(default=0)
    result: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict, deferred=True)
    improved: Mapped[bool] = mapped_column(default=False)
    faults: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    message: Mapped[str] = mapped_column(String(500), default="")
    begun_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    first_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    cancel_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)

    @property
    def under_way(self) -> bool:
        """Whether it is waiting or running."""
        return self.status in UNDER_WAY
