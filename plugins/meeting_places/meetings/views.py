"""Pages of meetings, for everybody."""

from __future__ import annotations

from flask import render_template, request, url_for

from core.geo.queries import name_of
from core.regions.queries import by_id
from core.users.queries import may
from core.web.access import public
from core.web.context import current_region, current_user
from plugins.meeting_places.meetings import queries, words
from plugins.meeting_places.meetings.forms import FilterForm
from plugins.meeting_places.meetings.queries import Filters
from plugins.meeting_places.permissions import MANAGE
from plugins.meeting_places.registration.queries import closed_because, left, ways
from plugins.meeting_places.series.queries import themes, titles
from plugins.meeting_places.times import hours, span, wall
from plugins.meeting_places.views import MAX_ID, bp


@bp.get("/")
@public("GET")
def meetings() -> str:
    """The meetings to come, or those that have been."""
    region = current_region()
    form = FilterForm(request.args, list(dict.fromkeys(theme.name for theme in themes(region))))
    arguments = {name: form[name].data for name in ("q", "theme", "mode", "when") if form[name].data}
    page = queries.coming(region, Filters(**arguments), number=request.args.get("page", 1, type=int))
    return render_template(
        "meeting_places/meetings/list.html",
        page=page,
        form=form,
        chips=[
            (label, url_for("meeting_places.meetings", **{key: value for key, value in arguments.items() if key != name}))
            for name, label in form.chosen()
        ],
        themes=queries.themes_by_meeting(page.items),
        words=words,
        span=span,
        name_of=name_of,
        may_manage=may(current_user(), region, MANAGE),
    )


@bp.get(f"/meetings/<int(max={MAX_ID}):meeting_id>")
@public("GET")
def meeting(meeting_id: int) -> str:
    """One meeting and its programme."""
    region = current_region()
    found = queries.public_meeting(region, meeting_id)
    parts = queries.programme(found)
    return render_template(
        "meeting_places/meetings/meeting.html",
        meeting=found,
        owner=region if found.region_id == region.id else by_id(found.region_id),
        programme=parts,
        tracks=any(part.track for part in parts),
        days=len({wall(part.starts_at).date() for part in parts}) > 1,
        themes=queries.themes_by_meeting([found])[found.id],
        series=titles([found.series_id]),
        closed=closed_because(found),
        free=[(words.MODES[mode], left(found, mode)) for mode in ways(found)],
        words=words,
        hours=hours,
        when=span(found.starts_at, found.ends_at),
    )
