"""The plugin's part of the page that guides people: the role, what it requires, and where it leads."""

from __future__ import annotations

from collections.abc import Sequence

from core.geo.queries import name_of
from core.i18n import gettext as _
from core.plugins import GuidanceItem, GuidanceSection
from core.regions.models import Region
from plugins.role_standards.adoption import queries as adoption
from plugins.role_standards.adoption.models import AdoptionStatus
from plugins.role_standards.adoption.words import STATUS
from plugins.role_standards.links import path
from plugins.role_standards.scope import role_scope
from plugins.role_standards.standards import queries
from plugins.role_standards.standards.models import CompetenceRequirement, RoleStandard
from plugins.role_standards.standards.words import LEVEL

MOST = 3
MOST_ITEMS = 10


def guidance_sections(region: Region, municipality: str, occupation_group: str) -> list[GuidanceSection]:
    """The agreed roles of an occupation group."""
    with role_scope(region):
        found = [each for each in queries.agreed(region) if each.occupation_group == occupation_group and each.region_id == region.id]
        return [_section(region, each, municipality, number) for number, each in enumerate(found[:MOST])]


def _fits(rows: Sequence[CompetenceRequirement]) -> list[str]:
    """That something of the role can be validated, when the standard says how."""
    return ["validation"] if any(row.validated_by.strip() for row in rows) else []


def _section(region: Region, standard: RoleStandard, municipality: str, place: int) -> GuidanceSection:
    held = queries.in_force(standard)
    rows = queries.requirements(held.id) if held else ()
    below, above = queries.ladder(standard)
    paragraphs = [row.strip() for row in (held.description if held else "").splitlines() if row.strip()][:2]
    counts = adoption.counts(region, standard)
    here = adoption.of(standard, municipality) if municipality else None
    if here is not None and here.status is not AdoptionStatus.NOT_STARTED:
        paragraphs.append(_("Så långt har %(place)s kommit: %(status)s.", place=name_of(municipality), status=STATUS[here.status]))
    else:
        paragraphs.append(_("%(n)s av %(all)s kommuner har infört rollen.", n=counts.adopted, all=counts.municipalities))
    url = path("standard", region, standard_id=standard.id)
    items = [GuidanceItem(_("Läs om rollen %(title)s", title=standard.title), "", url, fits=_fits(rows))]
    for row in rows[:MOST_ITEMS]:
        ways = "; ".join(each.strip() for each in row.met_by.splitlines() if each.strip())
        text = _("%(level)s. Så uppfylls kravet: %(ways)s", level=LEVEL[row.level], ways=ways) if ways else str(LEVEL[row.level])
        if row.validated_by.strip():
            text = _("%(text)s Så kan du validera det: %(ways)s", text=f"{text.rstrip('.')}.", ways=row.validated_by.strip())
        items.append(GuidanceItem(row.title, text, fits=_fits([row])))
    for step in below:
        if step.shown:
            url = path("standard", region, standard_id=step.other.id)
            items.append(GuidanceItem(_("Väg hit: %(title)s", title=step.other.title), step.row.requires, url))
    for step in above:
        if step.shown:
            url = path("standard", region, standard_id=step.other.id)
            items.append(GuidanceItem(_("Väg vidare: %(title)s", title=step.other.title), step.row.requires, url))
    return GuidanceSection("role", _("Gemensam yrkesroll: %(title)s", title=standard.title), paragraphs, items, weight=10 + place)
