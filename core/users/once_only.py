"""Things that count once: whoever claims one first has it, on every database and in every process."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from core.db import db
from core.users.models import UsedOnce


def claim(key: str, *, until: datetime) -> bool:
    """Whether this is the first use of a key. Insert-if-absent: there is no gap between asking and noting.

    Args:
        until: When the thing would be refused for its age anyway, with room for clocks that differ.
    """
    try:
        with db.session.begin_nested():
            db.session.add(UsedOnce(key=hashlib.sha256(key.encode()).hexdigest(), expires_at=until))
    except IntegrityError:
        return False
    return True
