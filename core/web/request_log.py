"""One line in the log per request, and an id that ties together the line, the trace of an error and what the user is shown.

The line names the endpoint, never the address (it may hold tokens and what somebody searched for), and no person: neither a
user's number nor the address of a computer. Who did what is in the audit log, which has rules for who may read it.
"""

from __future__ import annotations

import logging
import re
import secrets
import time

import structlog
from flask import Flask, Response, g, request

from core.config import Settings
from core.monitoring import metrics

HEADER = "X-Request-ID"
log = logging.getLogger("samkraft.request")
_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_SILENT = frozenset({"static", "core_static.plugin_file", "core_monitoring.live"})


def request_id() -> str:
    """The id of the running request."""
    found = g.get("request_id")
    if found is None:
        found = g.request_id = secrets.token_hex(6)
    return str(found)


def init_app(app: Flask, settings: Settings) -> None:
    """Begin and end every request with it. Install first."""

    @app.before_request
    def begin() -> None:
        g._began = time.perf_counter()
        given = request.headers.get(HEADER, "") if settings.trusted_proxies else ""
        if _ID.fullmatch(given):
            g.request_id = given
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=request_id())

    @app.after_request
    def end(response: Response) -> Response:
        response.headers[HEADER] = request_id()
        endpoint = request.endpoint or "none"
        seconds = time.perf_counter() - g.get("_began", time.perf_counter())
        if endpoint not in _SILENT:
            metrics.observe(endpoint=endpoint, method=request.method, status=response.status_code, seconds=seconds)
            region = g.get("region")
            facts = {
                "endpoint": endpoint,
                "method": request.method,
                "status": response.status_code,
                "ms": round(seconds * 1000, 1),
                "region": region.slug if region is not None else None,
            }
            log.info("request", extra={"facts": {name: value for name, value in facts.items() if value is not None}})
        return response
