"""A need's status trail in words, as the employer reads it: on the page, in notices and in mails."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.i18n import ngettext
from plugins.employer_needs.models import StatusEntry

# The steps of a group of needs, in their order: heading, and what it means for the employer.
STEPS: Mapping[str, tuple[Any, Any]] = {
    "signal": (_l("Uppmärksammat"), _l("Regionen har uppmärksammat behovet och tittar närmare på det.")),
    "validated": (_l("Bekräftat"), _l("Regionen har gått igenom behovet och bekräftat det.")),
    "clustered": (_l("Ingår i en grupp"), _l("Ditt behov har lagts ihop med andra arbetsgivares liknande behov.")),
    "pooled": (_l("Gruppen räcker till en klass"), _l("Tillsammans är ni nu så många att det räcker till en klass.")),
    "requested": (_l("Förfrågan skickad"), _l("Regionen har frågat utbildningsanordnare om de kan ge utbildningen.")),
    "offered": (_l("Erbjudande har kommit"), _l("En utbildningsanordnare har erbjudit sig att ge utbildningen.")),
    "funding": (_l("Finansieringen ordnas"), _l("Nu avgörs hur utbildningen ska betalas.")),
    "decided": (_l("Beslutat"), _l("Det är beslutat att utbildningen ska ges.")),
    "in_catalogue": (_l("I kurskatalogen"), _l("Utbildningen finns nu i kurskatalogen, så att man kan söka den.")),
    "cohort": (_l("Studiegrupp bildad"), _l("Det finns nu en grupp som ska gå utbildningen.")),
    "started": (_l("Utbildningen har startat"), _l("Utbildningen har startat.")),
    "cancelled": (_l("Inställt"), _l("Utbildningen blir inte av den här gången. Behovet finns kvar och kan ingå i en ny grupp.")),
    "completed": (_l("Utbildningen är klar"), _l("Utbildningen är genomförd.")),
    "outcome": (_l("Resultat"), _l("Regionen har följt upp vad utbildningen ledde till.")),
}


def heading(entry: StatusEntry) -> str:
    """The line's heading, a few words."""
    match entry.code:
        case "received":
            return _("Mottaget")
        case "pooled":
            return _("Gruppen räcker till en klass") if entry.facts.get("viable") else _("Ingår i en grupp")
        case "supply_found":
            return _("Utbildning hittad")
        case "placed":
            return _("Praktik genomförd")
        case "replaced":
            return _("Ersatt")
        case "withdrawn":
            return _("Tillbakadraget")
        case "progressed":
            return str(STEPS.get(str(entry.facts.get("status")), (_("Ändrat"), ""))[0])
        case _:
            return _("Ändrat")


def sentence(entry: StatusEntry) -> str:
    """The line in words."""
    facts = entry.facts
    match entry.code:
        case "received":
            return _("Vi har tagit emot behovet. Vi jämför det nu med andra arbetsgivares.")
        case "pooled":
            return _pooled(facts)
        case "supply_found":
            if facts.get("provider"):
                return _("%(title)s hos %(provider)s kan svara mot behovet.", title=facts.get("title", ""), provider=facts["provider"])
            return _("%(title)s kan svara mot behovet.", title=facts.get("title", ""))
        case "placed":
            number = len(facts["placements"])
            return ngettext(
                "En person har gjort klart sin praktik hos er.", "%(n)s personer har gjort klart sin praktik hos er.", number, n=number
            )
        case "replaced":
            return _("Ni har svarat på nytt i en senare omgång, och det nya svaret gäller.")
        case "withdrawn":
            return _("Ni har meddelat att behovet inte längre är aktuellt.")
        case "progressed":
            return _progressed(facts)
        case _:
            return ""


def _progressed(facts: dict[str, Any]) -> str:
    """The step, and of its facts those that an employer asks for."""
    said = [str(STEPS.get(str(facts.get("status")), ("", ""))[1])]
    if title := facts.get("cancelled"):
        said.insert(0, _("%(title)s är inställd.", title=title))
    if title := facts.get("resumed"):
        said.insert(0, _("%(title)s blir av ändå.", title=title))
    if provider := facts.get("provider"):
        said.append(_("Utbildningsanordnare: %(name)s.", name=provider))
    if start := facts.get("start"):
        said.append(_("Planerad start: %(when)s.", when=start))
    if reason := facts.get("reason"):
        said.append(_("Skäl: %(reason)s", reason=_ended(str(reason))))
    if alternative := facts.get("alternative"):
        said.append(_("I stället finns %(title)s.", title=alternative))
    if day := facts.get("answer_by"):
        said.append(_("De svarar senast %(day)s.", day=day))
    if text := facts.get("message"):
        said.append(str(text))
    return " ".join(each for each in said if each)


def _ended(text: str) -> str:
    """What somebody wrote, as a sentence that others can follow."""
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _pooled(facts: dict[str, Any]) -> str:
    headcount = facts.get("headcount", 0)
    people = ngettext("%(n)s person", "%(n)s personer", headcount, n=headcount)
    employers = _("%(n)s arbetsgivare", n=facts.get("employers", 0))
    places = ngettext("%(n)s kommun", "%(n)s kommuner", facts.get("municipalities", 0), n=facts.get("municipalities", 0))
    group = _(
        "Ditt behov ingår i en grupp på %(people)s hos %(employers)s i %(places)s.", people=people, employers=employers, places=places
    )
    if facts.get("viable"):
        return group + " " + _("Det räcker till en klass.")
    return (
        group
        + " "
        + ngettext("%(n)s saknas för en klass.", "%(n)s saknas för en klass.", facts.get("missing", 0), n=facts.get("missing", 0))
    )
