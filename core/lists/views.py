"""Saving a view of a list, and removing one. What a list shows of them is in `layouts/list.html`."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, current_app, flash, g, redirect, request, url_for
from werkzeug.routing import BuildError
from werkzeug.wrappers import Response

from core.db import atomic
from core.errors import DomainError
from core.i18n import gettext as _
from core.lists import service
from core.web.access import signed_in
from core.web.context import current_region, require_user
from core.web.submission import once

bp = Blueprint("core_lists", __name__, url_prefix="/r/<region>/views")


@bp.post("/")
@signed_in("POST")
@once
def save() -> Response:
    """Save what the user has chosen on a list."""
    endpoint, query = request.form.get("endpoint", ""), request.form.get("query", "")
    address = _address(endpoint)
    try:
        with atomic():
            service.save_view(
                user=require_user(), region=current_region(), endpoint=endpoint, name=request.form.get("name", ""), query=query
            )
        flash(_("Vyn är sparad."), "success")
    except DomainError as error:
        flash(error.message, "error")
    kept = service.tidy(query)
    return redirect(f"{address}?{kept}" if kept else address)


@bp.post("/<int:view_id>/remove")
@signed_in("POST")
@once
def remove(view_id: int) -> Response:
    """Remove one of the user's own views."""
    with atomic():
        gone = service.remove_view(user=require_user(), region=current_region(), view_id=view_id)
    flash(_("Vyn %(name)s är borttagen.", name=gone.name), "success")
    return redirect(_address(gone.endpoint))


def _address(endpoint: str) -> str:
    """The address of a list of this region. Anything else is not found."""
    if endpoint not in current_app.view_functions or not current_app.url_map.is_endpoint_expecting(endpoint, "region"):
        abort(404)
    try:
        return url_for(endpoint)
    except BuildError:
        abort(404)


def shown() -> dict[str, Any] | None:
    """What the running list shows of views; None where views cannot be saved: for strangers, and outside a region."""
    if g.get("user") is None or g.get("region") is None or request.endpoint is None or request.view_args:
        return None
    return {
        "endpoint": request.endpoint,
        "query": service.tidy(request.query_string.decode("utf-8", "replace")),
        "views": [(view, f"{request.path}?{view.query}") for view in service.views_of(g.user, g.region, request.endpoint)],
    }
