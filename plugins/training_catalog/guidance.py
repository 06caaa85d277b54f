"""The plugin's part of the page that guides people: educations that lead to the occupation and can be followed from home."""

from __future__ import annotations

from core.geo.queries import name_of
from core.i18n import gettext as _
from core.i18n import ngettext
from core.plugins import GuidanceItem, GuidanceSection
from core.regions.models import Region
from core.regions.queries import municipalities
from plugins.training_catalog.supply import MAX_SUPPLIES, ways_for


def guidance_sections(region: Region, municipality: str, occupation_group: str) -> list[GuidanceSection]:
    """Ways to the occupation group: the soonest first, at most as many as supply has."""
    places = [municipality] if municipality else [each.code for each in municipalities(region)]
    found = ways_for(region, occupation_group, places)
    if not found:
        return []
    if municipality:
        text = ngettext(
            "%(num)s utbildning kan följas från %(place)s.",
            "%(num)s utbildningar kan följas från %(place)s.",
            len(found),
            place=name_of(municipality),
        )
    else:
        text = ngettext("%(num)s utbildning kan följas från regionen.", "%(num)s utbildningar kan följas från regionen.", len(found))
    items = [
        GuidanceItem(each.title, f"{each.provider}. {each.reason}".lstrip(". "), each.url, each.start, fits, lacks)
        for each, fits, lacks in found
    ]
    paragraphs = [text]
    if len(found) >= MAX_SUPPLIES:
        paragraphs.append(_("Här visas de %(n)s som börjar först.", n=MAX_SUPPLIES))
    return [GuidanceSection("ways", _("Utbildningar"), paragraphs, items, weight=10)]
