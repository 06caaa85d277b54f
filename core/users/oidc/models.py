"""Identity providers and the accounts that are tied to them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONList, Model, Timestamped, UTCDateTime, Versioned, utcnow
from core.organisations.models import text_enum


class NewAccounts(StrEnum):
    """What happens to somebody whom the provider vouches for and who has no account."""

    REFUSE = "refuse"
    CREATE = "create"


class IdentityProvider(Timestamped, Versioned, Model):
    """An OpenID provider of a region, or of one organisation in it.

    `client_secret` is encrypted (core/crypto.py). `accepted_levels` are the values of `acr` that will do; empty: any.
    `trust_email`: the provider's addresses are those that the organisation itself has given its staff, although it does not
    send `email_verified`.
    """

    __tablename__ = "core_identity_provider"
    __encrypted__: ClassVar[Mapping[str, str]] = {"client_secret": "oidc:{id}"}

    id: Mapped[int] = mapped_column(primary_key=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("core_region.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("core_organisation.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    issuer: Mapped[str] = mapped_column(String(500))
    client_id: Mapped[str] = mapped_column(String(255))
    client_secret: Mapped[str] = mapped_column(String(1000), default="")
    scope: Mapped[str] = mapped_column(String(200), default="openid profile email")
    accepted_levels: Mapped[list[str]] = mapped_column(JSONList, default=list)
    trust_email: Mapped[bool] = mapped_column(default=False)
    new_accounts: Mapped[NewAccounts] = mapped_column(text_enum(NewAccounts), default=NewAccounts.REFUSE)
    default_role: Mapped[str] = mapped_column(String(60), default="")
    active: Mapped[bool] = mapped_column(default=True)


class ExternalIdentity(Model):
    """A person as an issuer knows them. Issuer and subject together are the identity; an e-mail address never is (S14)."""

    __tablename__ = "core_external_identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("core_user.id", ondelete="CASCADE"), index=True)
    issuer: Mapped[str] = mapped_column(String(500))
    subject: Mapped[str] = mapped_column(String(255))
    name: Mapped[str] = mapped_column(String(80), default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    last_used_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
