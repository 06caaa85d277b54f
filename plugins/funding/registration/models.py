"""Tables of self-registration: links of a project, and what came in by them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.clock import today
from core.db import Model, RegionScoped, Timestamped, UTCDateTime, Versioned
from core.organisations.models import text_enum
from plugins.funding.participants.models import Education, Work


class RegistrationStatus(StrEnum):
    """What has been done with a registration."""

    RECEIVED = "received"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    CLEARED = "cleared"  # nobody decided in time


class RegistrationLink(Timestamped, RegionScoped, Model):
    """A way in to a project's register, for an organisation or an activity.

    Args:
        text: The information that everybody who registers by it has read, word for word. It is never changed; a new text is a new link.
        contact: Whom to turn to instead of registering: who has protected identity, or a question.
    """

    __tablename__ = "funding_registration_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("funding_project.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    organisation: Mapped[str] = mapped_column(String(200), default="")
    closes_on: Mapped[date] = mapped_column(Date)
    most: Mapped[int]
    used: Mapped[int] = mapped_column(default=0)
    text: Mapped[str] = mapped_column(Text)
    contact: Mapped[str] = mapped_column(String(300))
    seed: Mapped[str] = mapped_column(String(32))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    @property
    def is_open(self) -> bool:
        """Whether it takes registrations, as far as the link itself goes."""
        return self.revoked_at is None and self.closes_on >= today() and self.used < self.most


class Registration(Timestamped, Versioned, RegionScoped, Model):
    """Somebody who has registered, until the leader has said yes or no; then only what was decided is left here."""

    __tablename__ = "funding_registration"
    __table_args__ = (Index("ix_funding_registration_list", "project_id", "status", "id"),)
    __encrypted__: ClassVar[Mapping[str, str]] = {"personal_number": "registration:{id}"}

    id: Mapped[int] = mapped_column(primary_key=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("funding_registration_link.id", ondelete="CASCADE"), index=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("funding_project.id", ondelete="CASCADE"))
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("funding_participant.id", ondelete="SET NULL"), index=True)
    status: Mapped[RegistrationStatus] = mapped_column(text_enum(RegistrationStatus, 12), default=RegistrationStatus.RECEIVED)
    received_on: Mapped[date] = mapped_column(Date)
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    name: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(254), default="", index=True)
    phone: Mapped[str] = mapped_column(String(40), default="")
    personal_number: Mapped[str] = mapped_column(String(300), default="")
    born_year: Mapped[int | None]
    municipality_code: Mapped[str] = mapped_column(String(4), default="")
    work: Mapped[Work] = mapped_column(text_enum(Work, 12), default=Work.UNKNOWN)
    education: Mapped[Education] = mapped_column(text_enum(Education, 12), default=Education.UNKNOWN)

    @property
    def ref(self) -> str:
        """How others name it."""
        return f"funding:registration:{self.id}"
