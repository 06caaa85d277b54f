"""References that people read out on the phone, and the secrets in mailed links."""

from __future__ import annotations

import re
import secrets

from core import mailed_links

# Without 0/O, 1/I/L and U/V: each is one thing when read aloud or written by hand.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTWXYZ"
PREFIX = "BH"
_REFERENCE = re.compile(rf"{PREFIX}-?([{ALPHABET}]{{4}})-?([{ALPHABET}]{{4}})")


def new_reference(prefix: str = PREFIX) -> str:
    """A reference such as `BH-7K3F-9Q2M`. Not a secret."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{prefix}-{letters[:4]}-{letters[4:]}"


def read_reference(text: str) -> str | None:
    """A reference as typed (lower case, spaces, no hyphens) in its one form; None when it is none."""
    found = _REFERENCE.fullmatch(re.sub(r"\s+", "", text[:40]).upper())
    return f"{PREFIX}-{found[1]}-{found[2]}" if found else None


def derive(purpose: str, seed: str) -> str:
    """The token of a mailed link (`core/mailed_links.py`). `purpose` keeps the kinds of link apart."""
    return mailed_links.token_of(f"employer_needs.{purpose}", seed)
