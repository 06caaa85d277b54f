"""How sure we are of who it is: the methods of a session (`amr`, RFC 8176), and when they are two factors."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

MAIL: Final = "mail"  # a link or code to the e-mail address
PASSWORD: Final = "pwd"
TOTP: Final = "otp"
RECOVERY: Final = "recovery"
PASSKEY: Final = "passkey"
VERIFIED: Final = "user"  # the authenticator asked for a PIN, a finger or a face
OIDC: Final = "oidc"

SECOND: Final = frozenset({TOTP, RECOVERY, PASSKEY})

# Levels of assurance that count as two factors: substantial and high in eIDAS (2014/910), level 3 and 4 in the Swedish framework.
# Source: Sweden Connect, "Registry for identifiers", section 3.1.1.
STRONG_LEVELS: Final = frozenset(
    {
        "http://id.elegnamnden.se/loa/1.0/loa3",
        "http://id.elegnamnden.se/loa/1.0/loa4",
        "http://id.elegnamnden.se/loa/1.0/eidas-sub",
        "http://id.elegnamnden.se/loa/1.0/eidas-high",
        "http://id.elegnamnden.se/loa/1.0/eidas-nf-sub",
        "http://id.elegnamnden.se/loa/1.0/eidas-nf-high",
        "http://id.swedenconnect.se/loa/1.0/uncertified-loa3",
        "http://eidas.europa.eu/LoA/substantial",
        "http://eidas.europa.eu/LoA/high",
    }
)


def session_is_strong(amr: Collection[str], acr: str = "") -> bool:
    """Whether a session rests on two factors.

    A mail and a password are not two: who can read the mail can do without the password.
    """
    if OIDC in amr and acr in STRONG_LEVELS:
        return True
    if PASSKEY in amr and VERIFIED in amr:
        return True
    return bool(SECOND.intersection(amr)) and not SECOND.issuperset(amr)
