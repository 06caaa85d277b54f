"""References that people read out on the phone, and the secrets in mailed links.

A link's token is derived from the installation's secret and a number of its own, so that a reminder carries the same link as the
first mail while the table holds only a hash. 256 bits: nobody guesses one.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets

from flask import current_app

# Without 0/O, 1/I/L and U/V: each is one thing when read aloud or written by hand.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTWXYZ"
PREFIX = "BH"
_REFERENCE = re.compile(rf"{PREFIX}-?([{ALPHABET}]{{4}})-?([{ALPHABET}]{{4}})")
MAX_TOKEN = 100


def new_reference(prefix: str = PREFIX) -> str:
    """A reference such as `BH-7K3F-9Q2M`. Not a secret."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{prefix}-{letters[:4]}-{letters[4:]}"


def read_reference(text: str) -> str | None:
    """A reference as typed (lower case, spaces, no hyphens) in its one form; None when it is none."""
    found = _REFERENCE.fullmatch(re.sub(r"\s+", "", text[:40]).upper())
    return f"{PREFIX}-{found[1]}-{found[2]}" if found else None


def new_seed() -> str:
    """A number of its own for each link, so that no two links are alike."""
    return secrets.token_hex(8)


def derive(purpose: str, seed: str) -> str:
    """The token of a link. `purpose` keeps the kinds of link apart."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    mac = hmac.new(key, f"employer_needs.{purpose}:{seed}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(mac).rstrip(b"=").decode()


def digest(token: str) -> str:
    """How a token is stored."""
    return hashlib.sha256(token.encode()).hexdigest()


def same(token: str, stored: str) -> bool:
    """Whether a token is the one whose digest is stored, in constant time."""
    return len(token) <= MAX_TOKEN and hmac.compare_digest(digest(token), stored)
