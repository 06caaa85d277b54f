"""Plans in plain words: how good one is, when a class starts, why a need is in, and what would bring it in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.geo.queries import name_of
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.i18n import ngettext
from core.web.format import format_number
from plugins.demand_pooling.runs.models import PlanRun, RunStatus
from plugins.demand_pooling.solving.instance import Instance
from plugins.demand_pooling.solving.result import LeftOut

FORMS: dict[str, Any] = {
    "on_site": _l("På plats"),
    "centre": _l("Via lärcentrum"),
    "distance": _l("Distans"),
    "workplace": _l("På arbetsplatsen"),
}
STATUSES: dict[RunStatus, Any] = {
    RunStatus.WAITING: _l("Väntar"),
    RunStatus.RUNNING: _l("Räknas"),
    RunStatus.DONE: _l("Klar"),
    RunStatus.CANCELLED: _l("Avbruten"),
    RunStatus.FAILED: _l("Misslyckades"),
}
REASONS: dict[str, Any] = {
    "too_few": _l("För få i närheten"),
    "others_serve_more": _l("Andra klasser når fler"),
    "no_reach": _l("För långt till lärcentrum"),
    "no_seats": _l("Lärcentrumet saknar platser"),
    "no_form": _l("Studieformen går inte"),
    "no_profile": _l("Yrkesgruppen saknas"),
    "no_room": _l("Fullt"),
    "class_full": _l("Klassen är full"),
}


def form_label(form: str) -> str:
    """A form of study in words; the value itself when it is unknown."""
    return str(FORMS.get(form, form))


def period_label(period: str) -> str:
    """A half-year in words; the value itself when it is none."""
    year, _dash, half = period.partition("-")
    if half == "1":
        return str(_("våren %(year)s", year=year))
    return str(_("hösten %(year)s", year=year)) if half == "2" else period


def how_good(run: PlanRun) -> list[str]:
    """How good a plan is, and how that is known."""
    served, bound = format_number(run.served), format_number(run.bound)
    if not run.improved:
        return [
            _("Det här är ett första förslag, gjort på några sekunder."),
            _("Det ger utbildning till %(served)s personer. Ingen plan kan nå fler än %(bound)s.", served=served, bound=bound),
        ]
    if run.certainty == "proven":
        return [_("Ingen plan kan nå fler än %(served)s personer. Det är bevisat.", served=served)]
    if run.certainty == "solver":
        return [
            _("Enligt beräkningen kan ingen plan nå fler än %(served)s personer.", served=served),
            _("Det är inte bekräftat med en andra, oberoende räkning för alla delar."),
        ]
    share = format_number(100 * (run.bound - run.served) / run.bound, 1) if run.bound else "0"
    return [
        _("Planen når %(served)s personer. Ingen plan kan nå fler än %(bound)s.", served=served, bound=bound),
        _("Det bästa ligger alltså högst %(share)s procent högre. Med längre räknetid kan planen bli bättre.", share=share),
    ]


def against_rule(run: PlanRun) -> str:
    """The plan beside what the rule's clusters came to."""
    return str(
        _(
            "Utan plan räcker klustren till %(classes)s klasser för %(people)s personer. "
            "Då är platser, starttider och resvägar inte räknade.",
            classes=format_number(run.rule_classes),
            people=format_number(run.rule_served),
        )
    )


def why_out(instance: Instance, left: LeftOut) -> str:
    """Why a need is not in the plan, as a sentence."""
    facts = left.facts
    centres = {centre.id: centre.name or name_of(centre.place) for centre in instance.centres}
    match left.reason:
        case "too_few":
            missing = int(facts.get("missing", 0))
            return ngettext(
                "Som mest kan %(people)s personer läsa ihop. %(n)s person saknas till en klass.",
                "Som mest kan %(people)s personer läsa ihop. %(n)s personer saknas till en klass.",
                missing,
                n=format_number(missing),
                people=format_number(int(facts.get("people", 0))),
            )
        case "others_serve_more":
            return _("En klass hade gått att starta, men de som behövs till den gör mer nytta i andra klasser.")
        case "no_reach" if "nearest" in facts:
            return _(
                "Det är %(km)s km till %(centre)s, som är närmast. Gränsen är %(limit)s km.",
                km=format_number(float(facts["km"]), 0),
                centre=centres.get(str(facts["nearest"]), str(facts["nearest"])),
                limit=format_number(float(facts["limit"]), 0),
            )
        case "no_reach":
            return _("Inget lärcentrum ligger inom räckhåll, och distans går inte.")
        case "no_seats":
            return _("Lärcentrumet inom räckhåll har inga platser.")
        case "no_form":
            return _("Behovet godtar bara former som ingen klass kan ha här.")
        case "no_profile":
            return _("Ingen klass kan vara för yrkesgruppen.")
        case "class_full":
            return _("%(n)s av personerna fick plats. Sedan var klassen full.", n=format_number(int(facts.get("served", 0))))
        case _:
            return _("De klasser som passar är fulla, eller så är platserna slut.")


def what_would_help(left: LeftOut) -> str:
    """The single change that would bring a need into a class of the plan; else what it takes in general."""
    facts: Mapping[str, Any] = left.facts
    number = facts.get("class")
    match facts.get("would"):
        case "travel":
            return _("Går %(km)s km att resa får behovet plats i klass %(n)s.", km=format_number(float(facts["to_km"]), 0), n=number)
        case "period":
            return _("Går det att börja %(period)s får behovet plats i klass %(n)s.", period=period_label(str(facts["period"])), n=number)
        case "distance":
            return _("Går distans bra får behovet plats i klass %(n)s.", n=number)
        case "form":
            return _("Går en annan studieform bra får behovet plats i klass %(n)s.", n=number)
        case "sessions":
            return _("Går fler närträffar bra får behovet plats i klass %(n)s.", n=number)
        case _:
            return str(_IN_GENERAL.get(left.reason, _IN_GENERAL["too_few"]))


_IN_GENERAL: dict[str, Any] = {
    "too_few": _l("Fler med samma behov i närheten."),
    "others_serve_more": _l("Fler med samma behov i närheten."),
    "no_reach": _l("En mottagande plats närmare, längre resväg eller distans."),
    "no_seats": _l("Studieplatser på lärcentrumet."),
    "no_form": _l("Att en annan studieform går bra."),
    "no_profile": _l("Att behovet får en yrkesgrupp som andra också har."),
    "no_room": _l("Fler studieplatser, eller så många att en klass till kan starta."),
    "class_full": _l("Fler studieplatser, eller så många att en klass till kan starta."),
}
_LOG = {
    "demand_pooling.run.started": lambda d: _("Bad om en plan av %(n)s behov", n=d.get("needs", "")),
    "demand_pooling.run.cancelled": lambda d: _("Avbröt räkningen av en plan"),
    "demand_pooling.run.refused": lambda d: _("En plan bröt mot reglerna och användes inte"),
    "demand_pooling.run.published": lambda d: _("Använde en plan med %(n)s klasser", n=d.get("classes", "")),
    "demand_pooling.centre.added": lambda d: _("Lade till mottagande platsen %(name)s", name=d.get("name", "")),
    "demand_pooling.centre.changed": lambda d: _("Ändrade mottagande platsen %(name)s", name=d.get("name", "")),
    "demand_pooling.centre.removed": lambda d: _("Tog bort mottagande platsen %(name)s", name=d.get("name", "")),
    "demand_pooling.centre.taken_over": lambda d: _("Hämtade %(n)s lärcentrum ur registret", n=d.get("count", "")),
}


def describe(action: str, detail: Mapping[str, Any]) -> str | None:
    """An entry of the audit log in words; None when it is none of these."""
    return str(_LOG[action](detail)) if action in _LOG else None
