"""How often the API may be called: per token, and per address for those without one. Counted like the other limits (S17)."""

from __future__ import annotations

import time

from flask import Flask, Response, g, request
from flask_limiter.util import get_remote_address
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter, RateLimiter

from core.api.authentication import current_principal, is_api
from core.api.problems import too_many
from core.web.limits import limiter

WITH_TOKEN = parse("600 per minute")
WITHOUT = parse("120 per minute")
_fallback = FixedWindowRateLimiter(MemoryStorage())


def check() -> None:
    """Count the call.

    Raises:
        Problem: 429 when there have been too many.
    """
    if not is_api(request.path) or not limiter.enabled:
        return
    principal = current_principal()
    item = WITH_TOKEN if principal else WITHOUT
    key = f"api:token:{principal.token_id}" if principal else f"api:address:{get_remote_address()}"
    try:
        allowed, left, reset = _hit(limiter.limiter, item, key)
    except Exception:  # the store is away: count in the process, never not at all
        allowed, left, reset = _hit(_fallback, item, key)
    seconds = max(1, round(reset - time.time()))
    g._api_rate = {"RateLimit-Limit": str(item.amount), "RateLimit-Remaining": str(left), "RateLimit-Reset": str(seconds)}
    if not allowed:
        raise too_many(seconds)


def _hit(strategy: RateLimiter, item: RateLimitItem, key: str) -> tuple[bool, int, float]:
    allowed = strategy.hit(item, key)
    reset, left = strategy.get_window_stats(item, key)
    return allowed, left, reset


def _tell(response: Response) -> Response:
    response.headers.extend(g.get("_api_rate") or {})
    return response


def init_app(app: Flask) -> None:
    """Count before the view, tell after it."""
    app.before_request(check)
    app.after_request(_tell)
