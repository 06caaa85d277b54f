"""Mails that tell a person what has happened to the account, so that somebody else's doing is noticed."""

from __future__ import annotations

from core.i18n import gettext as _
from core.mail.service import queue_mail
from core.users.models import User


def _tell(user: User, kind: str, subject: str, what: str, *, to: str = "") -> None:
    """One mail: what has happened, and what to do when it was somebody else."""
    body = _(
        "Hej\n\n%(what)s\n\nVar det du behöver du inte göra något.\n\n"
        "Var det inte du: logga in, öppna Mitt konto och avsluta alla andra inloggningar. Säg också till din regions administratör.\n",
        what=what,
    )
    queue_mail(to=to or user.email, kind=f"core.account.{kind}", subject=subject, body=body)


def new_device(user: User, device: str) -> None:
    """Signed in with a kind of device that has not been used before."""
    _tell(
        user,
        "new_device",
        _("Ny enhet på ditt konto i Samkraft"),
        _("Någon loggade in på ditt konto med en ny sorts enhet: %(device)s.", device=device or _("okänd enhet")),
    )


def method_added(user: User, method: str) -> None:
    """A new way of signing in."""
    _tell(
        user,
        "method_added",
        _("Nytt sätt att logga in i Samkraft"),
        _("Ditt konto har fått ett nytt sätt att logga in: %(method)s.", method=method),
    )


def method_removed(user: User, method: str) -> None:
    """One way of signing in less."""
    _tell(
        user,
        "method_removed",
        _("Ett sätt att logga in är borttaget"),
        _("Ett sätt att logga in har tagits bort från ditt konto: %(method)s.", method=method),
    )


def password_changed(user: User) -> None:
    """The password is another."""
    _tell(user, "password_changed", _("Ditt lösenord i Samkraft är ändrat"), _("Lösenordet till ditt konto har ändrats."))


def email_changed(user: User, *, old: str) -> None:
    """To the old address: the account has another one now. The new one is not told here; it may be anybody's."""
    _tell(
        user,
        "email_changed",
        _("Din e-postadress i Samkraft är ändrad"),
        _("Ditt konto har fått en annan e-postadress. Mejl går inte längre till den här adressen."),
        to=old,
    )


def recovery_used(user: User, left: int) -> None:
    """A recovery code stood in for the second factor."""
    _tell(
        user,
        "recovery_used",
        _("En reservkod har använts"),
        _("Någon loggade in på ditt konto med en reservkod. Du har %(left)s reservkoder kvar.", left=left),
    )


def factors_reset(user: User) -> None:
    """An administrator has taken away the second factors."""
    _tell(
        user,
        "factors_reset",
        _("Din andra faktor är nollställd"),
        _("En administratör har tagit bort ditt kontos andra faktor. Du får välja en ny när du loggar in."),
    )
