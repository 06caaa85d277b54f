"""Telling a person what has happened to the account, so that somebody else's doing is noticed: on the site, and by mail at once."""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import urlsplit

from core.i18n import lazy_gettext as _l
from core.i18n import speaking
from core.mail.standard import ACCOUNT_MOVED
from core.mail.templates import send_template
from core.users.models import User


def _tell(user: User, subject: Any, what: Any) -> None:
    """What has happened, and what to do when it was somebody else. It cannot be turned off."""
    from core.notices.kinds import SECURITY
    from core.notices.mails import absolute
    from core.notices.service import notify  # notices stand on users

    notify(
        kind=SECURITY,
        users=[user],
        region=None,
        key=secrets.token_hex(16),  # each time is a happening of its own
        title=subject,
        body=_l(
            "%(what)s\n\nVar det du behöver du inte göra något.\n\n"
            "Var det inte du: öppna Mitt konto och avsluta alla andra inloggningar. Säg också till din regions administratör.",
            what=what,
        ),
        url=urlsplit(absolute("core_account.index")).path,
    )


def new_device(user: User, device: str) -> None:
    """Signed in with a kind of device that has not been used before."""
    _tell(
        user,
        _l("Ny enhet på ditt konto i Samkraft"),
        _l("Någon loggade in på ditt konto med en ny sorts enhet: %(device)s.", device=device or _l("okänd enhet")),
    )


def method_added(user: User, method: Any) -> None:
    """A new way of signing in."""
    _tell(
        user,
        _l("Nytt sätt att logga in i Samkraft"),
        _l("Ditt konto har fått ett nytt sätt att logga in: %(method)s.", method=method),
    )


def method_removed(user: User, method: Any) -> None:
    """One way of signing in less."""
    _tell(
        user,
        _l("Ett sätt att logga in är borttaget"),
        _l("Ett sätt att logga in har tagits bort från ditt konto: %(method)s.", method=method),
    )


def password_changed(user: User) -> None:
    """The password is another."""
    _tell(user, _l("Ditt lösenord i Samkraft är ändrat"), _l("Lösenordet till ditt konto har ändrats."))


def email_changed(user: User, *, old: str) -> None:
    """To the old address too: the account has another one now. The new one is not told there; it may be anybody's."""
    _tell(user, _l("Din e-postadress i Samkraft är ändrad"), _l("Ditt konto har fått en annan e-postadress."))
    with speaking(user.language):
        send_template(kind=ACCOUNT_MOVED, to=old, variables={}, tongue=user.language)


def recovery_used(user: User, left: int) -> None:
    """A recovery code stood in for the second factor."""
    _tell(
        user,
        _l("En reservkod har använts"),
        _l("Någon loggade in på ditt konto med en reservkod. Du har %(left)s reservkoder kvar.", left=left),
    )


def factors_reset(user: User) -> None:
    """An administrator has taken away the second factors."""
    _tell(
        user,
        _l("Din andra faktor är nollställd"),
        _l("En administratör har tagit bort ditt kontos andra faktor. Du får välja en ny när du loggar in."),
    )
