"""Whether an installation may be used by others: what stops the start in production, and what is only told.

All faults are found at once, so that nobody has to start ten times to read them all. Each says what to do.
"""

from __future__ import annotations

import ipaddress
import math
import os
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from core.config import Settings

LEAST_LENGTH, LEAST_BITS = 32, 80
MAKE_ONE = 'Make one with: python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
_KNOWN = (
    "changeme",
    "change-me",
    "change_me",
    "secret_key",
    "your-secret",
    "password",
    "example",
    "0123456789",
    "abcdefgh",
    "django-insecure",
)
_TRUE = frozenset({"1", "true", "yes", "on"})


def faults(settings: Settings) -> list[str]:
    """Why the installation must not be started in production."""
    found = [*_secret(settings)]
    if os.environ.get("FLASK_DEBUG", "").lower() in _TRUE or os.environ.get("PYTHONDEVMODE", "").lower() in _TRUE:
        found.append("FLASK_DEBUG or PYTHONDEVMODE is set. Take it out of the environment: it shows code to visitors.")
    public = urlsplit(settings.public_url)
    if public.scheme not in ("http", "https") or not public.hostname:
        found.append(f"SAMKRAFT_PUBLIC_URL is '{settings.public_url}'. Write the whole address, such as https://samkraft.example.")
    elif not is_loopback(public.hostname):
        if public.scheme != "https":
            found.append("SAMKRAFT_PUBLIC_URL begins with http://. Serve the site over https, and write https:// here.")
        if not settings.https:
            found.append("SAMKRAFT_HTTPS is false, so cookies would go over plain http. Leave it out.")
    if settings.smtp_url and urlsplit(settings.smtp_url).scheme not in ("smtp", "smtps"):
        found.append("SAMKRAFT_SMTP_URL must begin with smtp:// or smtps://.")
    if settings.metrics_token and len(settings.metrics_token) < 20:
        found.append(f"SAMKRAFT_METRICS_TOKEN is shorter than 20 characters. {MAKE_ONE}.")
    return found


def warnings(settings: Settings) -> list[str]:
    """What works, but hardly as it is meant to."""
    found = []
    if is_loopback(urlsplit(settings.public_url).hostname or ""):
        found.append("SAMKRAFT_PUBLIC_URL is this machine: links in mails lead nowhere for others.")
    if settings.sqlalchemy_url.startswith("sqlite"):
        found.append("The database is SQLite: one machine, and one writer at a time. With several machines, use PostgreSQL.")
    smtp = urlsplit(settings.smtp_url)
    if not settings.smtp_url:
        found.append("SAMKRAFT_SMTP_URL is empty: no mail is sent, so nobody can sign in by mail.")
    elif smtp.scheme == "smtp" and not is_loopback(smtp.hostname or ""):
        found.append("Mail goes by smtp://, which is encrypted only if the server offers it. Use smtps:// where the server takes it.")
    if settings.smtp_url and "no-reply@samkraft.invalid" in settings.mail_from:
        found.append("SAMKRAFT_MAIL_FROM is not set: servers will refuse mail from samkraft.invalid.")
    redis = urlsplit(settings.redis_url)
    if settings.redis_url and redis.scheme != "unix" and not redis.password and not is_loopback(redis.hostname or ""):
        found.append("REDIS_URL has no password, and Redis is on another machine.")
    if settings.data_dir.exists() and settings.data_dir.stat().st_mode & 0o007:
        found.append(f"Other users of this machine can read {settings.data_dir}. Run: chmod o-rwx {settings.data_dir}")
    if settings.environment != "production":
        found.append(f"SAMKRAFT_ENVIRONMENT is {settings.environment}: that is never for a network.")
    return found


def _secret(settings: Settings) -> list[str]:
    secret = settings.secret_key
    if len(secret) < LEAST_LENGTH:
        return [f"SAMKRAFT_SECRET_KEY is missing or shorter than {LEAST_LENGTH} characters. {MAKE_ONE} and set it in the environment."]
    found = []
    if entropy(secret) < LEAST_BITS or any(word in secret.lower() for word in _KNOWN):
        found.append(f"SAMKRAFT_SECRET_KEY can be guessed: it repeats itself, or is a well-known one. {MAKE_ONE}.")
    if secret in settings.old_secret_keys:
        found.append("SAMKRAFT_SECRET_KEY stands among SAMKRAFT_OLD_SECRET_KEYS as well. A secret that was left must not be used again.")
    return found


def entropy(text: str) -> float:
    """Bits in a text by how often its characters occur: an upper limit, which only what repeats itself falls below."""
    counts = Counter(text)
    single = -sum(n / len(text) * math.log2(n / len(text)) for n in counts.values()) * len(text)
    pairs = Counter(pairwise(text))
    return min(single, len(pairs) * math.log2(max(2, len(counts))))


def is_loopback(host: str) -> bool:
    """Whether a host is this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
