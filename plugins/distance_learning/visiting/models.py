"""The columns that every booking by a visitor has. A visitor has no account: the link in the mail is the right to the booking."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import UTCDateTime
from core.organisations.models import text_enum


class VisitStatus(StrEnum):
    """What has become of a booking.

    WAITING: the mail's link has not been confirmed, and nothing is held. ASKED: confirmed, and the centre is to decide.
    """

    WAITING = "waiting"
    ASKED = "asked"
    BOOKED = "booked"
    DECLINED = "declined"
    CANCELLED = "cancelled"


ENDED = (VisitStatus.DECLINED, VisitStatus.CANCELLED)


class Visitor:
    """Mixin: who books, and how far it has come.

    Args:
        language: What the mails are written in.
        seed: What the link's token is derived from, so that each mail carries the same link.
        over_at: When it is over and its time to be kept begins.
        revision: Counts the changes, for calendars.
    """

    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254), index=True)
    language: Mapped[str] = mapped_column(String(5), default="sv")
    status: Mapped[VisitStatus] = mapped_column(text_enum(VisitStatus, 20), default=VisitStatus.WAITING)
    reason: Mapped[str] = mapped_column(String(500), default="")
    seed: Mapped[str] = mapped_column(String(32))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    over_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)
