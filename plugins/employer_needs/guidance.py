"""The plugin's part of the page that guides people: the published figures of the newest round, and no others."""

from __future__ import annotations

from core.geo.queries import name_of
from core.i18n import gettext as _
from core.i18n import ngettext
from core.plugins import GuidanceItem, GuidanceSection
from core.regions.models import Region
from plugins.employer_needs.dashboards import published
from plugins.employer_needs.dashboards.models import PublishedCell
from plugins.employer_needs.links import path

HERE = "occupation_municipality"


def guidance_sections(region: Region, municipality: str, occupation_group: str) -> list[GuidanceSection]:
    """How many the employers of the newest published round need: in the municipality, where that figure may be shown, and in the region."""
    issues = published.issues(region)
    if not issues:
        return []
    newest = issues[0]
    tables = published.cells(region, [newest.publication.id], ["occupation", HERE], row=occupation_group)
    whole = _people(tables.get((newest.publication.id, "occupation"), []))
    if not whole:
        return []
    here = (
        _people([cell for cell in tables.get((newest.publication.id, HERE), []) if cell.column == municipality]) if municipality else None
    )
    paragraphs = []
    if here:
        paragraphs.append(
            ngettext("I %(place)s behövs %(num)s person.", "I %(place)s behövs %(num)s personer.", here, place=name_of(municipality))
        )
    paragraphs.append(ngettext("I hela regionen behövs %(num)s person.", "I hela regionen behövs %(num)s personer.", whole))
    paragraphs.append(_("Så svarade arbetsgivarna i %(round)s.", round=newest.round.title))
    link = path("public_figures", region=region.slug, occupation=occupation_group, _external=False)
    items = [GuidanceItem(_("Se alla siffror"), _("Siffror som färre än tre arbetsgivare står bakom visas inte."), link)]
    return [GuidanceSection("needed", _("Behov de närmaste fem åren"), paragraphs, items, weight=10)]


def _people(cells: list[PublishedCell]) -> int | None:
    return cells[0].people if cells else None
