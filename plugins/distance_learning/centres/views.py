"""Pages of the learning centres for everybody: the list, and one centre."""

from __future__ import annotations

from flask import render_template

from core.web.access import public
from core.web.context import current_region
from plugins.distance_learning.centres import queries
from plugins.distance_learning.views import bp


@bp.get("/centres")
@public("GET")
def centres() -> str:
    """The region's learning centres."""
    return render_template("distance_learning/centres/list.html", centres=queries.published_centres(current_region()))


@bp.get("/centres/<slug>")
@public("GET")
def centre(slug: str) -> str:
    """One learning centre."""
    return render_template("distance_learning/centres/centre.html", centre=queries.published_centre(current_region(), slug[:80]))
