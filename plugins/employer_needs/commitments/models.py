"""Letters of intent and the commitments in them. What was signed is kept word for word; a withdrawn letter stays, as withdrawn."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONList, Model, RegionScoped, Timestamped, UTCDateTime, Versioned
from core.organisations.models import text_enum


class CommitmentKind(StrEnum):
    """What an employer can commit itself to. Published; never change one."""

    HIRE = "hire"
    PLACEMENTS = "placements"
    STEERING_GROUP = "steering_group"
    LECTURER = "lecturer"
    PAID_STUDY_TIME = "paid_study_time"
    CO_FUNDING = "co_funding"


class Letter(Timestamped, Versioned, RegionScoped, Model):
    """A letter of intent (*avsiktsförklaring*): a draft until it is signed, then a public record that can be withdrawn."""

    __tablename__ = "employer_needs_letter"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    seed: Mapped[str] = mapped_column(String(32))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    response_id: Mapped[int | None] = mapped_column(ForeignKey("employer_needs_response.id", ondelete="SET NULL"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("core_organisation.id", ondelete="RESTRICT"), index=True)
    organisation_name: Mapped[str] = mapped_column(String(200))
    orgnr: Mapped[str | None] = mapped_column(String(10))
    municipality_code: Mapped[str | None] = mapped_column(ForeignKey("core_municipality.code", ondelete="RESTRICT"), index=True)
    person_name: Mapped[str] = mapped_column(String(120), default="")
    person_title: Mapped[str] = mapped_column(String(120), default="")
    person_email: Mapped[str] = mapped_column(String(254), default="", index=True)
    person_phone: Mapped[str] = mapped_column(String(40), default="")
    signed_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)
    signed_text: Mapped[str] = mapped_column(Text, default="")
    # Whoever of the region's staff entered a letter that was signed on paper; None when it was signed here.
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    withdrawn_reason: Mapped[str] = mapped_column(String(500), default="")
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)


class Commitment(RegionScoped, Model):
    """A commitment (*åtagande*) in a letter, about one need and its occupation group. `period` is words of `PERIODS`."""

    __tablename__ = "employer_needs_commitment"
    __table_args__ = (UniqueConstraint("letter_id", "need_id", "kind"), CheckConstraint("amount > 0", name="amount"))

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("employer_needs_letter.id", ondelete="CASCADE"))
    need_id: Mapped[int | None] = mapped_column(ForeignKey("employer_needs_need.id", ondelete="SET NULL"), index=True)
    occupation_group: Mapped[str] = mapped_column(String(4))
    occupation_label: Mapped[str] = mapped_column(String(200), default="")
    kind: Mapped[CommitmentKind] = mapped_column(text_enum(CommitmentKind))
    amount: Mapped[int]
    period: Mapped[str] = mapped_column(String(60), default="")
    # The needs that have taken the place of the first one since; told to others.
    need_ids: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    revision: Mapped[int] = mapped_column(default=0)
