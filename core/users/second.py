"""The second factor as one question: a code from the app, or a recovery code. And taking all of them away."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete

from core.audit.service import record
from core.db import db
from core.regions.models import Region
from core.users import factors, notices, recovery, totp
from core.users.models import Passkey, Totp, User
from core.users.sessions import end_others
from core.users.strength import RECOVERY, TOTP


def check_code(user: User, text: str) -> str | None:
    """Use a code of either kind. The name of the method, or None when it is wrong."""
    if len(totp.digits_of(text)) == totp.DIGITS and totp.verify(user, text):
        return TOTP
    if recovery.use(user, text):
        return RECOVERY
    record("core.second_factor.refused", actor=user, subject=f"core:user:{user.id}")
    return None


def reset_factors(user: User, *, region: Region | None = None, reason: str = "") -> bool:
    """Take away everything but the mail, for who has lost the phone. All sessions end. False when there was nothing.

    Whoever calls this has made sure that it is the right person who asks.
    """
    had = factors.of(user)
    db.session.execute(delete(Totp).where(Totp.user_id == user.id))
    db.session.execute(delete(Passkey).where(Passkey.user_id == user.id))
    recovery.remove(user)
    end_others(user)
    if not had.second:
        return False
    notices.factors_reset(user)
    told: dict[str, Any] = {"reason": reason} if reason else {}
    record("core.second_factor.reset", region=region, subject=f"core:user:{user.id}", totp=had.totp, passkeys=had.passkeys, **told)
    db.session.flush()
    return True


def tidy(user: User) -> None:
    """Recovery codes stand in for a second factor; when the last of those is gone, they go too."""
    if not factors.has_second(user):
        recovery.remove(user)
