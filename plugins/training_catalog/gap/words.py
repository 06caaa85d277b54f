"""How an answer is said: each fact as a sentence, so that the reader can judge it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.geo.queries import name_of
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.web.format import format_date, format_number
from plugins.training_catalog import occupations, wording
from plugins.training_catalog.codes import LEVEL_LABELS
from plugins.training_catalog.finding.models import Receiving
from plugins.training_catalog.gap.matching import nearest, no_travel
from plugins.training_catalog.gap.models import Answer, ClusterNeed, Fit
from plugins.training_catalog.presentation import term_label
from plugins.training_catalog.state import term_span

FITS: dict[str, Any] = {
    Fit.WHOLE: _l("Har utbildning som svarar"),
    Fit.PART: _l("Delvis svar"),
    Fit.NONE: _l("Ingen utbildning svarar"),
}
ANSWER_FITS: dict[str, Any] = {Fit.WHOLE: _l("Svarar på behovet"), Fit.PART: _l("Svarar delvis"), Fit.NONE: _l("Utom räckhåll")}
KINDS: dict[str, str] = {Fit.WHOLE: "success", Fit.PART: "info", Fit.NONE: "warning"}
SORTS: dict[str, Any] = {"people": _l("Flest personer"), "answers": _l("Sämst svar först"), "name": _l("Yrke")}
MAX_NAMES = 4


def places(codes: list[str]) -> str:
    """Municipalities by name; of many the first few and how many more."""
    names = [name_of(code) for code in codes]
    if len(names) <= MAX_NAMES:
        return ", ".join(names)
    return _("%(names)s och %(n)s till", names=", ".join(names[:MAX_NAMES]), n=len(names) - MAX_NAMES)


def start(need: ClusterNeed) -> str:
    """The term a class is planned for, in words; empty when nobody has said."""
    return term_label(need.start) if term_span(need.start) else ""


def level(value: str) -> str:
    """A level in words; empty for none."""
    return str(LEVEL_LABELS.get(value, value)) if value and value != "none" else ""


def reasons(need: ClusterNeed, answer: Answer, education_level: str, event: Any, centres: Sequence[Receiving] = ()) -> list[str]:
    """Everything that speaks for an education, or against it, as sentences: occupation, skills, level, reach, date.

    Args:
        centres: The learning centres that receive the event.
    """
    found = [occupations.reason(answer.rule, answer.term) if answer.rule else _("Leder inte till yrket, men ger en kompetens.")]
    if answer.skills:
        found.append(_("Nämner %(skills)s, som behovet frågar efter.", skills=", ".join(f"”{skill}”" for skill in answer.skills)))
    asked = level(need.level)
    if not answer.same_level:
        given = level(education_level)
        found.append(
            _("Nivån är %(given)s, men behovet är %(asked)s.", given=given.lower(), asked=asked.lower())
            if given
            else _("Nivån är inte angiven, men behovet är %(asked)s.", asked=asked.lower())
        )
    elif asked:
        found.append(_("Nivån är den som behovet anger: %(level)s.", level=asked.lower()))
    found += _reach(need, answer, event, centres)
    found.append(_when(need, answer, event))
    return [sentence for sentence in found if sentence]


def _reach(need: ClusterNeed, answer: Answer, event: Any, centres: Sequence[Receiving]) -> list[str]:
    how = wording.sessions(event)
    if no_travel(event):
        found = [_("Kan följas hemifrån: %(how)s.", how=how.lower())]
        return found if event.mandatory_sessions == 0 else [*found, _("Hur många träffar det är på plats framgår inte.")]
    if not need.codes:
        return []
    reached = [code for code in answer.reached.split(",") if code]
    return [*([f"{how}."] if how else []), _who(need, answer, reached), *_received(reached, centres)]


def _who(need: ClusterNeed, answer: Answer, reached: list[str]) -> str:
    """Which of the need's municipalities can come to where it is held or received."""
    beyond = [code for code in need.codes if code not in reached]
    if not reached and answer.km is None:
        return _("Orten är inte känd, så vi vet inte vilka som kan nå den.")
    if not reached:
        return _("Ingen av behovets kommuner når den. Den närmaste har %(km)s km dit.", km=format_number(answer.km or 0, 0))
    if not beyond:
        return _("Nås från alla kommuner med behovet: %(places)s.", places=places(reached))
    return _("Nås från %(places)s, men inte från %(beyond)s.", places=places(reached), beyond=places(beyond))


def _received(reached: list[str], centres: Sequence[Receiving]) -> list[str]:
    """The learning centres that receive it: those nearest the municipalities that reach it first."""
    if not centres:
        return []

    def far(centre: Receiving) -> float:
        return min((km for code in reached if (km := nearest(code, [centre.municipality_code])) is not None), default=float("inf"))

    nearby = sorted(centres, key=far)
    named = [_("%(centre)s i %(place)s", centre=each.centre, place=name_of(each.municipality_code)) for each in nearby[:MAX_NAMES]]
    more = len(centres) - len(named)
    listed = _("%(names)s och %(n)s till", names=", ".join(named), n=more) if more else ", ".join(named)
    return [_("Kan följas på lärcentrum: %(centres)s.", centres=listed)]


def _when(need: ClusterNeed, answer: Answer, event: Any) -> str:
    wanted = start(need).lower()
    if event.start is None:
        return _("Har ingen fast start.")
    day = format_date(event.start)
    if not wanted:
        return _("Startar %(date)s.", date=day)
    if answer.in_time:
        return _("Startar %(date)s, i tid för klassen som planeras till %(term)s.", date=day, term=wanted)
    return _("Startar %(date)s, senare än klassen som planeras till %(term)s.", date=day, term=wanted)


def describe(action: str) -> str | None:
    """One sentence for an audit entry of the gap view."""
    match action:
        case "training_catalog.gap.asked_again":
            return _("Bad om att få behoven till utbildningskatalogen på nytt")
        case "training_catalog.gap.exported":
            return _("Laddade ner listan över behov och utbildningar")
        case "training_catalog.gap.unasked_exported":
            return _("Laddade ner listan över utbildningar som ingen frågar efter")
        case _:
            return None
