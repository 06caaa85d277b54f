"""The secrets in mailed links. A token is derived from the installation's secret and a seed, so that the table holds only a hash."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from flask import current_app

MAX_TOKEN = 100


def new_seed() -> str:
    """A number of its own for each link."""
    return secrets.token_hex(16)


def token_of(purpose: str, seed: str) -> str:
    """The token of a link. `purpose` keeps the kinds of link apart."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    mac = hmac.new(key, f"internships.{purpose}:{seed}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(mac).rstrip(b"=").decode()


def digest(token: str) -> str:
    """How a token is stored."""
    return hashlib.sha256(token[:MAX_TOKEN].encode()).hexdigest()
