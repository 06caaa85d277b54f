"""What a person can sign in with, besides the mail."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from core.db import db
from core.users.models import Passkey, Password, RecoveryCode, Totp, User


@dataclass(frozen=True)
class Factors:
    """The ways of signing in that a person has."""

    password: bool
    totp: bool
    passkeys: int
    recovery_codes: int

    @property
    def second(self) -> bool:
        """Whether there is a second factor. Recovery codes only stand in for one."""
        return self.totp or self.passkeys > 0


def of(user: User) -> Factors:
    """A person's ways of signing in, in one query."""
    unused = select(func.count()).where(RecoveryCode.user_id == user.id, RecoveryCode.used_at.is_(None))
    row = db.session.execute(
        select(
            select(func.count()).where(Password.user_id == user.id).scalar_subquery(),
            select(func.count()).where(Totp.user_id == user.id).scalar_subquery(),
            select(func.count()).where(Passkey.user_id == user.id).scalar_subquery(),
            unused.scalar_subquery(),
        )
    ).one()
    return Factors(password=row[0] > 0, totp=row[1] > 0, passkeys=row[2], recovery_codes=row[3])


def has_second(user: User) -> bool:
    """Whether a person has a second factor."""
    return of(user).second
