"""Tables: retention decisions and their runs, cases of disclosure, secrecy markings, erasures, protected persons."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONDict, Model, RegionScoped, Timestamped, UTCDateTime, Versioned, utcnow
from core.organisations.models import text_enum


class RetentionRule(RegionScoped, Model):
    """What a region has decided for a kind of record. A new decision replaces the old one, which stays. No years: kept for ever."""

    __tablename__ = "core_retention_rule"
    __table_args__ = (Index("ix_core_retention_rule_kind", "region_id", "record_type", "replaced_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    record_type: Mapped[str] = mapped_column(String(120))
    keep_years: Mapped[int | None]
    keep_months: Mapped[int] = mapped_column(default=0)
    decision: Mapped[str] = mapped_column(String(120))
    decided_on: Mapped[date]
    decided_by: Mapped[str] = mapped_column(String(120))
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    replaced_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class RetentionHold(RegionScoped, Model):
    """A stop (*gallringsstopp*): records of a kind, or everything about one subject, stay until it is lifted."""

    __tablename__ = "core_retention_hold"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_type: Mapped[str] = mapped_column(String(120), default="")
    subject: Mapped[str] = mapped_column(String(160), default="")
    reason: Mapped[str] = mapped_column(String(300))
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class RetentionRun(Model):
    """That records were disposed of: which kind, by which decision, how many. Kept for ever, so without the records themselves."""

    __tablename__ = "core_retention_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    region_id: Mapped[int | None] = mapped_column(ForeignKey("core_region.id", ondelete="SET NULL"), index=True)
    record_type: Mapped[str] = mapped_column(String(120))
    decision: Mapped[str] = mapped_column(String(200))
    before: Mapped[datetime] = mapped_column(UTCDateTime)
    disposed: Mapped[int] = mapped_column(default=0)
    held: Mapped[int] = mapped_column(default=0)
    requested_by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)


class Decision(StrEnum):
    """How a request for public records was answered."""

    DISCLOSED = "disclosed"
    PARTLY = "partly"
    REFUSED = "refused"


class DisclosureCase(RegionScoped, Timestamped, Versioned, Model):
    """Somebody asks for public records. Who, and why, may not be asked; `requester` is only what they chose to say."""

    __tablename__ = "core_disclosure_case"

    id: Mapped[int] = mapped_column(primary_key=True)
    requester: Mapped[str] = mapped_column(String(254), default="")
    request: Mapped[str] = mapped_column(Text)
    received_on: Mapped[date]
    handled_by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)
    decision: Mapped[Decision | None] = mapped_column(text_enum(Decision, 10))
    reasons: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)


class DisclosureRecord(RegionScoped, Model):
    """A record in a case, and what was masked when it was decided: by field, the paragraph. The text itself is not copied."""

    __tablename__ = "core_disclosure_record"
    __table_args__ = (UniqueConstraint("case_id", "ref"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("core_disclosure_case.id", ondelete="CASCADE"), index=True)
    ref: Mapped[str] = mapped_column(String(160))
    masked: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)
    fingerprint: Mapped[str] = mapped_column(String(64), default="")


class SecrecyMark(RegionScoped, Model):
    """A marking (*sekretessmarkering*): a reminder that a field, or a whole record, may be secret. Each request is judged anew."""

    __tablename__ = "core_secrecy_mark"
    __table_args__ = (UniqueConstraint("region_id", "ref", "field"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(160))
    field: Mapped[str] = mapped_column(String(80), default="")
    paragraph: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(300), default="")
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)


class Erasure(Model):
    """That a person was erased. Of the address only a keyed hash, so that the erasure can be done again after a restore."""

    __tablename__ = "core_erasure"

    id: Mapped[int] = mapped_column(primary_key=True)
    email_hash: Mapped[str] = mapped_column(String(64), index=True)
    user_number: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    despite: Mapped[str] = mapped_column(String(300), default="")
    requested_by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)


class ProtectedPerson(Model):
    """Somebody with protected identity, by address: an account, or a contact of a plugin. That there is a row is itself a secret."""

    __tablename__ = "core_protected_person"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    since: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)
