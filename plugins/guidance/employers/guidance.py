"""Employers as a section of the page."""

from __future__ import annotations

from core.clock import SWEDEN
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.plugins import GuidanceItem, GuidanceSection
from core.regions.models import Region
from core.web.format import format_date
from plugins.guidance.employers import queries
from plugins.guidance.links import path

MOST = 10


def guidance_sections(region: Region, municipality: str, occupation_group: str) -> list[GuidanceSection]:
    """Employers that name the group: those in the municipality first, then by name. The order cannot be bought."""
    found = queries.of_group(region, occupation_group)
    if not found:
        return []
    found.sort(key=lambda each: (bool(municipality) and each.municipality_code != municipality, each.sort_key))
    shown = found[:MOST]
    days = queries.coming([each.id for each in shown])
    items = []
    for each in shown:
        words = [name_of(each.municipality_code)] if each.municipality_code else []
        words += [_("Öppet hus %(day)s.", day=format_date(day.starts_at.astimezone(SWEDEN).date())) for day in days.get(each.id, [])[:1]]
        items.append(GuidanceItem(each.name, ". ".join(words), path("employer", region, profile_id=each.id)))
    text = _("De visas efter hur nära de ligger och efter namn. Ingen kan köpa en plats i listan.")
    return [GuidanceSection("employers", _("Arbetsgivare som visar sig"), [text], items)]
