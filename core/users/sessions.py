"""Sessions: opened at sign-in, looked up at every request, ended by the person, an administrator, idleness or age (S15).

The secret in the cookie changes at sign-in, at every confirmation of who it is, and when somebody's rights change.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Select, bindparam, exists, select, update

from core.audit.service import record
from core.db import db, utcnow
from core.users import devices, notices
from core.users.models import Membership, User, UserSession
from core.users.roles import REGION_ADMIN
from core.users.sign_in import digest
from core.users.strength import MAIL

SESSION_HOURS = 12
PENDING_MINUTES = 10
IDLE_MINUTES = 120
ADMIN_IDLE_MINUTES = 30
SEEN_EVERY = timedelta(minutes=5)


def open_session(user: User, *, user_agent: str = "", amr: Collection[str] = (MAIL,), acr: str = "", pending: bool = False) -> str:
    """Start a session and return the secret that the cookie carries. `pending`: it waits for the second factor."""
    secret = secrets.token_urlsafe(32)
    length = timedelta(minutes=PENDING_MINUTES) if pending else timedelta(hours=SESSION_HOURS)
    opened = UserSession(
        user_id=user.id,
        token_hash=digest(secret),
        expires_at=utcnow() + length,
        user_agent=user_agent[:200],
        device=devices.label(user_agent),
        amr=sorted(amr),
        acr=acr,
        pending=pending,
        idle_minutes=idle_minutes(user),
    )
    if pending:
        record("core.sign_in.begun", actor=user, subject=f"core:user:{user.id}", amr=list(opened.amr))
    else:
        _welcome(user, opened)
    db.session.add(opened)
    db.session.flush()
    return secret


def _welcome(user: User, opened: UserSession) -> None:
    """What follows from a complete sign-in: an entry in the log, and a notice when the kind of device is new."""
    earlier = db.session.execute(
        select(UserSession.device).where(UserSession.user_id == user.id, UserSession.pending.is_(False)).distinct()
    ).scalars()
    known = set(earlier) - {""}
    if known and opened.device not in known:
        notices.new_device(user, opened.device)
    record("core.sign_in.succeeded", actor=user, subject=f"core:user:{user.id}", amr=list(opened.amr))


def idle_minutes(user: User) -> int:
    """How long a person may be away: shorter for those who administer a region."""
    admin = exists().where(Membership.user_id == user.id, Membership.role == REGION_ADMIN)
    return ADMIN_IDLE_MINUTES if db.session.execute(select(admin)).scalar_one() else IDLE_MINUTES


def session_user(secret: str, *, pending: bool = False) -> tuple[User, UserSession] | None:
    """The active user behind a cookie's secret; None when the session has ended or expired."""
    row = db.session.execute(_living(pending), {"hash": digest(secret), "now": utcnow()}).one_or_none()
    return (row[0], row[1]) if row else None


@cache  # asked for every page: building it is dearer than running it
def _living(pending: bool) -> Select[User, UserSession]:
    return (
        select(User, UserSession)
        .join(UserSession, UserSession.user_id == User.id)
        .where(
            UserSession.token_hash == bindparam("hash"),
            UserSession.ended_at.is_(None),
            UserSession.expires_at > bindparam("now"),
            UserSession.pending.is_(pending),
            User.active.is_(True),
        )
    )


def complete(user: User, waiting: UserSession, methods: Collection[str]) -> str:
    """The second factor was shown: the pending session becomes a real one, with a new secret."""
    secret = _rotate(waiting)
    waiting.amr = sorted({*waiting.amr, *methods})
    waiting.pending = False
    waiting.expires_at = utcnow() + timedelta(hours=SESSION_HOURS)
    _welcome(user, waiting)
    db.session.flush()
    return secret


def confirmed(found: UserSession, methods: Collection[str]) -> str:
    """The person has just shown again who it is, or has got a new second factor. Returns the session's new secret."""
    secret = _rotate(found)
    found.amr = sorted({*found.amr, *methods})
    found.authenticated_at = utcnow()
    record("core.sign_in.confirmed", subject=f"core:user:{found.user_id}", amr=sorted(methods))
    db.session.flush()
    return secret


def _rotate(found: UserSession) -> str:
    secret = secrets.token_urlsafe(32)
    found.token_hash = digest(secret)
    found.must_rotate = False
    return secret


def due(found: UserSession) -> bool:
    """Whether the next request that may write has something to note about the session."""
    return found.must_rotate or found.last_seen_at is None or found.last_seen_at < utcnow() - SEEN_EVERY


def touch(found: UserSession) -> str | None:
    """Note that the session is in use, coarsely. Returns a new secret when the person's rights have changed since the last."""
    found.last_seen_at = utcnow()
    secret = _rotate(found) if found.must_rotate else None
    db.session.flush()
    return secret


def privileges_changed(user: User) -> None:
    """Somebody got or lost rights: their sessions get new secrets at the next request, and the idle time that goes with the rights."""
    db.session.execute(
        update(UserSession)
        .where(UserSession.user_id == user.id, UserSession.ended_at.is_(None))
        .values(must_rotate=True, idle_minutes=idle_minutes(user))
    )


def is_recent(found: UserSession, minutes: int) -> bool:
    """Whether the person has shown who it is within so many minutes."""
    shown: datetime | None = found.authenticated_at
    return shown is not None and shown > utcnow() - timedelta(minutes=minutes)


def end_session(secret: str) -> None:
    """End the session behind a cookie's secret."""
    found = db.session.execute(
        select(UserSession).where(UserSession.token_hash == digest(secret), UserSession.ended_at.is_(None))
    ).scalar_one_or_none()
    if found is not None:
        found.ended_at = utcnow()
        record("core.sign_out", subject=f"core:user:{found.user_id}")
        db.session.flush()


def live(user: User) -> Sequence[UserSession]:
    """The sessions of a person that work now, the newest first."""
    statement = (
        select(UserSession)
        .where(
            UserSession.user_id == user.id,
            UserSession.ended_at.is_(None),
            UserSession.pending.is_(False),
            UserSession.expires_at > utcnow(),
        )
        .order_by(UserSession.id.desc())
    )
    return db.session.execute(statement).scalars().all()


def end_one(user: User, session_id: int) -> bool:
    """End one of a person's sessions. False when there is none of that number."""
    found = next((row for row in live(user) if row.id == session_id), None)
    if found is None:
        return False
    found.ended_at = utcnow()
    record("core.session.ended", subject=f"core:user:{user.id}", count=1)
    db.session.flush()
    return True


def end_others(user: User, keep: UserSession | None = None) -> int:
    """End all of a person's sessions but one; those that wait for a second factor too. Returns how many."""
    statement = (
        update(UserSession)
        .where(UserSession.user_id == user.id, UserSession.ended_at.is_(None), UserSession.expires_at > utcnow())
        .where(UserSession.id != (keep.id if keep else 0))
        .values(ended_at=utcnow())
        .returning(UserSession.id)
    )
    ended = len(db.session.execute(statement).scalars().all())
    if ended:
        record("core.session.ended", subject=f"core:user:{user.id}", count=ended)
    return ended


def weaken_others(user: User, keep: UserSession) -> None:
    """There is a new second factor: whoever is signed in elsewhere must show it before the next sensitive change."""
    db.session.execute(
        update(UserSession)
        .where(UserSession.user_id == user.id, UserSession.ended_at.is_(None), UserSession.id != keep.id)
        .values(authenticated_at=None)
    )
