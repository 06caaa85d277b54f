"""The page of forecasts. They are read in from a file; core brings those pages."""

from __future__ import annotations

from flask import render_template, request

from core.geo.queries import county_of
from core.taxonomy import queries as taxonomy
from core.web.access import requires
from core.web.context import current_region
from plugins.guidance.permissions import PROSPECTS
from plugins.guidance.prospects import queries, words
from plugins.guidance.views import bp


@bp.get("/prospects")
@requires(GET=PROSPECTS)
def prospects() -> str:
    """All forecasts that have been read in."""
    page = queries.prospects(current_region(), number=request.args.get("page", 1, type=int))
    names = taxonomy.groups([each.occupation_group for each in page.items])
    return render_template("guidance/prospects.html", page=page, groups=names, county_of=county_of, words=words)
