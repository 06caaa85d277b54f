"""Addresses of other servers as people type them in forms."""

from __future__ import annotations

from flask import current_app

from core.errors import DomainError
from core.i18n import gettext as _
from core.net.addresses import NotAllowed, parse


def checked_url(url: str) -> str:
    """An address that has the right form: https, or one that the operator allows. Where it leads is judged at every call.

    Raises:
        DomainError: at the field `url`, when it has not.
    """
    allow = current_app.extensions["samkraft_settings"].outbound_allow
    try:
        scheme, host, port = parse(url.strip())
        if scheme != "https" and f"{host}:{port}" not in allow:
            raise NotAllowed("not https")
    except NotAllowed:
        raise DomainError(_("Skriv en adress som börjar med https:// och som kan nås från internet."), field="url") from None
    return url.strip()
