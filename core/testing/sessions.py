"""Puts a session that a test has just opened into the state that the test needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from core.db import atomic, db, utcnow
from core.users.models import UserSession


def set_strength(user: Any, amr: Sequence[str], minutes_ago: int = 0) -> None:
    """Make a user's newest session rest on these methods, shown so many minutes ago."""
    newest = select(UserSession).where(UserSession.user_id == user.id).order_by(UserSession.id.desc()).limit(1)
    with atomic():
        found = db.session.execute(newest).scalar_one()
        found.amr = list(amr)
        found.authenticated_at = utcnow() - timedelta(minutes=minutes_ago)
