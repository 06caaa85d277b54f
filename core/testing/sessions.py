"""Puts a session that a test has just opened into the state that the test needs."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from core.db import atomic, db, utcnow
from core.users.models import UserSession
from core.users.sessions import SESSION_HOURS


def set_strength(user: Any, amr: Sequence[str], minutes_ago: int = 0) -> None:
    """Make a user's newest session rest on these methods, shown so many minutes ago."""
    newest = select(UserSession).where(UserSession.user_id == user.id).order_by(UserSession.id.desc()).limit(1)
    with atomic():
        found = db.session.execute(newest).scalar_one()
        found.pending = False
        found.expires_at = utcnow() + timedelta(hours=SESSION_HOURS)
        found.amr = list(amr)
        found.authenticated_at = utcnow() - timedelta(minutes=minutes_ago)


def skip_second_step(client: FlaskClient) -> None:
    """Let a browser that waits for the second factor have its session, as if it had been shown. `set_strength` opens the session."""
    from core.users.views.finish import PENDING_KEY
    from core.web.context import SEEN_KEY, SESSION_KEY

    with client.session_transaction() as cookie:
        secret = cookie.pop(PENDING_KEY)
        cookie.update({SESSION_KEY: secret, SEEN_KEY: int(time.time())})
