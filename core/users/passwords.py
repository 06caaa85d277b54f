"""Passwords, for those who want one (S11). Hashed with Argon2id.

The rules follow ASVS 5.0, 6.2, and NIST SP 800-63B: length counts, composition does not, and what others can guess is refused.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

from core.audit.service import record
from core.db import db, one_or_none, utcnow
from core.errors import DomainError
from core.i18n import gettext as _
from core.users import notices
from core.users.breached import is_breached
from core.users.factors import has_second
from core.users.models import Password, User
from core.users.queries import regions_of

MINIMUM = 15
MINIMUM_WITH_SECOND_FACTOR = 8
MAXIMUM = 128
_OWN_PART = 8  # so much must be left when the words that anybody would try are taken away

# OWASP Password Storage Cheat Sheet: Argon2id with 19 MiB, two passes, one lane. Checked and raised at the next sign-in when changed.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@lru_cache(maxsize=1)
def _nobody() -> str:
    """A hash that no password has, so that a sign-in without an account does the same work."""
    return _hasher.hash("no password is this one")


def _normal(text: str) -> str:
    """As NIST asks: the same password typed on two keyboards is the same."""
    return unicodedata.normalize("NFKC", text)


def verify(user: User | None, text: str) -> bool:
    """Whether it is the user's password. One hash is always computed, also for nobody and for who has no password."""
    row = one_or_none(Password, user.id if user is not None else 0)  # asked for nobody too, as that takes time
    right = _matches(row.hash if row else _nobody(), _normal(text[:MAXIMUM]))
    if row is None or user is None or not user.active or len(text) > MAXIMUM or not right:
        return False
    if _hasher.check_needs_rehash(row.hash):
        row.hash = _hasher.hash(_normal(text))
    return True


def _matches(stored: str, text: str) -> bool:
    try:
        return _hasher.verify(stored, text)
    except (VerificationError, InvalidHashError):
        return False


def set_password(user: User, text: str) -> None:
    """Give a person a password, or another one.

    Raises:
        DomainError: when it is too short or long, or can be guessed.
    """
    check(user, text)
    row = one_or_none(Password, user.id)
    if row is None:
        row = Password(user_id=user.id, hash="")
        db.session.add(row)
    row.hash = _hasher.hash(_normal(text))
    row.changed_at = utcnow()
    notices.password_changed(user)
    record("core.password.changed", subject=f"core:user:{user.id}")
    db.session.flush()


def remove_password(user: User) -> None:
    """Go back to signing in by mail."""
    row = one_or_none(Password, user.id)
    if row is not None:
        db.session.delete(row)
        notices.method_removed(user, _("lösenord"))
        record("core.password.removed", subject=f"core:user:{user.id}")
        db.session.flush()


def check(user: User, text: str) -> None:
    """Refuse what is too short, too long or easily guessed.

    Raises:
        DomainError: saying which, and what to do.
    """
    minimum = MINIMUM_WITH_SECOND_FACTOR if has_second(user) else MINIMUM
    if len(text) < minimum:
        raise DomainError(
            _("Lösenordet är för kort. Skriv minst %(min)s tecken, till exempel några ord efter varandra.", min=minimum), field="new"
        )
    if len(text) > MAXIMUM:
        raise _refused(_("Lösenordet är för långt. Skriv högst %(max)s tecken.", max=MAXIMUM))
    folded = _normal(text).casefold()
    if len(set(folded)) < 4 or is_breached(_normal(text), current_app.extensions["samkraft_settings"].data_dir):
        raise DomainError(
            _("Lösenordet är vanligt och går lätt att gissa. Välj ett annat, till exempel några ord efter varandra."), field="new"
        )
    rest = folded
    for word in sorted(_context_words(user), key=len, reverse=True):
        rest = rest.replace(word, "")
    if rest != folded and len(rest) < _OWN_PART:
        raise DomainError(
            _("Lösenordet bygger på ditt namn, din region eller ord som många provar först. Välj något som ingen kan gissa."), field="new"
        )


def _refused(message: str) -> DomainError:
    return DomainError(message, field="new")


def _context_words(user: User) -> set[str]:
    """What anybody would try first: the person's name and address, this site, the person's regions."""
    texts = [user.name, user.email, "samkraft", "lösenord", "password", *(f"{r.name} {r.slug}" for r in regions_of(user))]
    return {word for text in texts for word in re.split(r"[\W_]+", _normal(text).casefold()) if len(word) >= 4}
