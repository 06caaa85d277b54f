"""Users, their memberships and sign-ins."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, Timestamped, UTCDateTime, Versioned, utcnow


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
    """A one-time link and code. Only hashes are stored; a GET never consumes it."""

    __tablename__ = "core_login_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("core_user.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    code_hash: Mapped[str] = mapped_column(String(64), default="")
    attempt_hash: Mapped[str] = mapped_column(String(64), default="", index=True)
    next_url: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    failures: Mapped[int] = mapped_column(default=0)


class UserSession(Model):
    """A signed-in browser. The cookie holds a random token; the row holds its hash."""

    __tablename__ = "core_user_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("core_user.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    user_agent: Mapped[str] = mapped_column(String(200), default="")
