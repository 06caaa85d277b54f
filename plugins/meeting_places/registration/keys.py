"""One person, several meetings and regions: the same key, from which nobody reads the address."""

from __future__ import annotations

import hashlib
import hmac

from flask import current_app


def person_key(email: str) -> str:
    """64 hexadecimal digits. Keyed, so that a list of addresses cannot be tried without the installation's secret."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, f"meeting_places.person:{email.strip().lower()}".encode(), hashlib.sha256).hexdigest()
