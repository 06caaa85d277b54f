"""The calendars, and the page that says how one subscribes to them."""

from __future__ import annotations

from flask import Response, render_template, request, url_for

from core.db import get
from core.errors import NotFound
from core.i18n import gettext as _
from core.notices.calendar import write
from core.web.access import public
from core.web.context import current_region
from core.web.limits import SEARCH, limiter
from plugins.meeting_places.feeds.items import items
from plugins.meeting_places.series.models import Theme
from plugins.meeting_places.series.queries import themes
from plugins.meeting_places.views import MAX_ID, bp


@bp.get("/calendars")
@public("GET")
def calendars() -> str:
    """Addresses to subscribe to. A theme that several regions have stands once."""
    region = current_region()
    by_name = {theme.name: theme for theme in sorted(themes(region), key=lambda theme: theme.region_id == region.id)}
    rows = [(_("Alla möten"), url_for("meeting_places.region_feed", _external=True))]
    for theme in sorted(by_name.values(), key=lambda theme: theme.sort_key):
        rows.append((theme.name, url_for("meeting_places.theme_feed", theme_id=theme.id, _external=True)))
    return render_template("meeting_places/feeds/calendars.html", rows=rows)


@bp.get("/calendar.ics")
@public("GET")
@limiter.limit(SEARCH)
def region_feed() -> Response:
    """All meetings of the region that are open to everybody, and of those that share with it."""
    region = current_region()
    return _ics(write(_("Möten i %(region)s", region=region.name), items(region)))


@bp.get(f"/calendar/<int(max={MAX_ID}):theme_id>.ics")
@public("GET")
@limiter.limit(SEARCH)
def theme_feed(theme_id: int) -> Response:
    """Those about a theme. A theme that is no longer used keeps its calendar, for those who have it."""
    region = current_region()
    theme = get(Theme, theme_id)
    if theme.region_id != region.id and theme.id not in {each.id for each in themes(region)}:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return _ics(write(f"{theme.name}, {region.name}", items(region, theme)))


def _ics(body: bytes) -> Response:
    answer = Response(body, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'inline; filename="moten.ics"'
    answer.headers["Cache-Control"] = "public, max-age=900"
    answer.add_etag()
    answer.make_conditional(request)
    return answer
