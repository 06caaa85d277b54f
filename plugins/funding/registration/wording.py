"""What people are told before they register. It is kept with the link word for word."""

from __future__ import annotations

from core.i18n import gettext as _
from core.i18n import speaking
from core.records.retention import kind
from core.records.wording import kept_for
from core.regions.models import Region
from plugins.funding.projects.models import Project

TONGUE = "sv"


def information(region: Region, project: Project) -> str:
    """The words to begin with: a heading and its text, with an empty line between them. The leader can change them."""
    with speaking(TONGUE):
        kept = kind(region, "funding.project").kept
        time = kept_for(*kept) if kept else kept_for(None)
        funder = project.funder or _("finansiären")
        return "\n\n".join(
            (
                _("Varför vi frågar") + "\n"
                + _("%(funder)s betalar projektet och kräver en redovisning av vilka som deltar.", funder=funder),
                _("Laglig grund") + "\n"
                + _(
                    "Rättslig förpliktelse och uppgift av allmänt intresse (artikel 6.1 c och e i dataskyddsförordningen). Kraven på "
                    "uppgifter står i förordning (EU) 2021/1057, bilaga I. Personnumret behövs för att du ska räknas en enda gång, och "
                    "behandlas enligt 3 kap. 10 § lagen (2018:218)."
                ),
                _("Vilka uppgifter") + "\n"
                + _(
                    "Namn, personnummer, hur vi når dig, kommun, läget på arbetsmarknaden och utbildning. Sedan skriver projektet upp "
                    "vilka dagar och hur många timmar du deltar."
                ),
                _("Vem som läser") + "\n"
                + _(
                    "De i %(region)s som leder projektet, och %(funder)s. Personnumret lagras krypterat, och varje gång någon läser det "
                    "skrivs upp.",
                    region=region.name,
                    funder=funder,
                ),
                _("Hur länge") + "\n" + _("Efter att projektet är slut: %(time)s. Sedan tas uppgifterna bort.", time=time.lower()),
                _("Dina rättigheter") + "\n"
                + _(
                    "Du kan få veta vad som står om dig och få fel rättade. Vänd dig till projektet. Du kan klaga hos "
                    "Integritetsskyddsmyndigheten."
                ),
            )
        )  # fmt: skip


def paragraphs(text: str) -> list[tuple[str, str]]:
    """The text in parts: a heading, where the part has one, and what it says."""
    parts = []
    for part in text.replace("\r\n", "\n").split("\n\n"):
        first, _line, rest = part.strip().partition("\n")
        if first:
            parts.append((first, rest) if rest else ("", first))
    return parts
