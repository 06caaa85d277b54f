"""Sign-in by a one-time link or code.

A link is never consumed by GET: mail scanners open links. The link works in any browser; the short code only in the browser
that asked for it (cookie), five tries. Only hashes are stored. Source: OWASP ASVS 5.0, 6.6.2 and 6.6.3.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update

from core.audit.service import record
from core.db import db, utcnow
from core.errors import Gone
from core.i18n import gettext as _
from core.users.models import LoginToken, User

LINK_MINUTES = 10
MAX_CODE_FAILURES = 5
CODE_DIGITS = 8
SIGN_IN = "sign_in"
CONFIRM = "confirm"
EMAIL = "email"


@dataclass(frozen=True)
class Challenge:
    """What is mailed and what the browser keeps."""

    token: str
    code: str
    attempt: str


def digest(secret: str) -> str:
    """How a random secret is stored: SHA-256, hex. Enough for 128 random bits; not for passwords."""
    return hashlib.sha256(secret.encode()).hexdigest()


def start(user: User, *, next_url: str = "", minutes: int = LINK_MINUTES, purpose: str = SIGN_IN, address: str = "") -> Challenge:
    """Make a one-time link and code for a user. Earlier unused ones for the same purpose stop working."""
    retire(user.id, purpose)
    challenge = Challenge(secrets.token_urlsafe(32), f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}", secrets.token_urlsafe(24))
    db.session.add(
        LoginToken(
            user_id=user.id,
            purpose=purpose,
            address=address,
            token_hash=digest(challenge.token),
            code_hash=digest(challenge.attempt + challenge.code),
            attempt_hash=digest(challenge.attempt),
            next_url=next_url,
            expires_at=utcnow() + timedelta(minutes=minutes),
        )
    )
    db.session.flush()
    return challenge


def retire(user_id: int, purpose: str = SIGN_IN) -> None:
    """Let the unused links and codes of somebody stop working."""
    db.session.execute(
        update(LoginToken)
        .where(LoginToken.user_id == user_id, LoginToken.purpose == purpose, LoginToken.used_at.is_(None))
        .values(expires_at=utcnow())
    )


def look(token: str) -> LoginToken:
    """The valid token behind a link, unconsumed.

    Raises:
        Gone: when it is unknown, used or too old; `code` says which of the last two.
    """
    statement = select(LoginToken).where(LoginToken.token_hash == digest(token), LoginToken.purpose == SIGN_IN)
    found = db.session.execute(statement).scalar_one_or_none()
    return _usable(found)


def _usable(found: LoginToken | None) -> LoginToken:
    if found is None:
        raise Gone(_("Länken är inte giltig. Kontrollera att du fick med hela, eller begär en ny."), code="unknown")
    if found.used_at is not None:
        raise Gone(_("Länken är redan använd. En länk fungerar en gång; begär en ny."), code="used")
    if found.expires_at <= utcnow():
        raise Gone(_("Länken är för gammal eller ersatt av en nyare. Begär en ny."), code="expired")
    return found


def consume_link(token: str) -> tuple[User, LoginToken]:
    """Use a link. Exactly one of several simultaneous tries succeeds.

    Raises:
        Gone: as `look`, or when the account has been closed.
    """
    return _consume(look(token))


def consume_code(attempt: str, code: str, *, purpose: str = SIGN_IN) -> tuple[User, LoginToken] | None:
    """Use a code in the browser that asked for it. None when the code is wrong; the token dies after five wrong tries."""
    statement = select(LoginToken).where(LoginToken.attempt_hash == digest(attempt), LoginToken.purpose == purpose).with_for_update()
    found = _usable(db.session.execute(statement).scalar_one_or_none())
    digits = "".join(c for c in code if c.isdigit())
    if not hmac.compare_digest(found.code_hash, digest(attempt + digits)):
        found.failures += 1
        if found.failures >= MAX_CODE_FAILURES:
            found.expires_at = utcnow()
        record("core.sign_in.code_refused", subject=f"core:user:{found.user_id}", failures=found.failures)
        db.session.flush()
        return None
    return _consume(found)


def _consume(found: LoginToken) -> tuple[User, LoginToken]:
    claimed = db.session.execute(
        update(LoginToken).where(LoginToken.id == found.id, LoginToken.used_at.is_(None)).values(used_at=utcnow()).returning(LoginToken.id)
    ).scalar_one_or_none()
    if claimed is None:
        raise Gone(_("Länken är redan använd. En länk fungerar en gång; begär en ny."), code="used")
    user = db.session.execute(select(User).where(User.id == found.user_id, User.active.is_(True))).scalar_one_or_none()
    if user is None:
        raise Gone(_("Kontot är avstängt. Kontakta din regions administratör."), code="closed")
    return user, found
