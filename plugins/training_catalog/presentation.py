"""The choices, chips and addresses around the public list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask import url_for

from core.db import one_or_none
from core.geo.queries import choices, name_of
from core.i18n import gettext as _
from core.i18n import ngettext
from core.regions.queries import municipalities
from core.taxonomy.queries import group
from plugins.training_catalog.codes import CREDIT_UNITS, LANGUAGES, LEVEL_LABELS, SCHOOL_FORMS, language_label, school_form_label
from plugins.training_catalog.filters import PACES, SESSIONS, STARTED, TRAVEL, Filters
from plugins.training_catalog.models import EducationProvider
from plugins.training_catalog.queries import Overview
from plugins.training_catalog.state import NO_TERM
from plugins.training_catalog.subjects import FIELDS

if TYPE_CHECKING:
    from core.regions.models import Region

LIST = "training_catalog.index"
# Value, words, and how many educations it would give; None where that is not counted.
Choices = list[tuple[str, str, int | None]]
Facets = Mapping[str, Mapping[str, int]]


def filter_choices(region: Region, whole: Overview, filters: Filters, facets: Facets | None) -> dict[str, Choices]:
    """What can be chosen in each filter: what would give something under the other choices, and what is chosen already.

    Without facets (what has begun is not counted) everything that the catalogue holds can be chosen, without numbers.
    """
    if facets is None:
        held = {"form": "forms", "start": "terms", "place": "municipalities"}
        names = {name: whole.facets.get(kind, {}) for name, kind in held.items()}
        known: Facets = {name: dict.fromkeys(values, 0) for name, values in names.items()}
    else:
        known = facets

    def counted(name: str, labels: Mapping[str, Any], chosen: tuple[str, ...], *, every: bool = False) -> Choices:
        numbers = known.get(name, {})
        shown = [value for value in labels if value in numbers or value in chosen or (every and facets is None)]
        return [(value, str(labels[value]), numbers.get(value, 0) if facets is not None else None) for value in shown]

    def one(value: str) -> tuple[str, ...]:
        return (value,) if value else ()

    places = dict(choices({*known.get("place", ()), *one(filters.place)}))
    terms = sorted(term for term in {*known.get("start", ()), *one(filters.start)} if term not in (NO_TERM, STARTED))
    named = {str(identity): str(name) for identity, name, _number in whole.facets.get("providers", ())}
    if filters.provider:
        named.setdefault(str(filters.provider), provider_name(filters.provider))
    providers = dict(sorted(named.items(), key=lambda pair: pair[1]))
    return {
        "form": counted("form", SCHOOL_FORMS, filters.form),
        "level": counted("level", LEVEL_LABELS, filters.level, every=True),
        "subject": counted("subject", FIELDS, filters.subject, every=True),
        "unit": counted("unit", CREDIT_UNITS, one(filters.unit), every=True),
        "pace": counted("pace", pace_labels(), filters.pace, every=True),
        "language": counted("language", LANGUAGES, filters.language, every=True),
        "home": [(row.code, row.name, None) for row in municipalities(region)],
        "km": [("", _("%(km)s km (regionens gräns)", km=filters.reach_km), None), *((km, travel_label(km), None) for km in TRAVEL)],
        "place": counted("place", places, one(filters.place)),
        "distance": counted("distance", distance_labels(), one(filters.distance), every=True),
        "sessions": counted("sessions", {value: sessions_label(value) for value in SESSIONS}, one(filters.sessions), every=True),
        "start": [
            *counted("start", {term: term_label(term) for term in [*terms, NO_TERM]}, (*one(filters.start), NO_TERM)),
            (STARTED, term_label(STARTED), None),
        ],
        "provider": counted("provider", providers, one(str(filters.provider) if filters.provider else "")) if facets is not None else [],
        "open": [("1", _("Öppen för ansökan nu"), known.get("open", {}).get("1", 0) if facets is not None else None)],
    }


def distance_labels() -> dict[str, str]:
    """The choices of the distance filter."""
    return {"only": _("Bara distans"), "on-site": _("Bara på plats")}


def pace_labels() -> dict[str, str]:
    """The steps of pace in words."""
    return {
        PACES[0]: _("Högst 25 % av heltid"),
        PACES[1]: _("26–50 %"),
        PACES[2]: _("51–75 %"),
        PACES[3]: _("76–100 %"),
    }


def sessions_label(value: str) -> str:
    """The most sessions that a visitor accepts, in words."""
    if value == "0":
        return _("Inga träffar på plats")
    return ngettext("Högst %(num)s träff på plats", "Högst %(num)s träffar på plats", int(value))


def travel_label(km: str) -> str:
    """A travel limit in words."""
    return _("Bara den egna kommunen") if km == "0" else _("%(km)s km", km=km)


def sort_choices(filters: Filters) -> Choices:
    """The ways to sort. The natural one has no value, so that a form sent with new words sorts by them."""
    words = {"start": _("Närmaste start"), "deadline": _("Sista ansökningsdag"), "title": _("Namn")}
    found: Choices = [(value, label, None) for value, label in words.items()]
    return [("", _("Bästa träff"), None), *found] if filters.q else [("", words["start"], None), *found[1:]]


def term_label(term: str) -> str:
    """A term in words."""
    if term == NO_TERM:
        return _("Utan fast start")
    if term == STARTED:
        return _("Har redan startat")
    year, _dash, half = term.partition("-")
    return _("Våren %(year)s", year=year) if half == "1" else _("Hösten %(year)s", year=year)


def provider_name(provider_id: int) -> str:
    """The name of a provider that may be read here; its number when there is none."""
    found = one_or_none(EducationProvider, provider_id)
    return found.name if found else str(provider_id)


def credits_label(filters: Filters) -> str:
    """ "30–120 högskolepoäng" """
    unit = CREDIT_UNITS.get(filters.unit, filters.unit)
    least, most = filters.credits_from, filters.credits_to
    if least and most:
        return _("%(least)s–%(most)s %(unit)s", least=least, most=most, unit=unit)
    if least:
        return _("Minst %(n)s %(unit)s", n=least, unit=unit)
    return _("Högst %(n)s %(unit)s", n=most, unit=unit) if most else str(unit).capitalize()


def parts(filters: Filters) -> list[tuple[str, dict[str, Any]]]:
    """What is chosen, each in words and with what takes it away."""
    found: list[tuple[str, dict[str, Any]]] = []
    if filters.q:
        found.append((f"”{filters.q}”", {"q": ""}))
    for name, label in (
        ("form", school_form_label),
        ("level", lambda value: str(LEVEL_LABELS[value])),
        ("subject", lambda value: str(FIELDS[value])),
        ("pace", lambda value: _("Studietakt: %(pace)s", pace=pace_labels()[value])),
        ("language", language_label),
    ):
        values = getattr(filters, name)
        for value in values:
            found.append((label(value), {name: tuple(other for other in values if other != value)}))
    if filters.unit:
        found.append((credits_label(filters), {"unit": "", "credits_from": 0, "credits_to": 0}))
    if filters.home:
        place = name_of(filters.home)
        found.append((_("Kan följas från %(place)s", place=place), {"home": "", "km": "", "travel": False}))
        if filters.km:
            found.append((_("Resväg: %(km)s", km=travel_label(filters.km)), {"km": ""}))
        if filters.travel:
            found.append((_("Träffar får vara längre bort"), {"travel": False}))
    if filters.place:
        found.append((_("Ges i %(place)s", place=name_of(filters.place)), {"place": ""}))
    if filters.distance:
        found.append((distance_labels()[filters.distance], {"distance": ""}))
    if filters.sessions:
        found.append((sessions_label(filters.sessions), {"sessions": ""}))
    if filters.start:
        found.append((term_label(filters.start), {"start": ""}))
    if filters.open:
        found.append((_("Öppen för ansökan nu"), {"open": False}))
    if filters.provider:
        found.append((provider_name(filters.provider), {"provider": 0}))
    if filters.group:
        occupation = group(filters.group)
        found.append((_("Leder till %(group)s", group=occupation.name if occupation else filters.group), {"group": ""}))
    return found


def chips(filters: Filters) -> list[tuple[str, str]]:
    """What is chosen, each with the address of the list without it."""
    return [(label, list_url(filters, **changes)) for label, changes in parts(filters)]


def list_url(filters: Filters, **changes: Any) -> str:
    """The address of the list for a choice with changes; always its first page."""
    return url_for(LIST, **filters.arguments(**changes))


def in_words(filters: Filters) -> str:
    """A choice as one line."""
    return ", ".join(label for label, _changes in parts(filters))
