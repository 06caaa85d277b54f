"""How needs are shown: the rows of a summary, the words for stored values. Handed to the plugin's templates as `show`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from core.geo.queries import name_of
from core.i18n import gettext as _
from core.organisations.service import format_orgnr
from core.web.format import format_date, format_number
from core.web.redirects import safe_path
from plugins.employer_needs import trail_words, values
from plugins.employer_needs.links import path
from plugins.employer_needs.models import CompetenceNeed, StatusEntry, SurveyRound

orgnr = format_orgnr


def place(code: str | None) -> str:
    """The name of a municipality."""
    return name_of(code) if code else ""


def occupation(need: CompetenceNeed) -> str:
    """The official name behind a need's own words, with the code of its group."""
    label = need.occupation_label or need.group_label
    return _("%(label)s (SSYK %(code)s)", label=label, code=need.occupation_group) if label else ""


def headcounts(need: CompetenceNeed) -> str:
    """How many, per horizon, in words: "2 inom 1 år, 1 om 1–3 år"."""
    parts = {
        "headcount_0_1": _("%(n)s inom 1 år", n=format_number(need.headcount_0_1)),
        "headcount_1_3": _("%(n)s om 1–3 år", n=format_number(need.headcount_1_3)),
        "headcount_3_5": _("%(n)s om 3–5 år", n=format_number(need.headcount_3_5)),
    }
    return ", ".join(text for name, text in parts.items() if getattr(need, name))


def figures(need: CompetenceNeed) -> str:
    """A need in one line: how many, where, and at what level."""
    said = [headcounts(need), place(need.municipality_code), str(values.LEVEL.get(need.level or "", ""))]
    return ". ".join(each for each in said if each) + "."


Row = tuple[str, Any, Any]


def _usual(need: CompetenceNeed) -> list[Row]:
    distance = {True: _("Ja"), False: _("Nej"), None: ""}[need.distance_acceptable]
    return [
        ("yrke", _("Yrke med egna ord"), need.local_title),
        ("valj-yrke", _("Yrke i statistiken"), occupation(need)),
        ("antal", _("Varför"), values.NEED_KIND.get(need.kind or "", "")),
        ("antal", _("Hur många"), headcounts(need)),
        ("plats", _("Kommun"), place(need.municipality_code)),
        ("plats", _("Utbildningsnivå"), values.LEVEL.get(need.level or "", "")),
        ("kompetens", _("Kompetenser"), ", ".join(map(skill, need.skills))),
        ("kompetens", _("Hur svårt att hitta personer"), values.SHORTAGE.get(need.shortage or 0, "")),
        ("villkor", _("Distans går bra"), distance),
        ("villkor", _("Praktikplatser per år"), format_number(need.placements_offered) if need.distance_acceptable is not None else ""),
        ("villkor", _("Mer att veta"), need.note),
    ]


def skill(said_skill: dict[str, Any]) -> str:
    """A skill, with what was said of it."""
    said = [
        str(words).lower()
        for words in (
            values.IMPORTANCE.get(said_skill.get("importance", 0), ""),
            "" if said_skill.get("at_hire", True) else values.AT_HIRE["no"],
        )
        if words
    ]
    return f"{said_skill['label']} ({', '.join(said)})" if said else str(said_skill["label"])


def _more(need: CompetenceNeed) -> list[Row]:
    return [
        ("mer", _("Legitimation, körkort och bevis"), words(values.LICENCES, need.licences)),
        ("mer", _("Språk"), words(values.LANGUAGES, need.languages)),
        ("mer", _("Vad ni har försökt"), words(values.ROUTE, need.routes_tried)),
        ("mer", _("Vad bristen leder till"), words(values.CONSEQUENCE, need.consequences)),
        ("mer", _("Så kan de studera"), words(values.STUDY_FORM, need.study_forms)),
        ("mer", _("Studietakt"), values.PACE.get(need.pace or 0, "")),
        ("mer", _("Träffar per termin, högst"), "" if need.sessions_max is None else format_number(need.sessions_max)),
        ("mer", _("Resa till studieort, högst"), "" if need.travel_km is None else _("%(km)s km", km=format_number(need.travel_km))),
        ("mer", _("Sekretess"), _("Ni har angett att uppgifterna är känsliga") if need.secret else ""),
    ]


def words(known: Mapping[str, Any], said: Sequence[str]) -> str:
    """Stored words or codes as people read them."""
    return ", ".join(str(known.get(each, each)) for each in said)


def all_rows(need: CompetenceNeed) -> list[Row]:
    """Everything that can be said of a need: which page asks it, the label, and what was said."""
    return [*_usual(need), *_more(need)]


def need_rows(need: CompetenceNeed, reference: str = "") -> list[tuple[Any, ...]]:
    """A need as rows of a summary list; with a reference, each with the address that changes it and leads back to the check page."""
    more = [row for row in _more(need) if row[2]]
    if reference and not more:
        more = [("mer", _("Mer om behovet"), _("Inget mer, det är frivilligt"))]
    rows = [*_usual(need), *more]
    if not reference:
        return [(label, value) for _slug, label, value in rows]
    return [(label, value, _change_url(need, slug, reference), f"{label}: {need.title}") for slug, label, value in rows]


def _change_url(need: CompetenceNeed, slug: str, reference: str) -> str:
    if slug in ("yrke", "valj-yrke"):
        view = "need_title" if slug == "yrke" else "need_occupation"
        return path(f"{view}", reference=reference, need_id=need.id, fran="kontroll")
    return path("need_step", reference=reference, need_id=need.id, step=slug, fran="kontroll")


def visibility(value: Any) -> Any:
    """Who may see whose needs they are."""
    return values.VISIBILITY.get(value or "", "")


def need_state(need: CompetenceNeed) -> tuple[Any, str]:
    """The word and the kind of tag for a need's state."""
    return values.NEED_STATE[need.state], values.NEED_TAG[need.state]


def round_status(survey_round: SurveyRound) -> tuple[Any, str]:
    """The word and the kind of tag for a round's status."""
    return values.ROUND_STATUS[survey_round.status], values.ROUND_TAG[survey_round.status]


def period(survey_round: SurveyRound) -> str:
    """From when to when."""
    if survey_round.standing:
        return _("Tills vidare")
    return _("%(start)s – %(end)s", start=format_date(survey_round.opens_on), end=format_date(survey_round.closes_on))


def paragraphs(text: str) -> Markup:
    """A kept text as it was written: its paragraphs, and the lines in each."""
    parts = (Markup("<br>").join(part.split("\n")) for part in text.split("\n\n") if part)
    return Markup("").join(Markup("<p>{}</p>").format(part) for part in parts)


def label(name: str) -> str:
    """What is asked about the employer."""
    return {
        "organisation": _("Organisation"),
        "orgnr": _("Organisationsnummer"),
        "place": _("Kommun"),
        "visibility": _("Vem ser vad"),
    }[name]


def kind(need: CompetenceNeed) -> Any:
    """Why somebody is needed, in a word."""
    return values.NEED_KIND.get(need.kind or "", "")


def timeline(entries: Sequence[StatusEntry]) -> list[tuple[Any, str, str]]:
    """A status trail for the timeline."""
    return [(entry.at, trail_words.heading(entry), _linked(entry)) for entry in entries]


def _linked(entry: StatusEntry) -> str:
    """The sentence, and the way to the education where there is one. The address came in an event, so only a path of this site will do."""
    text = trail_words.sentence(entry)
    address = safe_path(str(entry.facts.get("url") or ""), "")
    return Markup('{} <a href="{}">{}</a>').format(text, address, _("Se utbildningen")) if address else text
