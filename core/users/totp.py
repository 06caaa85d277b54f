"""Codes of an authenticator app (RFC 6238, S12): the step before and after count, and none counts twice."""

from __future__ import annotations

import hmac
import unicodedata

import pyotp
from sqlalchemy import update

from core.audit.service import record
from core.db import db, one_or_none, utcnow
from core.encrypted import seal, unseal
from core.errors import DomainError
from core.i18n import gettext as _
from core.users import notices
from core.users.models import Totp, User

STEP_SECONDS = 30
DIGITS = 6
ISSUER = "Samkraft"


def new_secret() -> str:
    """A fresh secret of 160 bits, in the letters that apps take."""
    return pyotp.random_base32()


def address(user: User, secret: str) -> str:
    """What the QR code says."""
    return pyotp.TOTP(secret).provisioning_uri(name=user.email, issuer_name=ISSUER)


def digits_of(text: str) -> str:
    """The digits of a code, however it is spaced or written: the same code has one form only."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c in "0123456789")


def _step(secret: str, text: str, after: int) -> int | None:
    """The time step that a code belongs to, if it is near now and later than one."""
    code = digits_of(text)
    now = int(utcnow().timestamp()) // STEP_SECONDS
    generator = pyotp.HOTP(secret)
    found = None
    for step in (now - 1, now, now + 1):
        if hmac.compare_digest(generator.at(step), code) and step > after:
            found = step
    return found


def enrol(user: User, secret: str, code: str) -> None:
    """Take an app into use, when its first code is right.

    Raises:
        DomainError: when it is not.
    """
    step = _step(secret, code, 0)
    if step is None:
        raise DomainError(
            _("Koden stämmer inte. Kontrollera att telefonens klocka går rätt, och skriv den kod som visas nu."), field="code"
        )
    row = one_or_none(Totp, user.id)
    if row is None:
        row = Totp(user_id=user.id, secret="")
        db.session.add(row)
    seal(row, "secret", secret)
    row.last_counter = step
    row.created_at = utcnow()
    notices.method_added(user, _("kod från en app"))
    record("core.totp.added", subject=f"core:user:{user.id}")
    db.session.flush()


def verify(user: User, code: str) -> bool:
    """Use a code. Of several simultaneous tries with the same code, one succeeds."""
    row = one_or_none(Totp, user.id)
    if row is None:
        return False
    step = _step(unseal(row, "secret"), code, row.last_counter)
    if step is None:
        return False
    claimed = db.session.execute(
        update(Totp).where(Totp.user_id == user.id, Totp.last_counter < step).values(last_counter=step).returning(Totp.user_id)
    )
    return claimed.scalar_one_or_none() is not None


def remove(user: User) -> bool:
    """Take the app out of use."""
    row = one_or_none(Totp, user.id)
    if row is None:
        return False
    db.session.delete(row)
    notices.method_removed(user, _("kod från en app"))
    record("core.totp.removed", subject=f"core:user:{user.id}")
    db.session.flush()
    return True
