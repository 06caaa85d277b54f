"""Tables of orders (*beställning*): a school asks a municipality or a company for places, and its coordinator asks the units."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, RegionScoped, Timestamped, UTCDateTime, Versioned
from core.organisations.models import text_enum


class RequestStatus(StrEnum):
    """How far an order has come."""

    SENT = "sent"
    DISTRIBUTED = "distributed"
    ANSWERED = "answered"
    CLOSED = "closed"


class PlacementRequest(Timestamped, Versioned, RegionScoped, Model):
    """An order for places. `school_id` orders of `receiver_id`, both in the register of organisations."""

    __tablename__ = "internships_request"
    __table_args__ = (Index("ix_internships_request_list", "region_id", "period_id", "status", "reply_by", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    period_id: Mapped[int] = mapped_column(ForeignKey("internships_period.id", ondelete="CASCADE"), index=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("core_organisation.id", ondelete="CASCADE"), index=True)
    receiver_id: Mapped[int] = mapped_column(ForeignKey("core_organisation.id", ondelete="CASCADE"), index=True)
    programme: Mapped[str] = mapped_column(String(200), default="")
    occupation_group: Mapped[str] = mapped_column(String(4), default="")
    places: Mapped[int] = mapped_column(default=1)
    reply_by: Mapped[date] = mapped_column(Date)
    text: Mapped[str] = mapped_column(String(2000), default="")
    status: Mapped[RequestStatus] = mapped_column(text_enum(RequestStatus, 12), default=RequestStatus.SENT)

    @property
    def ref(self) -> str:
        """How others name it."""
        return f"internships:request:{self.id}"


class RequestShare(Timestamped, Versioned, RegionScoped, Model):
    """What one unit is asked for, and what it answered.

    Args:
        asked, answered: Places; `answered` is None until the unit has replied.
        seed, token_hash: The secret of the unit's mailed link.
        offer_id: The offer that the reply made.
    """

    __tablename__ = "internships_request_share"
    __table_args__ = (UniqueConstraint("request_id", "workplace"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("internships_request.id", ondelete="CASCADE"))
    workplace: Mapped[str] = mapped_column(String(200))
    municipality_code: Mapped[str] = mapped_column(String(4), default="")
    email: Mapped[str] = mapped_column(String(254), default="", index=True)
    asked: Mapped[int] = mapped_column(default=1)
    answered: Mapped[int | None]
    note: Mapped[str] = mapped_column(String(500), default="")
    seed: Mapped[str] = mapped_column(String(32))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    replied_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    offer_id: Mapped[int | None] = mapped_column(ForeignKey("internships_offer.id", ondelete="SET NULL"), index=True)
