"""The plugin's part of the page that guides people: courses to follow at a learning centre, and the centres themselves."""

from __future__ import annotations

from collections.abc import Collection

from core.clock import today
from core.geo.distance import distance_km
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.plugins import GuidanceItem, GuidanceSection, fits_of_title
from core.regions.models import Region
from core.web.format import format_number
from plugins.distance_learning.centres.models import LearningCentre
from plugins.distance_learning.centres.queries import published_centres, with_accessible_room
from plugins.distance_learning.links import centre_path, course_path
from plugins.distance_learning.publishing.listing import Filters, Row, listing
from plugins.distance_learning.scope import distance_scope

MOST = 30
EVENING = "18:00"  # a centre that is open later than this is open in the evening
SIGN_LANGUAGES = {"swl", "sgn"}
FULL_TIME = 100  # per cent
MOST_CENTRES = 3
LOOKED_AT = 300  # courses near home; a region has tens


def guidance_sections(region: Region, municipality: str, occupation_group: str) -> list[GuidanceSection]:
    """Courses that lead to the group at centres near home, the nearest first; and the nearest centres, whatever one studies."""
    with distance_scope(region):
        rows = listing(region, Filters(home=municipality), today(), size=LOOKED_AT).items
        courses = [row for row in rows if occupation_group in row.course.occupation_groups][:MOST]
        published = published_centres(region)
        accessible = with_accessible_room([each.id for each in published])
        centres = [_centre(region, municipality, each, accessible) for each in published]
    found = []
    if courses:
        items = [
            GuidanceItem(
                row.course.title,
                _where(row),
                course_path(region, row.course.id),
                row.course.starts_on,
                _course_fits(row, municipality, accessible),
                _course_lacks(row, municipality),
            )
            for row in courses
        ]
        found.append(GuidanceSection("ways", _("Kurser på lärcentrum nära dig"), (), items, weight=20))
    if centres:
        nearest = [item for _km, item in sorted(centres, key=lambda pair: (pair[0], pair[1].title))[:MOST_CENTRES]]
        text = _("På ett lärcentrum finns studieplats, handledning och tentamen, också när skolan ligger långt bort.")
        found.append(GuidanceSection("ways", _("Lärcentrum"), [text], nearest, weight=40))
    return found


def _where(row: Row) -> str:
    places = ", ".join(dict.fromkeys(centre.name for centre in row.centres[:3]))
    return _("%(provider)s. Kan följas på %(places)s.", provider=row.course.provider_name, places=places)


def _course_fits(row: Row, municipality: str, accessible: Collection[int]) -> list[str]:
    """What the course, and the centres that it is followed at, say that they offer."""
    course = row.course
    found = set(fits_of_title(course.title))
    if course.owner_centre_id is None:  # somebody else's, followed at the centre: by distance
        found.add("distance")
    if course.school_form == "VUXSFI":
        found.add("swedish")
    if course.pace and course.pace < FULL_TIME:
        found.add("part_time")
    if course.language in SIGN_LANGUAGES:
        found.add("sign_language")
    for centre in row.centres:
        found.update({"near", "support", "accessible"} & set(_centre_fits(centre, municipality, accessible)))
    return sorted(found)


def _course_lacks(row: Row, municipality: str) -> list[str]:
    found = ["part_time"] if row.course.pace and row.course.pace >= FULL_TIME else []
    elsewhere = municipality and all(centre.municipality_code != municipality for centre in row.centres)
    return [*found, "near"] if elsewhere else found


def _centre_fits(centre: LearningCentre, municipality: str, accessible: Collection[int]) -> list[str]:
    """What a centre says of itself."""
    told = {
        "accessible": centre.id in accessible,
        "distance": centre.receives,
        "evening": any(each["closes"] > EVENING for each in centre.opening_hours),
        "near": bool(municipality) and centre.municipality_code == municipality,
        "support": bool(centre.support_text.strip()),
    }
    return [code for code, yes in told.items() if yes]


def _centre(region: Region, municipality: str, centre: LearningCentre, accessible: Collection[int]) -> tuple[float, GuidanceItem]:
    code = centre.municipality_code
    km = distance_km(municipality, code) if municipality else 0.0
    place = name_of(code)
    text = _("%(place)s, %(km)s km bort", place=place, km=format_number(km, 0)) if km else place
    fits = _centre_fits(centre, municipality, accessible)
    lacks = ["evening"] if centre.opening_hours and "evening" not in fits else []
    if municipality and "near" not in fits:
        lacks.append("near")
    return km, GuidanceItem(centre.name, text, centre_path(region, centre.slug), fits=fits, lacks=lacks)
