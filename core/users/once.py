"""What may be used once: insert, and see whether somebody was first. Never "look, then insert", which two can pass at the same time."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from core.db import atomic, db, utcnow
from core.users.models import UsedOnce


def use_once(what: str, *, seconds: int) -> bool:
    """Use something up. False when it has been used before. Call it inside `atomic()`.

    Args:
        what: Its kind and value, as "oidc:STATE".
        seconds: For how long it could be tried again; longer than it is accepted for its age.
    """
    key = hashlib.sha256(what.encode()).hexdigest()
    try:
        with atomic():  # a savepoint: a key that is there already must not undo the caller's work
            db.session.add(UsedOnce(key=key, expires_at=utcnow() + timedelta(seconds=seconds)))
    except IntegrityError:
        return False
    return True


def forget_old() -> None:
    """Remove what nobody could use any more."""
    db.session.execute(delete(UsedOnce).where(UsedOnce.expires_at < utcnow()))
