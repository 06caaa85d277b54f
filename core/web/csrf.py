"""Cross-site request forgery: a token in every form, and the browser's own word on where a request comes from (S22).

The API reads no cookie, so there is nothing that a foreign site could ride on; its blueprints are exempt (`core/web/mounting.py`).
"""

from __future__ import annotations

from flask import Flask, abort, request
from flask_wtf.csrf import CSRFProtect

from core.db.engine import SAFE_METHODS

csrf = CSRFProtect()


def refuse_foreign_sites() -> None:
    """Refuse unsafe requests that a browser marks as coming from another site."""
    if request.method in SAFE_METHODS:
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        abort(403)


def init_app(app: Flask) -> None:
    """Install both checks, after the region and user are known."""
    app.before_request(refuse_foreign_sites)
    csrf.init_app(app)
