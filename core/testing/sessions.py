"""Opens a session for a test's visitor without walking through the pages of signing in, which have tests of their own."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from core.db import atomic, db, utcnow
from core.users.models import UserSession
from core.users.sessions import open_session
from core.web.context import SEEN_KEY, SESSION_KEY


def open_for(client: FlaskClient, user: Any, amr: Sequence[str], minutes_ago: int = 0) -> None:
    """Open a session for a user and put its secret into the client's cookie, instead of whatever was there."""
    with atomic():
        secret = open_session(user, amr=amr)
        newest = select(UserSession).where(UserSession.user_id == user.id).order_by(UserSession.id.desc()).limit(1)
        db.session.execute(newest).scalar_one().authenticated_at = utcnow() - timedelta(minutes=minutes_ago)
    with client.session_transaction() as cookie:
        cookie.clear()
        cookie.update({SESSION_KEY: secret, SEEN_KEY: int(time.time())})
