"""Pages above the regions: the choice of region, the language, and where to report a fault."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, abort, current_app, make_response, redirect, render_template, request, url_for

from core.db import utcnow
from core.i18n import COOKIE, LANGUAGES
from core.regions import queries
from core.web.access import public
from core.web.redirects import safe_path

bp = Blueprint("core_site", __name__)


@bp.get("/")
@public("GET")
def landing() -> str:
    """Choose a region."""
    regions = [
        {"name": r.name, "description": r.description, "url": url_for("core_region.start", region=r.slug)} for r in queries.all_active()
    ]
    return render_template("pages/landing.html", regions=regions)


@bp.get("/lang/<code>")
@public("GET")
def choose_language(code: str) -> Any:
    """Remember a language in a cookie and go back. Changes nothing on the server."""
    if code not in LANGUAGES:
        abort(404)
    response = make_response(redirect(safe_path(request.args.get("next", ""))))
    response.set_cookie(COOKIE, code, max_age=365 * 86400, samesite="Lax", httponly=True, secure=request.is_secure)
    return response


@bp.get("/.well-known/security.txt")
@public("GET")
def security_text() -> Response:
    """Where to report a security fault (RFC 9116). Not found where the installation names nobody."""
    contact = current_app.extensions["samkraft_settings"].security_contact
    if not contact:
        abort(404)
    expires = (utcnow() + timedelta(days=180)).replace(microsecond=0)
    lines = [
        f"Contact: {contact}",
        f"Expires: {expires.isoformat().replace('+00:00', 'Z')}",
        "Preferred-Languages: sv, en",
        f"Canonical: {url_for('core_site.security_text', _external=True)}",
    ]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


@bp.get("/favicon.ico")
@public("GET")
def favicon() -> Any:
    """The icon that browsers ask for unasked."""
    return redirect(url_for("static", filename="img/favicon.svg"), 301)
