"""The record of processing (GDPR art. 30): what is kept about persons, why, and for how long in this region."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from core.records import processing
from core.web.access import requires
from core.web.context import current_region

bp = Blueprint("core_processing", __name__, url_prefix="/r/<region>/admin/processing")
MANAGE = "core.records.manage"


@bp.get("/")
@requires(GET=MANAGE)
def index() -> str:
    """The record, by part of the service."""
    return render_template("records/processing.html", lines=processing.lines(current_region()))


@bp.get("/register.csv")
@requires(GET=MANAGE)
def table() -> Response:
    """The same as a file."""
    region = current_region()
    answer = Response(processing.as_csv(region), mimetype="text/csv")
    answer.headers.set("Content-Disposition", "attachment", filename=f"behandlingar-{region.slug}.csv")
    answer.headers["Cache-Control"] = "no-store"
    return answer
