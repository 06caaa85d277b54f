"""The secret addresses of people's calendars. Calendar programs cannot sign in, so the address is the key."""

from __future__ import annotations

import secrets

from sqlalchemy import delete, select

from core.audit.service import record
from core.db import db
from core.notices.models import CalendarFeed
from core.notices.queries import feed_of
from core.users.models import User
from core.users.sign_in import digest

MAX_TOKEN = 100


def renew(*, user: User) -> str:
    """Make the person's address; the one before stops working at once. Returns the token, which is stored nowhere."""
    token = secrets.token_urlsafe(32)
    found = feed_of(user)
    if found is not None:
        db.session.delete(found)
        db.session.flush()
    db.session.add(CalendarFeed(user_id=user.id, token_hash=digest(token)))
    record("core.calendar.renewed", subject=f"core:user:{user.id}")
    db.session.flush()
    return token


def remove(*, user: User) -> None:
    """End the person's address."""
    gone = db.session.execute(delete(CalendarFeed).where(CalendarFeed.user_id == user.id).returning(CalendarFeed.id)).scalars().all()
    if gone:
        record("core.calendar.removed", subject=f"core:user:{user.id}")


def owner_of(token: str) -> User | None:
    """The active person behind an address."""
    if len(token) > MAX_TOKEN:
        return None
    statement = (
        select(User)
        .join(CalendarFeed, CalendarFeed.user_id == User.id)
        .where(CalendarFeed.token_hash == digest(token), User.active.is_(True))
    )
    return db.session.execute(statement).scalar_one_or_none()
