"""Pages around the list: educations side by side, and a choice shared with others."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from core.clock import today
from core.db import atomic
from core.errors import DomainError
from core.web.access import public
from core.web.context import current_region
from core.web.limits import PUBLIC_POST, SEARCH, limiter
from core.web.submission import once
from plugins.training_catalog import presentation
from plugins.training_catalog.filters import Filters, parse
from plugins.training_catalog.finding import sharing
from plugins.training_catalog.finding.comparing import MAX_COMPARED
from plugins.training_catalog.finding.comparing import compare as side_by_side
from plugins.training_catalog.settings import settings_in
from plugins.training_catalog.views import bp, ids_in


def filters_here() -> Filters:
    """The choice in the address."""
    return parse(request.args, reach_km=settings_in(current_region()).reach_km)


@bp.get("/compare")
@public("GET")
@limiter.limit(SEARCH)
def compare() -> str:
    """Up to four educations side by side; which ones is in the address."""
    wanted = request.args.getlist("id")
    found = side_by_side(ids_in("id"), today())
    ids = [each.info.id for each in found.courses]
    kept: dict[str, Any] = {"with": ids}
    return render_template(
        "training_catalog/finding/compare.html",
        found=found,
        too_many=len(set(wanted)) > MAX_COMPARED,
        full=len(ids) >= MAX_COMPARED,
        columns=[
            (each, url_for("training_catalog.compare", id=[other for other in ids if other != each.info.id])) for each in found.courses
        ],
        more_url=url_for("training_catalog.index", **kept),
    )


@bp.route("/share", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(PUBLIC_POST, methods=["POST"])
@once
def share() -> Any:
    """The address of a choice, and a short one when it is long."""
    filters = filters_here()
    if not filters.chosen:
        return redirect(url_for("training_catalog.index"))
    if request.method == "POST":
        try:
            with atomic():
                made = sharing.shorten(region=current_region(), filters=filters)
        except DomainError as error:
            flash(error.message, "error")
            return redirect(presentation.list_url(filters))
        return redirect(url_for("training_catalog.share", short=made.code, **filters.arguments()))
    code = request.args.get("short", "")
    known = sharing.by_code(current_region(), code) if code else None
    short = known.code if known is not None and known.query == sharing.query_of(filters) else ""
    return render_template(
        "training_catalog/finding/share.html",
        words=presentation.in_words(filters),
        back_url=presentation.list_url(filters),
        address=url_for("training_catalog.index", _external=True, **filters.arguments()),
        short=url_for("training_catalog.shared", code=short, _external=True) if short else "",
        is_long=len(sharing.query_of(filters)) > sharing.LONG,
        action=url_for("training_catalog.share", **filters.arguments()),
    )


@bp.get("/s/<code>")
@public("GET")
def shared(code: str) -> Any:
    """From a short address to the list."""
    found = sharing.by_code(current_region(), code)
    if found is None:
        abort(404)
    return redirect(f"{url_for('training_catalog.index')}?{found.query}")
