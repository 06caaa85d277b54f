"""Pages of series, for everybody."""

from __future__ import annotations

from flask import render_template, request

from core.geo.queries import county_of
from core.web.access import public
from core.web.context import current_region
from plugins.meeting_places.meetings import queries as meetings
from plugins.meeting_places.series import queries, words
from plugins.meeting_places.times import span
from plugins.meeting_places.views import MAX_ID, bp

ONE = f"/series/<int(max={MAX_ID}):series_id>"


@bp.get("/series")
@public("GET")
def all_series() -> str:
    """The series that have something to come, and those that have ended."""
    page = queries.published(current_region(), number=request.args.get("page", 1, type=int))
    return render_template(
        "meeting_places/series/list.html",
        page=page,
        words=words,
        coming=meetings.coming_by_series([each.id for each in page.items]),
        themes=meetings.themes_by_series([each.id for each in page.items]),
    )


@bp.get(ONE)
@public("GET")
def series(series_id: int) -> str:
    """One series: its aim, who arranges it, and its meetings."""
    found = queries.public_series(series_id)
    return render_template(
        "meeting_places/series/series.html",
        series=found,
        words=words,
        themes=queries.theme_names(found),
        organisers=queries.organisers(found),
        counties=[county_of(code) for code in queries.county_codes(found)],
        coming=meetings.of_series(found, past=False),
        past=meetings.of_series(found, past=True),
        span=span,
    )
