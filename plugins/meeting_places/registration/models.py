"""Tables of registrations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONList, Model, RegionScoped, Timestamped, UTCDateTime, Versioned
from core.organisations.models import OrganisationKind, text_enum
from plugins.meeting_places.meetings.models import MeetingMode


class RegistrationStatus(StrEnum):
    """Whether somebody has a place. `offered`: a place from the waiting list is kept for them until they answer."""

    REGISTERED = "registered"
    OFFERED = "offered"
    WAITING = "waiting"
    CANCELLED = "cancelled"


class Registration(Timestamped, Versioned, RegionScoped, Model):
    """Somebody who is to be at a meeting.

    Args:
        person_key: A keyed hash of the address (`registration/keys.py`), by which a person in several regions counts once.
        mode: How the person takes part; never "both".
        sessions: The parts of the programme that were chosen.
        status_at: Since when; the waiting list is in this order.
        offered_until: How long an offered place is kept.
        needs: What the person needs to take part. Encrypted; for those who arrange it only, and gone soon after the meeting.
        language: What the mails are written in.
        told_revision: The last change of the meeting that the person was told of.
        seed, token_hash: The personal link (`core/mailed_links.py`).
    """

    __encrypted__: ClassVar[Mapping[str, str]] = {"needs": "registration:{id}"}
    __tablename__ = "meeting_places_registration"
    __table_args__ = (
        UniqueConstraint("meeting_id", "person_key"),
        Index("ix_meeting_places_registration_place", "meeting_id", "status", "mode", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting_places_meeting.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254), index=True)
    person_key: Mapped[str] = mapped_column(String(64), index=True)
    organisation_name: Mapped[str] = mapped_column(String(200), default="")
    organisation_kind: Mapped[OrganisationKind | None] = mapped_column(text_enum(OrganisationKind))
    municipality_code: Mapped[str | None] = mapped_column(ForeignKey("core_municipality.code", ondelete="RESTRICT"), index=True)
    role: Mapped[str] = mapped_column(String(40), default="")
    mode: Mapped[MeetingMode] = mapped_column(text_enum(MeetingMode, 10), default=MeetingMode.DIGITAL)
    sessions: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    status: Mapped[RegistrationStatus] = mapped_column(text_enum(RegistrationStatus, 12), default=RegistrationStatus.REGISTERED)
    status_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    offered_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    consent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    needs: Mapped[str] = mapped_column(String(3000), default="")
    language: Mapped[str] = mapped_column(String(5), default="sv")
    day_reminded_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    hour_reminded_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    told_revision: Mapped[int] = mapped_column(default=0)
    seed: Mapped[str] = mapped_column(String(32), default="")
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)

    @property
    def ref(self) -> str:
        """How others name it."""
        return f"meeting_places:registration:{self.id}"


class MeetingInvitation(Timestamped, RegionScoped, Model):
    """An address that may register for a meeting that is not open to all. The mailed link is the right to it."""

    __tablename__ = "meeting_places_invitation"
    __table_args__ = (UniqueConstraint("meeting_id", "email"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting_places_meeting.id", ondelete="CASCADE"), index=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    mailed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    seed: Mapped[str] = mapped_column(String(32))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
