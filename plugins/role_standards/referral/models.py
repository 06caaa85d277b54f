"""Tables: a referral of a draft, and whom it was sent to with their answers."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONDict, Model, RegionScoped, Timestamped, UTCDateTime, Versioned
from core.organisations.models import text_enum

TITLE_LENGTH, NAME_LENGTH = 200, 200


class ReferralStatus(StrEnum):
    """How far a referral has come."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class Stance(StrEnum):
    """What an organisation thinks of the draft."""

    SUPPORTS = "supports"
    WITH_CHANGES = "with_changes"
    OBJECTS = "objects"


class Referral(Timestamped, Versioned, RegionScoped, Model):
    """A referral (*remiss*) of a draft. While it is open, the draft cannot be changed.

    Args:
        content: The draft as it was sent (`core.documents.as_data`): the answers are about those words; empty until then.
    """

    __tablename__ = "role_standards_referral"
    __table_args__ = (Index("ix_role_standards_referral_list", "region_id", "status", "answer_by", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("role_standards_version.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    message: Mapped[str] = mapped_column(Text, default="")
    answer_by: Mapped[date] = mapped_column(Date)
    status: Mapped[ReferralStatus] = mapped_column(text_enum(ReferralStatus, 12), default=ReferralStatus.DRAFT)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    content: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)

    @property
    def ref(self) -> str:
        """How others name it."""
        return f"role_standards:referral:{self.id}"


class Consulted(Timestamped, Versioned, RegionScoped, Model):
    """An organisation that is asked (*remissinstans*), the secret of its link, and its answer.

    Args:
        organisation_id: None for one that is not in the register. Members of the organisation can answer without the link.
        email: Where the link is sent.
        answered_by: Who answered, in the name of the organisation.
        official: The organisation's own number of the case, or the date of its decision, if it says so.
    """

    __tablename__ = "role_standards_consulted"
    __table_args__ = (UniqueConstraint("referral_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("role_standards_referral.id", ondelete="CASCADE"), index=True)
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
