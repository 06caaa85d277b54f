"""What is done when somebody asks for a sign-in mail to an address that has no account: as much as when it has one (S18).

The answer is the same already; this makes the time the same, so that nobody learns by a clock who has an account. The same statements
are sent, and as much is written and committed, but to rows that lead nowhere and are thrown away with other used-up secrets.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from core.db import db, utcnow
from core.i18n import language
from core.jobs import enqueue
from core.mail.standard import SIGN_IN
from core.mail.templates import rendered
from core.users.models import UsedOnce
from core.users.sign_in import LINK_MINUTES, digest, retire

NOBODY = 0  # no row has this number


def pretend(link: str) -> str:
    """Do the work of `core.users.sign_in.start` and of a mail, for nobody. Returns an attempt that no code answers to."""
    attempt = secrets.token_urlsafe(24)
    retire(NOBODY)
    _write(attempt)  # in the place of the token
    rendered(SIGN_IN, {"link": link, "code": "00000000", "minutes": LINK_MINUTES}, region=None, tongue=language())
    _write(secrets.token_urlsafe(32))  # in the place of the mail
    enqueue("core.deliver_mail", region=None, mail_id=NOBODY)
    return attempt


def _write(secret: str) -> None:
    db.session.add(UsedOnce(key=digest(secret), expires_at=utcnow() + timedelta(minutes=LINK_MINUTES)))
    db.session.flush()
