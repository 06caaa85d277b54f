"""Pages of the learning centres for everybody: the list with its map, and one centre."""

from __future__ import annotations

from flask import render_template, request, url_for

from core.clock import now, today
from core.geo.queries import choices, name_of
from core.regions.queries import municipalities
from core.users.queries import may
from core.web.access import public
from core.web.context import current_region, current_user
from core.web.schematic_map import draw_dots
from plugins.distance_learning.centres import hours, queries, words
from plugins.distance_learning.centres.jsonld import centre_data
from plugins.distance_learning.parts import centre_parts
from plugins.distance_learning.permissions import MANAGE
from plugins.distance_learning.publishing import codes
from plugins.distance_learning.publishing.queries import courses_at
from plugins.distance_learning.views import bp


@bp.get("/centres")
@public("GET")
def centres() -> str:
    """The region's learning centres, on a map and in a table; of one municipality, if asked."""
    region = current_region()
    places = [m.code for m in municipalities(region)]
    everywhere = queries.published_centres(region)
    there = {centre.municipality_code for centre in everywhere}
    chosen = request.args.get("municipality", "")
    chosen = chosen if chosen in there else ""
    seats: dict[str, int] = {}
    for centre in everywhere:
        seats[centre.municipality_code] = seats.get(centre.municipality_code, 0) + centre.seats
    moment = now()
    found = [centre for centre in everywhere if not chosen or centre.municipality_code == chosen]
    return render_template(
        "distance_learning/centres/list.html",
        centres=[(centre, words.open_state(centre, moment)) for centre in found],
        choices=choices(there),
        chosen=chosen,
        map=draw_dots(places, {code: ("member", count) for code, count in seats.items()}, chosen, 0.0),
        name_of=name_of,
        may_manage=may(current_user(), region, MANAGE),
    )


@bp.get("/centres/<slug>")
@public("GET")
def centre(slug: str) -> str:
    """One learning centre: when it is open, what there is, what can be followed there, and how to reach it."""
    region, user = current_region(), current_user()
    found = queries.published_centre(region, slug[:80])
    moment = now()
    return render_template(
        "distance_learning/centres/centre.html",
        centre=found,
        words=words,
        codes=codes,
        state=words.open_state(found, moment),
        is_open=hours.state(found.opening_hours, found.closures, moment).is_open,
        closures=[closure for closure in hours.closures(found.closures) if closure.last >= today()],
        rooms=queries.rooms_of(found),
        equipment=queries.equipment_of(found),
        courses=courses_at(found, published=True),
        map=draw_dots([m.code for m in municipalities(region)], {found.municipality_code: ("hub", 1)}, found.municipality_code, 0.0),
        municipality=name_of(found.municipality_code),
        data=centre_data(found, url=url_for("distance_learning.centre", slug=found.slug, _external=True)),
        own=any(one.id == found.id for one in queries.managed_centres(region, user)) if user else False,
        parts=centre_parts(region, user, found),
        subject={"ref": found.ref, "title": found.name},
    )
