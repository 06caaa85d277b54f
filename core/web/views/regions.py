"""A region's own pages: start, board, search and theme."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, render_template, request

from core.organisations.finding import find
from core.plugins import hooks
from core.plugins.declarations import SearchHit
from core.search import spelling
from core.users.queries import may
from core.web import theme as themes
from core.web.access import public
from core.web.context import current_region, current_user
from core.web.limits import SEARCH, limiter
from core.web.slots import render_cards

bp = Blueprint("core_region", __name__, url_prefix="/r/<region>")
MAX_QUERY = 200


@bp.get("/")
@public("GET")
def start() -> str:
    """The region's front page for everybody; the board for those who work here."""
    region, user = current_region(), current_user()
    cards = hooks.for_region(region).dashboard_cards(user=user)
    if user is not None and may(user, region, "core.board.read"):
        member = [c for c in cards if c.audience == "member"]
        groups = {kind: render_cards([c for c in member if c.kind == kind]) for kind in ("todo", "figures", "chart")}
        return render_template("pages/region_board.html", **groups)
    public_cards = [c for c in cards if c.audience == "public"]
    return render_template(
        "pages/region_start.html",
        task_cards=render_cards([c for c in public_cards if c.kind == "task"]),
        public_cards=render_cards([c for c in public_cards if c.kind != "task"]),
    )


@bp.get("/search")
@public("GET")
@limiter.limit(SEARCH)
def search() -> str:
    """Search in core's registers and every enabled plugin."""
    query = request.args.get("q", "").strip()[:MAX_QUERY]
    hits = _hits(query)
    instead = "" if hits or not query else spelling.corrected(query) or ""
    # Only what the visitor may find is shown as a correction: the words of the rest are not told.
    nearest = _hits(instead)
    return render_template("pages/search.html", query=query, hits=hits or nearest, instead=instead if nearest else "")


def _hits(query: str) -> Sequence[SearchHit]:
    region, user = current_region(), current_user()
    if not query:
        return []
    hits = [*find(region, user, query, limit=10), *hooks.for_region(region).search(user=user, query=query, limit=10)]
    return sorted(hits, key=lambda hit: -hit.score)


@bp.get("/theme.css")
@public("GET")
def theme() -> Response:
    """The region's accent colour as a style sheet, because the content security policy allows no inline style."""
    response = Response(themes.stylesheet(current_region().accent), mimetype="text/css")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
