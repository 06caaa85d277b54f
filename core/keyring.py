"""The ring of secrets: the one in use, and those that were in use before it, each known by an id that does not give it away.

Every use has a key of its own, derived from the secret, so that a signature of one kind is never valid as another. A new secret
signs from its first start; the old ones, kept in `old_secret_keys`, only check what they once signed.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from flask import current_app

from core.config import Settings


@dataclass(frozen=True)
class Secret:
    """A secret of the ring. `id` may be stored and shown."""

    id: str
    value: str

    def key(self, purpose: str) -> bytes:
        """The key of 32 bytes for one use, such as `core.audit`."""
        return hmac.new(self.value.encode(), b"samkraft key\0" + purpose.encode(), hashlib.sha256).digest()


def key_id(secret: str) -> str:
    """A name for a secret: the same on every machine, and of no help to guess it."""
    return hashlib.sha256(b"samkraft key id\0" + secret.encode()).hexdigest()[:12]


def ring(settings: Settings | None = None) -> list[Secret]:
    """All secrets, the one in use first."""
    settings = settings or current_app.extensions["samkraft_settings"]
    return [Secret(key_id(value), value) for value in (settings.secret_key, *settings.old_secret_keys)]


def find(wanted: str) -> Secret | None:
    """The secret with an id, or None when it has been taken out of the ring."""
    return next((secret for secret in ring() if secret.id == wanted), None)


def sign(purpose: str, message: bytes) -> tuple[str, str]:
    """The id of the secret in use, and the message's signature with it, in hex."""
    secret = ring()[0]
    return secret.id, hmac.new(secret.key(purpose), message, hashlib.sha256).hexdigest()


def signed(purpose: str, message: bytes, *, key: str, signature: str) -> bool:
    """Whether a signature is one of ours, by a secret that is still in the ring."""
    secret = find(key)
    return secret is not None and hmac.compare_digest(hmac.new(secret.key(purpose), message, hashlib.sha256).hexdigest(), signature)
