"""Tables: a referral, whom it was sent to, and their remarks."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONDict, Model, RegionScoped, Timestamped, UTCDateTime, Versioned
from core.organisations.models import text_enum
from plugins.regional_plans.parts import PartKind

TITLE_LENGTH, LABEL_LENGTH, NAME_LENGTH = 200, 300, 200


class ReferralStatus(StrEnum):
    """How far a referral has come."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class Stance(StrEnum):
    """What an organisation thinks of the whole."""

    SUPPORTS = "supports"
    WITH_CHANGES = "with_changes"
    OBJECTS = "objects"
    NO_REMARK = "no_remark"


class Met(StrEnum):
    """What became of a remark."""

    OPEN = "open"
    TAKEN_IN = "taken_in"
    PARTLY = "partly"
    NOT = "not"


class Referral(Timestamped, Versioned, RegionScoped, Model):
    """A referral (*remiss*): a draft of the plan that organisations are asked for remarks on.

    Args:
        content: The draft as it was sent (`core.documents.as_data`): remarks are about those words; empty until then.
        parts: What there was to remark on, in order: `{"parts": [[kind, id, label], …]}`.
    """

    __tablename__ = "regional_plans_referral"
    __table_args__ = (Index("ix_regional_plans_referral_list", "region_id", "status", "answer_by", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("regional_plans_plan.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    message: Mapped[str] = mapped_column(Text, default="")
    answer_by: Mapped[date] = mapped_column(Date)
    status: Mapped[ReferralStatus] = mapped_column(text_enum(ReferralStatus, 12), default=ReferralStatus.DRAFT)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    content: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)
    parts: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)

    @property
    def ref(self) -> str:
        """How others name it."""
        return f"regional_plans:referral:{self.id}"


class Consulted(Timestamped, Versioned, RegionScoped, Model):
    """An organisation that is asked (*remissinstans*), the secret of its link, and its answer as a whole.

    Args:
        organisation_id: None for one that is not in the register.
        name: The organisation's name, as it is written to.
        email: Where the link is sent.
        answered_by: Who answered, in the name of the organisation.
        official: The organisation's own number of the case, or the date of its decision, if it says so.
    """

    __tablename__ = "regional_plans_consulted"
    __table_args__ = (UniqueConstraint("referral_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("regional_plans_referral.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("core_organisation.id", ondelete="SET NULL"), index=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    email: Mapped[str] = mapped_column(String(254), default="")
    seed: Mapped[str] = mapped_column(String(32))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    asked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    stance: Mapped[Stance | None] = mapped_column(text_enum(Stance, 16))
    text: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    official: Mapped[str] = mapped_column(String(120), default="")


class Remark(Timestamped, Versioned, RegionScoped, Model):
    """A remark (*synpunkt*) on one part of the draft, or on the whole, and how it was met.

    Args:
        part_kind, part_id, label: What it is about, and what that was called then.
        reply: Why it was taken in, or was not.
    """

    __tablename__ = "regional_plans_remark"
    __table_args__ = (UniqueConstraint("consulted_id", "part_kind", "part_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consulted_id: Mapped[int] = mapped_column(ForeignKey("regional_plans_consulted.id", ondelete="CASCADE"), index=True)
    part_kind: Mapped[PartKind] = mapped_column(text_enum(PartKind, 12))
    part_id: Mapped[int]
    label: Mapped[str] = mapped_column(String(LABEL_LENGTH))
    text: Mapped[str] = mapped_column(Text)
    met: Mapped[Met] = mapped_column(text_enum(Met, 12), default=Met.OPEN)
    reply: Mapped[str] = mapped_column(Text, default="")
    met_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
