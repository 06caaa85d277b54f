"""Pages of meetings, for everybody."""

from __future__ import annotations

from flask import render_template, request

from core.geo.queries import name_of
from core.web.access import public
from core.web.context import current_region
from plugins.meeting_places.meetings import queries
from plugins.meeting_places.views import MAX_ID, bp


@bp.get("/")
@public("GET")
def meetings() -> str:
    """The meetings to come."""
    page = queries.coming(current_region(), number=request.args.get("page", 1, type=int))
    return render_template("meeting_places/meetings/list.html", page=page, name_of=name_of)


@bp.get(f"/meetings/<int(max={MAX_ID}):meeting_id>")
@public("GET")
def meeting(meeting_id: int) -> str:
    """One meeting and its programme."""
    found = queries.public_meeting(current_region(), meeting_id)
    return render_template(
        "meeting_places/meetings/meeting.html",
        meeting=found,
        programme=queries.programme(found),
        themes=queries.themes_by_meeting([found])[found.id],
        name_of=name_of,
    )
