"""Recovery codes: ten, shown once, each good for one sign-in without the phone. Hashed like passwords, since they are short."""

from __future__ import annotations

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, select, update

from core.audit.service import record
from core.db import db, utcnow
from core.users import notices
from core.users.models import RecoveryCode, User

COUNT = 10
LENGTH = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are mistaken for another on paper
# Ten are made and up to ten looked at in one request. The codes are random (50 bits), so less work per hash is enough.
_hasher = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1)


def make(user: User) -> list[str]:
    """Ten new codes; earlier ones stop working. This is the only time they can be read."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    codes = ["".join(secrets.choice(_LETTERS) for _ in range(LENGTH)) for _ in range(COUNT)]
    db.session.add_all(RecoveryCode(user_id=user.id, code_hash=_hasher.hash(code)) for code in codes)
    record("core.recovery_codes.made", subject=f"core:user:{user.id}")
    db.session.flush()
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def normal(text: str) -> str:
    """A code as it is hashed: small letters and digits, without spaces and dashes."""
    return "".join(c for c in text.lower() if c in _LETTERS)


def use(user: User, text: str) -> bool:
    """Use up a code."""
    code = normal(text)
    if len(code) != LENGTH:
        return False
    statement = select(RecoveryCode).where(RecoveryCode.user_id == user.id, RecoveryCode.used_at.is_(None)).order_by(RecoveryCode.id)
    unused = db.session.execute(statement).scalars().all()
    found = next((row for row in unused if _matches(row.code_hash, code)), None)
    if found is None:
        return False
    claimed = db.session.execute(
        update(RecoveryCode)
        .where(RecoveryCode.id == found.id, RecoveryCode.used_at.is_(None))
        .values(used_at=utcnow())
        .returning(RecoveryCode.id)
    ).scalar_one_or_none()
    if claimed is None:
        return False
    notices.recovery_used(user, len(unused) - 1)
    record("core.recovery_code.used", actor=user, subject=f"core:user:{user.id}", left=len(unused) - 1)
    return True


def _matches(stored: str, code: str) -> bool:
    try:
        return _hasher.verify(stored, code)
    except (VerificationError, InvalidHashError):
        return False


def remove(user: User) -> None:
    """Take all codes away."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
