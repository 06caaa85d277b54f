"""The record of processing (GDPR art. 30): what is kept about persons, why, and for how long in this region."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from core.files.sheets import download
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
    rows = (line.cells() for line in processing.lines(region))
    return download("csv", f"behandlingar-{region.slug}", processing.header(), rows)
