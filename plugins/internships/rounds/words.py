"""Words for runs: what was promised, what binds, and why somebody did not get what they wished for more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from plugins.internships.periods.models import Policy
from plugins.internships.rounds.models import MatchRun, PinKind, RunKind, RunStatus

STATUS: dict[str, Any] = {
    RunStatus.QUEUED: _l("Väntar"),
    RunStatus.RUNNING: _l("Räknas"),
    RunStatus.DONE: _l("Klar"),
    RunStatus.FAILED: _l("Avbruten"),
    RunStatus.REFUSED: _l("Underkänd"),
    RunStatus.PUBLISHED: _l("Publicerad"),
}
TAG: dict[str, str] = {
    RunStatus.QUEUED: "info",
    RunStatus.RUNNING: "info",
    RunStatus.DONE: "success",
    RunStatus.FAILED: "error",
    RunStatus.REFUSED: "error",
    RunStatus.PUBLISHED: "success",
}
KIND: dict[str, Any] = {
    RunKind.MATCH: _l("Fördelning"),
    RunKind.REPAIR: _l("Omfördelning"),
    RunKind.WHAT_IF: _l("Fråga: tänk om"),
}
PIN: dict[PinKind, Any] = {PinKind.MUST: _l("Ska ha platsen"), PinKind.MUST_NOT: _l("Ska inte ha platsen")}
POLICY: dict[str, Any] = {
    Policy.STABLE: _l(
        "Stabil: om någon hellre ville ha en annan plats, så fick den platsen någon som går minst lika långt före. "
        "Den som bor närmast går före, i steg om en mil. Mellan lika väljs det som ger flest en plats, och annars lottas det."
    ),
    Policy.MOST_PLACED: _l(
        "Flest placerade: så många som möjligt får en plats. Sedan ska så många som möjligt få en plats i hemkommunen, "
        "och sedan få det de helst vill. Någon kan bli utan en plats som den med sämre läge fick. Hur många det gäller räknas."
    ),
}
GUARANTEE: dict[str, Any] = {
    "stable": _l("Stabil: ingen sökande och ingen plats kan hitta en bättre lösning tillsammans."),
    "stable_but_minimums": _l("Stabil på alla öppnade platser. Någon stängd plats hade kunnat öppna om fler fick byta."),
    "nearly_stable": _l("Nästan stabil: gränser eller par hindrar en helt stabil lösning. Hur många önskemål det gäller står nedan."),
    "most_placed": _l("Bevisat: ingen fördelning ger fler en plats."),
    "most_found": _l("Det bästa som hittades inom tiden. Det är inte bevisat att inga fler kan få plats."),
}
ERROR: dict[str, Any] = {
    "bad": _l("Uppgifterna motsäger varandra. Nedan står vad som är fel."),
    "crashed": _l("Något gick fel, eller så räckte inte minnet. Försök igen, och säg till den som sköter tjänsten om det händer igen."),
    "time": _l("Tiden tog slut innan något resultat fanns. Försök igen med längre tid."),
    "lost": _l("Uträkningen avbröts. Starta en ny."),
    "decided": _l("Det som är bestämt i förväg går inte ihop. Se över det och starta en ny."),
}
# Why a place could not be had, whatever others wished.
REFUSED: dict[str, Any] = {
    "withdrawn": _l("platsen är tillbakadragen"),
    "self_found": _l("platsen hör till den som själv hittade den"),
    "decided": _l("det var bestämt i förväg att det inte skulle bli den platsen"),
    "occupation": _l("platsen är för ett annat yrke"),
    "languages": _l("platsen kräver ett språk som inte är angivet"),
    "licence": _l("platsen kräver körkort"),
    "documents": _l("platsen kräver ett intyg eller utdrag som inte har visats"),
    "school": _l("platserna där är för andra skolors sökande"),
    "travel": _l("det är längre dit än högsta resväg"),
    "minimum": _l("för få ville dit, så arbetsplatsen tar inte emot någon"),
    "not_ranked": _l("arbetsplatsen kan inte ta emot"),
}
UNFILLED: dict[str, Any] = {
    "nobody": _l("Ingen önskade platsen"),
    "not_accepted": _l("De som önskade platsen uppfyller inte det som krävs"),
    "elsewhere": _l("Alla som kunde få den fick något de vill minst lika gärna ha"),
    "cap": _l("En gräns är nådd: handledaren, arbetsgivaren, skolan eller kommunen kan inte ta fler"),
    "closed": _l("För få ville dit för att arbetsplatsen ska ta emot"),
}
_SCOPES: dict[str, Any] = {
    "supervisor": _l("handledaren kan inte ta emot fler"),
    "employer": _l("arbetsgivaren kan inte ta emot fler"),
    "school": _l("skolan får inte fler platser"),
    "area": _l("kommunen tar inte emot fler"),
}


def reason(row: Mapping[str, Any]) -> str:
    """Why a place that was wished for more was not to be had."""
    why, scope = row["why"], str(row.get("limit") or "").partition(":")[0]
    if why in REFUSED:
        return str(REFUSED[why])
    limit = str(_SCOPES[scope]) if scope in _SCOPES else _("platsen är full")
    if why == "full":
        return _("%(limit)s, och de som fick plats bor närmare", limit=limit)
    if why == "equal":
        return _("%(limit)s, och någon som bor lika nära fick den: det gav flest en plats, eller så avgjorde lotten", limit=limit)
    if why == "taken":
        return limit if scope in _SCOPES else _("alla platser där var redan bestämda för andra")
    if why == "closed":
        return str(REFUSED["minimum"])
    return _("platsen hade kunnat ta emot, men då hade färre fått plats eller fler fått längre hemifrån")


def how_good(run: MatchRun) -> list[str]:
    """What is promised, in sentences."""
    if not run.guarantee:
        return []
    said = [str(GUARANTEE.get(run.guarantee, run.guarantee))]
    breaks, size = run.statistics.get("breaks") or {}, run.statistics.get("size") or {}
    pulling = breaks.get("blocking", 0) + breaks.get("blocking_pairs", 0)
    if pulling:
        said.append(_("Önskemål som inte gick att uppfylla fast platsen hellre hade tagit emot den sökande: %(n)s.", n=pulling))
    if breaks.get("closed_but_wanted"):
        said.append(_("Stängda platser som tillräckligt många hellre ville ha: %(n)s.", n=breaks["closed_but_wanted"]))
    if not run.statistics.get("finished", True):
        crashed = run.statistics.get("error") == "crashed"
        said.append(
            _("Räkningen avbröts av ett fel. Det här är det första resultatet. Räkna om för att se om det kan bli bättre.")
            if crashed
            else _("Tiden tog slut. Det här är det första resultatet, och det hann inte bli bättre.")
        )
    elif run.guarantee != "most_placed" and size.get("proof") in (None, "none", "one_solver"):
        more = max(0, int(size.get("bound", 0)) + int(run.statistics.get("beforehand", 0)) - run.placed)
        if more:
            said.append(_("Det är inte bevisat att detta ger flest en plats. Som mest kan %(n)s till få plats.", n=more))
    else:
        said.append(_("Det är bevisat att ingen annan lösning med samma löfte ger fler en plats."))
    if run.statistics.get("carried"):
        said.append(_("Bara de som måste flyttas har flyttats. En hel ny fördelning kan välja annorlunda mellan lika."))
    if run.statistics.get("broken"):
        said.append(_("Ett av räkneprogrammen slutade innan det hade svarat. Räkna om för att se om resultatet kan bli bättre."))
    return said
