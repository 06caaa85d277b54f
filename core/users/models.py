"""Users, their memberships and sign-ins."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONList, Model, Timestamped, UTCDateTime, Versioned, utcnow


class User(Timestamped, Versioned, Model):
    """A person who can sign in. `email` is stored folded to lower case."""

    __tablename__ = "core_user"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    language: Mapped[str] = mapped_column(String(5), default="sv")
    active: Mapped[bool] = mapped_column(default=True)


class RolePermission(Model):
    """A role has a permission. Rows come from the plugins' declarations at upgrade; a table, so that lists can be filtered in SQL."""

    __tablename__ = "core_role_permission"

    role: Mapped[str] = mapped_column(String(60), primary_key=True)
    permission: Mapped[str] = mapped_column(String(120), primary_key=True)


class Membership(Timestamped, Model):
    """A user has a role in a region, on behalf of an organisation where there is one.

    While `suspended_at` is set the role gives nothing: the person is deactivated in that region, and only there.
    """

    __tablename__ = "core_membership"
    __table_args__ = (UniqueConstraint("user_id", "region_id", "organisation_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("core_user.id", ondelete="CASCADE"), index=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("core_region.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("core_organisation.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(60))
    suspended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class LoginToken(Model):
    """A one-time link and code. Only hashes are stored; a GET never consumes it.

    `purpose`: `sign_in` has a link and a code; `confirm` (re-authentication) and `email` (a new address, in `address`) a code only.
    """

    __tablename__ = "core_login_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("core_user.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str] = mapped_column(String(20), default="sign_in", server_default="sign_in")
    address: Mapped[str] = mapped_column(String(254), default="", server_default="")
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    code_hash: Mapped[str] = mapped_column(String(64), default="")
    attempt_hash: Mapped[str] = mapped_column(String(64), default="", index=True)
    next_url: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    failures: Mapped[int] = mapped_column(default=0)


class UserSession(Model):
    """A signed-in browser. The cookie holds a random token; the row holds its hash.

    `amr` lists how the person showed who it is (see `core.users.strength`), `acr` the level that an identity provider vouches for.
    While `pending`, the first step is done and the second factor is awaited: it is not a session yet.
    """

    __tablename__ = "core_user_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("core_user.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    user_agent: Mapped[str] = mapped_column(String(200), default="")
    device: Mapped[str] = mapped_column(String(80), default="", server_default="")
    amr: Mapped[list[str]] = mapped_column(JSONList, default=list, server_default="[]")
    acr: Mapped[str] = mapped_column(String(200), default="", server_default="")
    authenticated_at: Mapped[datetime | None] = mapped_column(UTCDateTime, default=utcnow)
    last_seen_at: Mapped[datetime | None] = mapped_column(UTCDateTime, default=utcnow)
    idle_minutes: Mapped[int] = mapped_column(default=120, server_default="120")
    pending: Mapped[bool] = mapped_column(default=False, server_default=false())
    must_rotate: Mapped[bool] = mapped_column(default=False, server_default=false())


class Password(Model):
    """A person's password, hashed with Argon2id. In a table of its own, so that no list of users ever loads it."""

    __tablename__ = "core_password"

    user_id: Mapped[int] = mapped_column(ForeignKey("core_user.id", ondelete="CASCADE"), primary_key=True)
    hash: Mapped[str] = mapped_column(String(200))
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)


class Totp(Model):
    """A person's authenticator app. The secret is encrypted (core/crypto.py); `last_counter` is the time step that was used last."""

    __tablename__ = "core_totp"
    __encrypted__: ClassVar[Mapping[str, str]] = {"secret": "totp:{user_id}"}

    user_id: Mapped[int] = mapped_column(ForeignKey("core_user.id", ondelete="CASCADE"), primary_key=True)
    secret: Mapped[str] = mapped_column(String(300))
    last_counter: Mapped[int] = mapped_column(BigInteger, default=0)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)


class RecoveryCode(Model):
    """One of ten codes that stand in for a lost phone, once each."""

    __tablename__ = "core_recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("core_user.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Passkey(Model):
    """A passkey (WebAuthn credential): the public half only. `handle` names the person to the authenticator, and says nothing else."""

    __tablename__ = "core_passkey"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("core_user.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[str] = mapped_column(String(1400), unique=True)
    handle: Mapped[str] = mapped_column(String(90))
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger, default=0)
    name: Mapped[str] = mapped_column(String(60), default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    last_used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class UsedOnce(Model):
    """Something that may be used once, and has been: a passkey's challenge, a token's id. Kept until it would be refused for its age."""

    __tablename__ = "core_used_once"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
