"""The parts of the list's page that are the same for every visitor, drawn once and remembered until the catalogue changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from flask import render_template, url_for
from markupsafe import Markup

from core.db import Page
from core.i18n import gettext as _
from core.i18n import language, ngettext
from core.search import spelling
from core.taxonomy import queries as taxonomy
from core.taxonomy.search import suggest
from core.web.format import format_date
from plugins.training_catalog import presentation, queries, wording
from plugins.training_catalog.codes import school_form_label
from plugins.training_catalog.derive import KIND
from plugins.training_catalog.filters import Filters
from plugins.training_catalog.finding import reach
from plugins.training_catalog.queries import Overview
from plugins.training_catalog.remembering import remembered

if TYPE_CHECKING:
    from core.regions.models import Region


@dataclass(frozen=True)
class Card:
    """An education in the list, as text ready to be shown."""

    id: int
    url: str
    title: str
    foreign: bool
    kind: str
    providers: str
    when: str
    distance: bool
    places: str
    occasions: str
    way: str


@dataclass(frozen=True)
class ListPage:
    """One page of the list: the page of rows, and its parts as HTML."""

    page: Page[Any]
    results: Markup
    filter_form: Markup


def list_page(region: Region, filters: Filters, *, today: date, number: int) -> ListPage:
    """The list for a choice, in the language of the request."""
    key = (today, filters, number, language(), region.slug, region.version)
    return remembered("pages", queries.token(), key, lambda: _drawn(region, filters, queries.overview(), today, number))


def _drawn(region: Region, filters: Filters, whole: Overview, today: date, number: int) -> ListPage:
    page = queries.listing(filters, whole, today=today, number=number)
    empty = not page.total
    found = queries.worked_out(filters, whole, today=today)
    ways = reach.ways([row.id for row in page.items], filters, today)
    chosen = language()
    # Several occupations may be of one group; the first is the likeliest.
    suggested = {found.group_code: found.label for found in reversed(suggest(filters.q, 3))} if empty and filters.q else {}
    results = render_template(
        "training_catalog/_results.html",
        filters=filters,
        whole=whole,
        cards=[_card(row, chosen, ways.get(row.id, "")) for row in page.items],
        chips=presentation.chips(filters),
        started=queries.started(filters, whole, today=today) if empty and not filters.start else 0,
        started_url=presentation.list_url(filters, start="started"),
        instead=_instead(filters) if empty and filters.q else None,
        suggestions=[(label, presentation.list_url(Filters(home=filters.home), group=code)) for code, label in reversed(suggested.items())],
        meant=[group.name for code in found.groups if (group := taxonomy.group(code))] if found.groups and not empty else [],
        fewer=_fewer(filters, whole, today) if empty and filters.chosen else [],
        more=page.total >= queries.MAX_HITS if filters.q else False,
        max_hits=queries.MAX_HITS,
    )
    form = render_template(
        "training_catalog/_filters.html",
        filters=filters,
        choices=presentation.filter_choices(region, whole, filters, found.facets),
        sorts=presentation.sort_choices(filters),
    )
    return ListPage(page, Markup(results), Markup(form))  # nosec B704  # both were rendered by Jinja


def _fewer(filters: Filters, whole: Overview, today: date) -> list[tuple[str, str, int]]:
    """What to take away when nothing fits: each choice, the address without it, and what that gives; the most first."""
    tried = []
    for label, changes in presentation.parts(filters):
        rest = replace(filters, **changes)
        if number := queries.number_of(rest, whole, today=today) if rest.chosen else whole.infos:
            tried.append((label, presentation.list_url(rest), number))
    return sorted(tried, key=lambda row: -row[2])


def _instead(filters: Filters) -> tuple[str, str] | None:
    """What the visitor may have meant to write, and the address of the list for it."""
    word = spelling.corrected(filters.q, KIND)
    return (word, presentation.list_url(filters, q=word)) if word else None


def _card(row: Any, chosen: str, way: str) -> Card:
    in_english = chosen == "en" and bool(row.title_en)
    return Card(
        id=row.id,
        url=url_for("training_catalog.info", info_id=row.id),
        title=row.title_en if in_english else row.title,
        foreign=chosen == "en" and not in_english,
        kind=" · ".join(part for part in (school_form_label(row.school_form), wording.credits(row.credits, row.credits_unit)) if part),
        providers=wording.names(row.provider_names),
        when=" · ".join(part for part in (_start(row, chosen), _deadline(row, chosen), wording.paces(row.paces)) if part),
        distance=row.has_distance,
        places=wording.names(row.place_names),
        occasions=ngettext("%(num)s kommande tillfälle", "%(num)s kommande tillfällen", row.event_count) if row.event_count > 1 else "",
        way=way,
    )


@lru_cache(maxsize=2048)
def _day(day: date, _language: str) -> str:
    return format_date(day)


def _start(row: Any, chosen: str) -> str:
    return _("Start %(date)s", date=_day(row.start, chosen)) if wording.has_date(row.start) else _("Utan fast start")


def _deadline(row: Any, chosen: str) -> str:
    """The last day to apply. When the nearest start has closed and a later one is open, its day must not look like the first one's."""
    if not wording.has_date(row.deadline):
        return ""
    if row.deadline <= row.start:
        return _("ansök senast %(date)s", date=_day(row.deadline, chosen))
    return _("till senare start: ansök senast %(date)s", date=_day(row.deadline, chosen))
