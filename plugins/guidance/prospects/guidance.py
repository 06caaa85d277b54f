"""Forecasts as a section of the page."""

from __future__ import annotations

from core.clock import today
from core.geo.queries import county_of
from core.i18n import gettext as _
from core.plugins import GuidanceItem, GuidanceSection
from core.regions.models import Region
from core.regions.queries import municipalities
from core.web.format import format_date
from plugins.guidance.prospects.queries import of_group
from plugins.guidance.prospects.words import HORIZON, RATING
from plugins.guidance.settings import guidance_settings

DAYS_OF_A_MONTH = 30.5


def guidance_sections(region: Region, municipality: str, occupation_group: str) -> list[GuidanceSection]:
    """What is believed of the work, by whom and when. Without a municipality, of the region's own county if it has only one."""
    if municipality:
        county = municipality[:2]
    else:
        own = {each.code[:2] for each in municipalities(region)}
        county = own.pop() if len(own) == 1 else ""
    rows = of_group(region, occupation_group, county)
    if not rows:
        return []
    oldest = today().toordinal() - guidance_settings(region).prospect_months * DAYS_OF_A_MONTH
    items, old = [], False
    for row in rows:
        old = old or row.published_on.toordinal() < oldest
        place = county_of(row.county_code) or _("hela landet")
        source = _("%(source)s, %(day)s, om %(place)s.", source=row.source, day=format_date(row.published_on), place=place)
        items.append(GuidanceItem(f"{HORIZON[row.horizon]}: {RATING[row.rating]}", f"{row.text} {source}".strip()))
    paragraphs = [_("En prognos är vad någon tror. Den kan slå fel.")]
    if old:
        paragraphs.append(_("Prognosen är gammal. Läget kan ha ändrats."))
    return [GuidanceSection("prospects", _("Jobb framöver"), paragraphs, items)]
