"""The outbox: the database is the queue of record, and RQ only its wake-up call."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONDict, Model, UTCDateTime, utcnow
from core.organisations.models import text_enum


class Outcome(StrEnum):
    """How a delivery ended."""

    DONE = "done"
    SKIPPED = "skipped"  # the plugin is off in the region
    FAILED = "failed"  # all tries used; an administrator may retry


class Outbox(Model):
    """One thing to be done after commit: an event to fan out, an event's delivery to one subscriber, or a job.

    Args:
        kind: `event`, `delivery` or `job`.
        name: The event's, the subscription's or the job's registered name.
        queue: `default`, `mail` or `slow`: which of the workers' queues it is handed to.
        dedupe: A key that makes a second insert of the same thing fail, e.g. a schedule's slot; None for ordinary rows.
        leased_until: Until then somebody has it: the relay has handed it over, or a run that holds no lock is alive.
        run_token: The run that has it, while a job that is not atomic runs.
        handed: How often it was handed over since its last answer. A job that kills its process never answers.
        attempts: How often it was run and failed.
    """

    __tablename__ = "core_outbox"
    __table_args__ = (Index("ix_core_outbox_due", "done_at", "queue", "available_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(160))
    region_id: Mapped[int | None] = mapped_column(ForeignKey("core_region.id", ondelete="CASCADE"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("core_outbox.id", ondelete="CASCADE"), index=True)
    queue: Mapped[str] = mapped_column(String(10), default="default")
    payload: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)
    dedupe: Mapped[str | None] = mapped_column(String(200), unique=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    available_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    leased_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    run_token: Mapped[str | None] = mapped_column(String(32))
    handed: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    outcome: Mapped[Outcome | None] = mapped_column(text_enum(Outcome, 10))
    last_error: Mapped[str] = mapped_column(String(1000), default="")


class Receipt(Model):
    """Proof that a row was handled, written in the handler's own transaction: it makes at-least-once effectively once."""

    __tablename__ = "core_receipt"
    __table_args__ = (UniqueConstraint("outbox_id", "handler"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    outbox_id: Mapped[int] = mapped_column(index=True)
    handler: Mapped[str] = mapped_column(String(160), index=True)
    region_id: Mapped[int | None] = mapped_column(ForeignKey("core_region.id", ondelete="CASCADE"), index=True)
    outcome: Mapped[Outcome] = mapped_column(text_enum(Outcome, 10))
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    detail: Mapped[str] = mapped_column(String(1000), default="")


class Schedule(Model):
    """The latest slot of a scheduled job that was fired. One row per job, locked while firing, so that a slot fires once."""

    __tablename__ = "core_schedule"

    job: Mapped[str] = mapped_column(String(160), primary_key=True)
    slot: Mapped[datetime] = mapped_column(UTCDateTime)
    fired_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
