"""Error pages: each says what happened and what to do, and gives back what was typed."""

from __future__ import annotations

import logging
from typing import Any

from flask import Flask, Response, g, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from core.api.problems import problem
from core.audit.service import record
from core.db import atomic, db, one_or_none
from core.errors import DomainError, SharedRowError
from core.i18n import gettext as _
from core.regions.models import Region
from core.web.context import PLUGIN_OFF
from core.web.request_log import request_id
from core.web.submission import FIELD

log = logging.getLogger(__name__)
_PAGES = {400, 401, 403, 404, 409, 410, 413, 429, 500, 503}  # those with a template of their own; the others use that of 400
_KEPT_HEADERS = {"Allow", "Retry-After"}
_HIDDEN = {"csrf_token", FIELD}
_MAX_ECHO = 200_000


def _wants_problem() -> bool:
    best = request.accept_mimetypes.best_match(["text/html", "application/json", "application/problem+json"])
    return (request.path.startswith("/api/") and request.path != "/api/") or (best is not None and best != "text/html")


def typed_fields() -> list[tuple[str, str]]:
    """What the user typed, to be given back on an error page. Files and tokens are left out."""
    fields: list[tuple[str, str]] = []
    size = 0
    try:
        items = list(request.form.items(multi=True))
    except HTTPException:
        return []
    for name, value in items:
        size += len(value)
        if name not in _HIDDEN and "password" not in name and size <= _MAX_ECHO:
            fields.append((name, value))
    return fields


def page(status: int, message: str = "", code: str = "", *, error: Exception | None = None, **context: Any) -> tuple[str, int] | Response:
    """An error page, or problem details for an API caller."""
    if _wants_problem():
        return problem(status, code or "error", message, error=error, reference=context.get("reference"))
    template = f"errors/{status if status in _PAGES else 400}.html"
    return render_template(template, message=message, code=code, **context), status


def init_app(app: Flask) -> None:
    """Register the handlers."""

    @app.errorhandler(DomainError)
    def domain(error: DomainError) -> Any:
        db.session.rollback()
        typed = [(n, v) for n, v in typed_fields() if v.strip()] if error.status in (409, 410, 422) else []
        return page(error.status, error.message, error.code, typed=typed, error=error)

    @app.errorhandler(SharedRowError)
    def shared_row(error: SharedRowError) -> Any:
        db.session.rollback()
        owner = one_or_none(Region, error.owner)
        log.warning("refused a change of a shared row on %s %s: %s", request.method, request.path, error)
        with atomic():
            record("core.access.shared_row", region=g.get("region"), subject=f"core:region:{error.owner}", endpoint=request.endpoint or "")
        message = _("Uppgiften ägs av %(region)s. Bara den regionen kan ändra den.", region=owner.name if owner else _("en annan region"))
        return page(403, message, "shared_row")

    @app.errorhandler(StaleDataError)
    def stale_row(error: StaleDataError) -> Any:
        db.session.rollback()
        typed = [(n, v) for n, v in typed_fields() if v.strip()]
        message = _("Någon annan hann spara en ändring av samma sak. Ladda om sidan och gör din ändring igen.")
        return page(409, message, "conflict", typed=typed)

    @app.errorhandler(CSRFError)
    def csrf(error: CSRFError) -> Any:
        if _wants_problem():
            return problem(400, "csrf", str(error.description))
        return render_template("errors/stale.html", fields=typed_fields(), action=request.full_path.rstrip("?")), 400

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Any:
        status = error.code or 500
        if status < 400:
            return error
        if error.description == PLUGIN_OFF:
            return page(404, _("Den här delen är inte påslagen i regionen."), PLUGIN_OFF)
        typed = [(n, v) for n, v in typed_fields() if v.strip()] if status in (401, 413) else []
        answer = app.make_response(page(status, "", error.name.lower().replace(" ", "_"), typed=typed))
        for name, value in error.get_headers():
            if name in _KEPT_HEADERS:
                answer.headers[name] = value
        return answer

    @app.errorhandler(OperationalError)
    def database(error: OperationalError) -> Any:
        db.session.rollback()
        g.region = g.user = None  # the page must not ask the database again
        reference = _reference(error)
        return page(503, _("Databasen svarar inte just nu."), "unavailable", reference=reference, fields=typed_fields())

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> Any:
        if app.testing and app.config.get("PROPAGATE_EXCEPTIONS") is not False:
            raise error
        db.session.rollback()
        g.region = g.user = None  # whatever failed may be what the shell would ask for
        return page(500, "", "internal_error", reference=_reference(error))


def _reference(error: Exception) -> str:
    """A code that the user can tell support and that stands beside the trace in the log."""
    reference = request_id()
    log.error("error %s in %s", reference, request.endpoint, exc_info=error)
    return reference
