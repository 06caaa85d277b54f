"""The plugin's part of the page that guides people: courses to follow at a learning centre, and the centres themselves."""

from __future__ import annotations

from core.clock import today
from core.geo.distance import distance_km
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.plugins import GuidanceItem, GuidanceSection
from core.regions.models import Region
from core.web.format import format_number
from plugins.distance_learning.centres.queries import published_centres
from plugins.distance_learning.links import centre_path, course_path
from plugins.distance_learning.publishing.listing import Filters, Row, listing
from plugins.distance_learning.scope import distance_scope

MOST = 10
MOST_CENTRES = 3
LOOKED_AT = 300  # courses near home; a region has tens


def guidance_sections(region: Region, municipality: str, occupation_group: str) -> list[GuidanceSection]:
    """Courses that lead to the group at centres near home, the nearest first; and the nearest centres, whatever one studies."""
    with distance_scope(region):
        rows = listing(region, Filters(home=municipality), today(), size=LOOKED_AT).items
        courses = [row for row in rows if occupation_group in row.course.occupation_groups][:MOST]
        centres = [_centre(region, municipality, each.name, each.slug, each.municipality_code) for each in published_centres(region)]
    found = []
    if courses:
        items = [GuidanceItem(row.course.title, _where(row), course_path(region, row.course.id), row.course.starts_on) for row in courses]
        found.append(GuidanceSection("ways", _("Kurser på lärcentrum nära dig"), (), items, weight=20))
    if centres:
        nearest = [item for _km, item in sorted(centres, key=lambda pair: (pair[0], pair[1].title))[:MOST_CENTRES]]
        text = _("På ett lärcentrum finns studieplats, handledning och tentamen, också när skolan ligger långt bort.")
        found.append(GuidanceSection("ways", _("Lärcentrum"), [text], nearest, weight=40))
    return found


def _where(row: Row) -> str:
    places = ", ".join(dict.fromkeys(centre.name for centre in row.centres[:3]))
    return _("%(provider)s. Kan följas på %(places)s.", provider=row.course.provider_name, places=places)


def _centre(region: Region, municipality: str, name: str, slug: str, code: str) -> tuple[float, GuidanceItem]:
    km = distance_km(municipality, code) if municipality else 0.0
    place = name_of(code)
    text = _("%(place)s, %(km)s km bort", place=place, km=format_number(km, 0)) if km else place
    return km, GuidanceItem(name, text, centre_path(region, slug))
