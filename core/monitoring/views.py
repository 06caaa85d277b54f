"""`/livez`, `/readyz` and `/metrics`: for load balancers and for those who watch the installation."""

from __future__ import annotations

import hmac
import ipaddress

from flask import Blueprint, Response, abort, current_app, jsonify, request

from core.config import Settings
from core.monitoring import metrics, queries
from core.web.access import public

bp = Blueprint("core_monitoring", __name__)
_FORWARDED = ("X-Forwarded-For", "Forwarded", "Via", "X-Real-IP")


def trusted_caller() -> bool:
    """Whether the caller may know more than that we are well: this machine itself, or who has the token.

    What a proxy passes on comes from this machine, too, so a forwarded request counts as one from outside.
    """
    settings: Settings = current_app.extensions["samkraft_settings"]
    given = request.headers.get("Authorization", "")
    if settings.metrics_token and hmac.compare_digest(given.encode(), f"Bearer {settings.metrics_token}".encode()):
        return True
    if any(name in request.headers for name in _FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False


@bp.get("/healthz")
@bp.get("/livez")
@public("GET")
def live() -> Response:
    """Open and empty: the process answers. Asks nobody else, so that a database that is away restarts no web server."""
    return Response("", mimetype="text/plain")


@bp.get("/readyz")
@public("GET")
def ready() -> tuple[Response, int]:
    """Open: ok, degraded or fail. This machine, and who has the token, are also told what is wrong. 503 when it fails."""
    answers = queries.readiness()
    status = queries.overall(answers)
    body: dict[str, object] = {"status": status}
    if trusted_caller():
        body["checks"] = {answer.name: {"status": answer.status, **answer.facts} for answer in answers}
    return jsonify(body), 503 if status == "fail" else 200


@bp.get("/metrics")
@public("GET")
def figures() -> Response:
    """Figures for Prometheus; only for this machine, and for who has the token."""
    if not trusted_caller():
        abort(403)
    return Response(metrics.text(), mimetype="text/plain; version=0.0.4; charset=utf-8")
