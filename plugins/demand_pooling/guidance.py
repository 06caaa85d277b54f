"""The plugin's part of the page that guides people: how many are needed, as everybody may know it."""

from __future__ import annotations

from core.i18n import gettext as _
from core.i18n import ngettext
from core.plugins import GuidanceSection
from core.regions.models import Region
from plugins.demand_pooling.public import public_figures


def guidance_sections(region: Region, occupation_group: str) -> list[GuidanceSection]:
    """The pooled demand for an occupation group in the whole region. Never for one municipality: few employers stand behind that."""
    figures = public_figures(region, [occupation_group])
    if not figures:
        return []
    figure = figures[0]
    text = ngettext(
        "%(employers)s arbetsgivare i regionen behöver %(num)s person.",
        "%(employers)s arbetsgivare i regionen behöver tillsammans %(num)s personer.",
        figure.people,
        employers=figure.employers,
    )
    places = ngettext("Behoven finns i %(num)s kommun.", "Behoven finns i %(num)s kommuner.", figure.municipalities)
    paragraphs = [text, places]
    if figure.viable:
        paragraphs.append(_("De är så många att det räcker till en klass."))
    return [GuidanceSection("needed", _("Vad arbetsgivarna behöver nu"), paragraphs, weight=20)]
