"""Rate limits. Counted in Redis or Valkey; when that is gone, in the process: a limit never fails open (S17)."""

from __future__ import annotations

from flask import Flask, g, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from core.config import Settings

SIGN_IN = "10 per 5 minutes"
GUESS = "20 per 5 minutes"
SECOND_FACTOR = "5 per 5 minutes; 20 per hour; 50 per day"  # anchor: warehouse/config.py of PyPI
MAILED_CODE = "5 per 5 minutes; 20 per day"
SEARCH = "30 per 10 seconds"
PUBLIC_POST = "60 per minute"
FEEDBACK = "12 per 10 minutes"

limiter = Limiter(key_func=get_remote_address, in_memory_fallback_enabled=True, strategy="fixed-window", headers_enabled=False)


def by_email() -> str:
    """Counts tries per address that is typed, whoever types it."""
    return "email:" + request.form.get("email", "").strip().lower()[:254]


def by_account() -> str:
    """Counts per signed-in person, whatever address the person comes from; per address for anybody else."""
    user = g.get("user")
    return f"account:{user.id}" if user is not None else get_remote_address()


def init_app(app: Flask, settings: Settings) -> None:
    """Bind the limiter to the queue server of the settings; tests count in memory and are not limited unless they ask."""
    test = settings.environment == "test"
    url = settings.queue_url.replace("unix://", "redis+unix://", 1)
    app.config.update(
        RATELIMIT_STORAGE_URI="memory://" if test else url,
        RATELIMIT_STORAGE_OPTIONS={} if test else {"socket_connect_timeout": 0.2, "socket_timeout": 0.2},
        RATELIMIT_ENABLED=app.config.get("RATELIMIT_ENABLED", not test),
        RATELIMIT_SWALLOW_ERRORS=False,
        RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=True,
    )
    limiter.init_app(app)
