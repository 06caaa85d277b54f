"""The secrets in mailed links.

A token is derived from the installation's secret, the kind of link and a seed of its own, so that a reminder carries the same link as
the first mail while the table holds only a hash. 256 bits (HMAC-SHA-256, RFC 2104): nobody guesses one.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from flask import current_app

MAX_TOKEN = 100


def new_seed() -> str:
    """A number of its own for each link, 32 hexadecimal digits, so that no two links are alike."""
    return secrets.token_hex(16)


def token_of(kind: str, seed: str) -> str:
    """The token of a link: 43 letters, digits, `-` and `_`. `kind`, `<plugin>.<purpose>`, keeps the kinds of link apart."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    mac = hmac.new(key, f"{kind}:{seed}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(mac).rstrip(b"=").decode()


def digest(token: str) -> str:
    """How a token is stored: 64 hexadecimal digits. What is longer than any token is cut, and so is nobody's."""
    return hashlib.sha256(token[: MAX_TOKEN + 1].encode()).hexdigest()


def same(token: str, stored: str) -> bool:
    """Whether a token is the one whose digest is stored, in constant time."""
    return hmac.compare_digest(digest(token), stored)
