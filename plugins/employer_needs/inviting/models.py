"""Tables of asking: when to remind, who handed an invitation over to whom, and calls to those who have not answered."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, RegionScoped, UTCDateTime, utcnow
from core.organisations.models import text_enum


class Anchor(StrEnum):
    """What a reminder's days are counted from."""

    AFTER_OPENING = "after_opening"
    BEFORE_CLOSING = "before_closing"


class CallResult(StrEnum):
    """What came of a call."""

    NO_ANSWER = "no_answer"
    WILL_ANSWER = "will_answer"
    WRONG_PERSON = "wrong_person"
    ANSWERED = "answered"
    DECLINED = "declined"


class RoundReminder(RegionScoped, Model):
    """A reminder of a round's schedule. It is sent once: `started_at` says when."""

    __tablename__ = "employer_needs_round_reminder"
    __table_args__ = (UniqueConstraint("round_id", "anchor", "days"), CheckConstraint("days >= 0", name="days"))

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("employer_needs_round.id", ondelete="CASCADE"), index=True)
    anchor: Mapped[Anchor] = mapped_column(text_enum(Anchor, 20))
    days: Mapped[int]
    started_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Delegation(RegionScoped, Model):
    """An invitation was handed over to a colleague. The earlier link is known by its hash, so that it can say so."""

    __tablename__ = "employer_needs_delegation"

    id: Mapped[int] = mapped_column(primary_key=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("employer_needs_invitation.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    from_email: Mapped[str] = mapped_column(String(254), index=True)
    to_name: Mapped[str] = mapped_column(String(120))
    to_email: Mapped[str] = mapped_column(String(254), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)


class Call(RegionScoped, Model):
    """A call to an employer that has not answered: who called, what came of it, and a note."""

    __tablename__ = "employer_needs_call"

    id: Mapped[int] = mapped_column(primary_key=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("employer_needs_invitation.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)
    result: Mapped[CallResult] = mapped_column(text_enum(CallResult, 20))
    note: Mapped[str] = mapped_column(Text, default="")
