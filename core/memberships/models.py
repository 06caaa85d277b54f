"""How people come to have roles in a region, and who looks at it as somebody else."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, RegionScoped, Timestamped, UTCDateTime, utcnow
from core.organisations.models import text_enum


class RequestStatus(StrEnum):
    """Where a request stands. `unconfirmed`: the mailed link has not been used, so nobody has to decide anything yet."""

    UNCONFIRMED = "unconfirmed"
    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"


class DomainPolicy(StrEnum):
    """What a confirmed address of a known e-mail domain leads to."""

    AUTOMATIC = "automatic"
    APPROVAL = "approval"


class RoleInvitation(RegionScoped, Timestamped, Model):
    """Somebody is asked by mail to take a role. Only the hash of the link's secret is kept."""

    __tablename__ = "core_invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    role: Mapped[str] = mapped_column(String(60))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("core_organisation.id", ondelete="CASCADE"), index=True)
    message: Mapped[str] = mapped_column(String(1000), default="")
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)
    sent_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class JoinRequest(RegionScoped, Timestamped, Model):
    """Somebody asks for a role on behalf of an organisation. The address is confirmed before anybody sees the request."""

    __tablename__ = "core_join_request"
    __table_args__ = (Index("ix_core_join_request_region_id_status", "region_id", "status"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(120), default="")
    user_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="CASCADE"), index=True)
    organisation_name: Mapped[str] = mapped_column(String(200), default="")
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("core_organisation.id", ondelete="SET NULL"), index=True)
    role: Mapped[str] = mapped_column(String(60))
    message: Mapped[str] = mapped_column(String(1000), default="")
    status: Mapped[RequestStatus] = mapped_column(text_enum(RequestStatus), default=RequestStatus.UNCONFIRMED)
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reason: Mapped[str] = mapped_column(String(1000), default="")


class EmailDomain(RegionScoped, Timestamped, Model):
    """Addresses of this domain belong to people of an organisation. Set by a region's administrator."""

    __tablename__ = "core_email_domain"
    __table_args__ = (UniqueConstraint("region_id", "domain"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    domain: Mapped[str] = mapped_column(String(253))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("core_organisation.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(60))
    policy: Mapped[DomainPolicy] = mapped_column(text_enum(DomainPolicy), default=DomainPolicy.APPROVAL)


class Impersonation(RegionScoped, Model):
    """An administrator looks at the region as somebody else: why, how long, and how many pages."""

    __tablename__ = "core_impersonation"

    id: Mapped[int] = mapped_column(primary_key=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("core_user.id", ondelete="CASCADE"), index=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("core_user.id", ondelete="CASCADE"), index=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("core_user_session.id", ondelete="SET NULL"), index=True)
    reason: Mapped[str] = mapped_column(String(500))
    started_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)
    pages: Mapped[int] = mapped_column(default=0)
