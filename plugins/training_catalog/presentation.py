"""The choices, chips and addresses around the public list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for

from core.db import one_or_none
from core.geo.queries import choices, name_of
from core.i18n import gettext as _
from core.regions.queries import municipalities
from core.taxonomy.queries import group
from plugins.training_catalog.codes import SCHOOL_FORMS, school_form_label
from plugins.training_catalog.filters import STARTED, Filters
from plugins.training_catalog.models import EducationProvider
from plugins.training_catalog.queries import Overview
from plugins.training_catalog.state import NO_TERM, term_span

if TYPE_CHECKING:
    from core.regions.models import Region

LIST = "training_catalog.index"
Choices = list[tuple[str, str]]


def filter_choices(region: Region, whole: Overview, filters: Filters) -> dict[str, Choices]:
    """What can be chosen in each filter: what the catalogue holds, and what is chosen already."""
    facets = whole.facets
    places = {*facets.get("municipalities", ()), *filter(None, [filters.place])}
    terms = [term for term in facets.get("terms", ()) if term != NO_TERM]
    if term_span(filters.start) and filters.start not in terms:
        terms.append(filters.start)
    providers = sorted((str(name), str(identity)) for identity, name, _number in facets.get("providers", ()))
    if filters.provider and str(filters.provider) not in {identity for _name, identity in providers}:
        providers.append((provider_name(filters.provider), str(filters.provider)))
    return {
        "form": [(form, str(label)) for form, label in SCHOOL_FORMS.items() if form in facets.get("forms", ()) or form in filters.form],
        "home": [(row.code, row.name) for row in municipalities(region)],
        "place": choices(places),
        "distance": list(distance_labels().items()),
        "start": [(term, term_label(term)) for term in sorted(terms)] + [(NO_TERM, term_label(NO_TERM)), (STARTED, term_label(STARTED))],
        "provider": [(identity, name) for name, identity in providers],
    }


def distance_labels() -> dict[str, str]:
    """The choices of the distance filter."""
    return {"only": _("Bara distans"), "no-sessions": _("Distans utan obligatoriska träffar"), "on-site": _("Bara på plats")}


def sort_choices(filters: Filters) -> Choices:
    """The ways to sort. The natural one has no value, so that a form sent with new words sorts by them."""
    found = [("start", _("Närmaste start")), ("deadline", _("Sista ansökningsdag")), ("title", _("Namn"))]
    return [("", _("Bästa träff")), *found] if filters.q else [("", found[0][1]), *found[1:]]


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


def chips(filters: Filters) -> list[tuple[str, str]]:
    """What is chosen, each with the address of the list without it."""
    found: list[tuple[str, dict[str, Any]]] = []
    if filters.q:
        found.append((f"”{filters.q}”", {"q": ""}))
    for form in filters.form:
        found.append((school_form_label(form), {"form": tuple(other for other in filters.form if other != form)}))
    if filters.home:
        found.append((_("Kan följas från %(place)s", place=name_of(filters.home)), {"home": ""}))
    if filters.place:
        found.append((_("Ges i %(place)s", place=name_of(filters.place)), {"place": ""}))
    if filters.distance:
        found.append((distance_labels()[filters.distance], {"distance": ""}))
    if filters.start:
        found.append((term_label(filters.start), {"start": ""}))
    if filters.open:
        found.append((_("Öppen för ansökan nu"), {"open": False}))
    if filters.provider:
        found.append((provider_name(filters.provider), {"provider": 0}))
    if filters.group:
        occupation = group(filters.group)
        found.append((_("Leder till %(group)s", group=occupation.name if occupation else filters.group), {"group": ""}))
    return [(label, list_url(filters, **changes)) for label, changes in found]


def list_url(filters: Filters, **changes: Any) -> str:
    """The address of the list for a choice with changes; always its first page."""
    return url_for(LIST, **filters.arguments(**changes))
