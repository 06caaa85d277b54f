"""The entries of the audit log that tell of accounts, in words."""

from __future__ import annotations

from typing import Any

from core.i18n import lazy_gettext as _l

WORDS: dict[str, Any] = {
    "core.user.profile_changed": _l("Namn eller språk ändrades"),
    "core.user.email_changed": _l("E-postadressen byttes"),
    "core.sign_in.confirmed": _l("Bekräftade vem det är"),
    "core.sign_in.password_refused": _l("Fel lösenord vid inloggning"),
    "core.second_factor.refused": _l("Fel kod för den andra faktorn"),
    "core.second_factor.reset": _l("Den andra faktorn nollställdes"),
    "core.session.ended": _l("Avslutade inloggningar i andra webbläsare"),
    "core.password.changed": _l("Lösenordet ändrades"),
    "core.password.removed": _l("Lösenordet togs bort"),
    "core.totp.added": _l("En app för koder kopplades"),
    "core.totp.removed": _l("Appen för koder togs bort"),
    "core.recovery_codes.made": _l("Nya reservkoder gjordes"),
    "core.recovery_code.used": _l("En reservkod användes"),
    "core.passkey.added": _l("En passnyckel lades till"),
    "core.passkey.renamed": _l("En passnyckel bytte namn"),
    "core.passkey.removed": _l("En passnyckel togs bort"),
}


def describe(action: str) -> str | None:
    """An entry's action in words; None when it is not about an account."""
    found = WORDS.get(action)
    return str(found) if found is not None else None
