"""Encryption of the few secrets that must be read again (S40): AES-256-GCM, by a ring of keys that each have an id.

The keys are derived from `secret_key` and the `old_secret_keys`. What is stored begins with the id of its key, so that a new
key can be taken into use at once, and old rows be written anew later: `samkraft keys rotate`.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

_NONCE = 12  # bytes; random, as NIST SP 800-38D allows for fewer than 2^32 messages per key


class Unreadable(Exception):
    """What is stored was made with a key that is not in the ring, or for another use, or has been changed."""


@lru_cache(maxsize=16)
def _derive(secret: str) -> tuple[str, AESGCM]:
    key = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"samkraft encryption at rest 1").derive(secret.encode())
    return hashlib.sha256(key).hexdigest()[:8], AESGCM(key)


def _ring() -> dict[str, AESGCM]:
    """Keys by id, the current one first."""
    settings = current_app.extensions["samkraft_settings"]
    return dict(_derive(secret) for secret in (settings.secret_key, *settings.old_secret_keys))


def encrypt(plain: str, *, use: str) -> str:
    """Encrypt a text.

    Args:
        use: What it is and whose, as "totp:17". It must be the same when the text is read, so that rows cannot be exchanged.
    """
    key_id, key = next(iter(_ring().items()))
    nonce = secrets.token_bytes(_NONCE)
    sealed = nonce + key.encrypt(nonce, plain.encode(), use.encode())
    return f"{key_id}.{base64.urlsafe_b64encode(sealed).decode()}"


def decrypt(stored: str, *, use: str) -> str:
    """The text behind `encrypt`.

    Raises:
        Unreadable: as its name says.
    """
    key_id, _, text = stored.partition(".")
    key = _ring().get(key_id)
    if key is None:
        raise Unreadable(f"There is no key with the id {key_id[:8]!r}. Is an earlier secret_key missing in old_secret_keys?")
    try:
        sealed = base64.urlsafe_b64decode(text)
        return key.decrypt(sealed[:_NONCE], sealed[_NONCE:], use.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise Unreadable("The text has been changed, or belongs to something else.") from error


def is_current(stored: str) -> bool:
    """Whether a text is encrypted with the current key."""
    return stored.partition(".")[0] == next(iter(_ring()))
