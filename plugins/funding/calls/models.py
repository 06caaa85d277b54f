"""Tables of calls, and of who watches them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Date, Float, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONList, Model, RegionScoped, SortKey, Timestamped, UTCDateTime, Versioned

TITLE_LENGTH = 200
TEXT_LENGTH = 8000


class FundingCall(Timestamped, Versioned, RegionScoped, Model):
    """A call for applications (*utlysning*).

    Args:
        eligible: Who may apply, in words.
        amount_min, amount_max: What can be applied for, in SEK.
        co_financing: The share of the project's costs that the applicants must bear, in per cent.
        occupation_groups: What it is about (SSYK 2012, four digits). `words`: what else to match a plan's focus areas by.
        external_id: The source's own number; the same again brings the call up to date.
        withdrawn_at: When the funder took it back.
    """

    __tablename__ = "funding_call"
    __table_args__ = (
        UniqueConstraint("region_id", "external_id"),
        Index("ix_funding_call_list", "region_id", "closes_on", "sort_key", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    sort_key: Mapped[str] = mapped_column(SortKey)
    funder: Mapped[str] = mapped_column(String(120))
    programme: Mapped[str] = mapped_column(String(200), default="")
    description: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    eligible: Mapped[str] = mapped_column(String(2000), default="")
    opens_on: Mapped[date | None] = mapped_column(Date)
    closes_on: Mapped[date] = mapped_column(Date)
    amount_min: Mapped[int | None] = mapped_column(BigInteger)
    amount_max: Mapped[int | None] = mapped_column(BigInteger)
    co_financing: Mapped[float | None] = mapped_column(Float)
    url: Mapped[str] = mapped_column(String(500), default="")
    occupation_groups: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    words: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    external_id: Mapped[str | None] = mapped_column(String(100))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    @property
    def ref(self) -> str:
        """How others name it."""
        return f"funding:call:{self.id}"


class CallWatch(Timestamped, RegionScoped, Model):
    """Somebody who wants to know before a call closes."""

    __tablename__ = "funding_call_watch"
    __table_args__ = (UniqueConstraint("call_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("funding_call.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("core_user.id", ondelete="CASCADE"), index=True)
    told_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
