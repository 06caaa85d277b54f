"""Tables: a referral, whom it was sent to, and their remarks."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONDict, Model, RegionScoped, Timestamped, UTCDateTime, Versioned
from core.organisations.models import text_enum
from core.referral import ConsultedColumns, ReferralColumns, ReferralStatus
from plugins.regional_plans.parts import PartKind

LABEL_LENGTH = 300

__all__ = ["Consulted", "Met", "Referral", "ReferralStatus", "Remark", "Stance"]


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


class Referral(ReferralColumns, Timestamped, Versioned, RegionScoped, Model):
    """A referral (*remiss*): a draft of the plan that organisations are asked for remarks on.

    Args:
        parts: What there was to remark on, in order: `{"parts": [[kind, id, label], …]}`.
    """

    __tablename__ = "regional_plans_referral"
    __table_args__ = (Index("ix_regional_plans_referral_list", "region_id", "status", "answer_by", "id"),)

    plan_id: Mapped[int] = mapped_column(ForeignKey("regional_plans_plan.id", ondelete="CASCADE"), index=True)
    parts: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)

    @property
    def ref(self) -> str:
        """How others name it."""
        return f"regional_plans:referral:{self.id}"


class Consulted(ConsultedColumns, Timestamped, Versioned, RegionScoped, Model):
    """An organisation that is asked (*remissinstans*), and its answer as a whole."""

    __tablename__ = "regional_plans_consulted"
    __table_args__ = (UniqueConstraint("referral_id", "name"),)

    referral_id: Mapped[int] = mapped_column(ForeignKey("regional_plans_referral.id", ondelete="CASCADE"), index=True)
    stance: Mapped[Stance | None] = mapped_column(text_enum(Stance, 16))


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
