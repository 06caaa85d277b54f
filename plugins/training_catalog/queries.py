"""Reads for the public list: one page of educations, from columns that already say what is shown.

Which educations a choice gives, and in which order, is worked out in `finding/`; what has begun is asked of the tables. Either is
remembered in the process until the catalogue changes. Then a page is one select of thirty rows.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import func, select

from core.db import Page, db
from plugins.training_catalog.dates import NO_DATE
from plugins.training_catalog.filters import STARTED, Filters
from plugins.training_catalog.finding.conditions import event_conditions, info_conditions, word_condition
from plugins.training_catalog.finding.searching import MAX_HITS as MAX_HITS
from plugins.training_catalog.finding.searching import Search, search
from plugins.training_catalog.models import CatalogueState, EducationEvent, EducationInfo
from plugins.training_catalog.remembering import remembered

PAGE_SIZE = 30

Info, Event = EducationInfo, EducationEvent
SHOWN = (
    Info.id, Info.title, Info.title_en, Info.school_form, Info.credits, Info.credits_unit, Info.paces, Info.provider_names,
    Info.place_names, Info.has_distance, Info.event_count, Info.is_current,
)  # fmt: skip


@dataclass(frozen=True)
class Overview:
    """The catalogue as a whole, of one region or of all that may be read."""

    token: str = ""
    infos: int = 0
    events: int = 0
    open: int = 0
    facets: dict[str, Any] = field(default_factory=dict)


_TOKENS = select(CatalogueState.token).order_by(CatalogueState.region_id)


def token() -> str:
    """What is new whenever the catalogue changes, of one region or of all that may be read; empty before the first reading."""
    return "".join(db.session.execute(_TOKENS).scalars())


def refreshed_at() -> datetime | None:
    """When the catalogue last changed; None before the first reading."""
    return db.session.execute(select(func.max(CatalogueState.refreshed_at))).scalar_one_or_none()


def overview() -> Overview:
    """Counts and choices of the catalogue. In a collaboration those of the regions that share are added up."""
    statement = select(
        CatalogueState.token, CatalogueState.info_count, CatalogueState.event_count, CatalogueState.open_count, CatalogueState.facets
    ).order_by(CatalogueState.region_id)
    rows = [Overview(*row) for row in db.session.execute(statement)]
    if len(rows) == 1:
        return rows[0]
    total = Overview()
    for row in rows:
        total = Overview(
            f"{total.token}{row.token}",
            total.infos + row.infos,
            total.events + row.events,
            total.open + row.open,
            _merged(total.facets, row.facets),
        )
    return total


def _merged(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    merged = dict(first)
    for name, value in second.items():
        if isinstance(value, dict):
            known = merged.get(name, {})
            merged[name] = {key: known.get(key, 0) + value.get(key, 0) for key in sorted({*known, *value})}
        elif isinstance(value, list):
            merged[name] = sorted([*merged.get(name, []), *value], key=lambda row: -row[2])
        else:
            merged[name] = merged.get(name, 0) + value
    return merged


def listing(filters: Filters, whole: Overview, *, today: date, number: int = 1, size: int = PAGE_SIZE) -> Page[Any]:
    """One page of the educations that a choice gives.

    Each row has the columns `SHOWN`, and `start` and `deadline`: the nearest among the events that were chosen.
    """
    if not filters.chosen:
        page = _page_of(whole.infos, number, size)
        return replace(page, items=_plain(filters, page))
    ids = _ids(filters, whole, today)
    page = _page_of(len(ids), number, size)
    return replace(page, items=_rows_of(ids[(page.number - 1) * size : page.number * size], filters, whole, today))


@dataclass(frozen=True)
class Found:
    """What is said around the rows of a choice: how many each further choice would give, and which occupation groups the words name."""

    facets: dict[str, dict[str, int]] | None = None
    groups: tuple[str, ...] = ()


def worked_out(filters: Filters, whole: Overview, *, today: date) -> Found:
    """Counts for the filters of a choice. What has begun is not counted."""
    if filters.start == STARTED:
        return Found()

    def work() -> Found:
        found = _search(filters, whole, today)
        return Found(found.facets(), found.words.groups if found.words else ())

    return remembered("facets", whole.token, (today, replace(filters, sort="")), work)


def number_of(filters: Filters, whole: Overview, *, today: date) -> int:
    """How many educations a choice gives."""
    return len(_ids(filters, whole, today))


def started(filters: Filters, whole: Overview, *, today: date) -> int:
    """How many educations the same choice gives among those that have begun: what an empty list points to."""
    return len(_ids(replace(filters, start=STARTED), whole, today))


def _ids(filters: Filters, whole: Overview, today: date) -> array[int]:
    """The educations that a choice gives, in order. Worked out once, however many of its pages are read."""

    def work() -> array[int]:
        if filters.start == STARTED:
            return array("i", [row.id for row in db.session.execute(_begun(filters, today))])
        return _search(filters, whole, today).ids(filters.order)

    return remembered("hits", whole.token, (today, filters), work)


def _search(filters: Filters, whole: Overview, today: date) -> Search:
    """A choice, worked out once for its rows, its dates and its counts."""
    return remembered("searches", whole.token, (today, replace(filters, sort="")), lambda: search(filters, whole.token, today))


def _page_of(total: int, number: int, size: int) -> Page[Any]:
    pages = max(1, -(-total // size))
    return Page(items=(), total=total, number=min(max(1, number), pages), size=size)


def _plain(filters: Filters, page: Page[Any]) -> Sequence[Any]:
    """A page of everything that is to come, straight from an index."""
    start, deadline = Info.next_start.label("start"), Info.next_deadline.label("deadline")
    order = {"deadline": Info.next_deadline, "title": Info.sort_key}.get(filters.order, Info.next_start)
    statement = select(*SHOWN, start, deadline).where(Info.is_current.is_(True)).order_by(order, Info.id)
    return db.session.execute(statement.limit(page.size).offset((page.number - 1) * page.size)).all()


def _begun(filters: Filters, today: date) -> Any:
    """Educations with a chosen event that has begun: the one that began last comes first."""
    latest = func.max(Event.start)
    conditions = [Info.removed_at.is_(None), *info_conditions(filters), *event_conditions(filters, today)]
    if filters.q:
        conditions.append(word_condition(filters))
    statement = (
        select(Info.id, latest.label("start")).join(Event, Event.info_id == Info.id).where(*conditions).group_by(Info.id, Info.sort_key)
    )
    return statement.order_by(*((Info.sort_key,) if filters.order == "title" else (latest.desc(),)), Info.id)


def _rows_of(ids: Sequence[int], filters: Filters, whole: Overview, today: date) -> list[Any]:
    """The rows of some educations, in the order of their ids."""
    if not ids:
        return []
    wanted = list(ids)
    start, deadline = Info.next_start.label("start"), Info.next_deadline.label("deadline")
    found = {row.id: row for row in db.session.execute(select(*SHOWN, start, deadline).where(Info.id.in_(wanted)))}
    if not filters.by_event:
        return [found[identity] for identity in wanted if identity in found]
    if filters.start == STARTED:
        statement = _begun(filters, today).where(Info.id.in_(wanted))
        dates = {row.id: (row.start or NO_DATE, NO_DATE) for row in db.session.execute(statement)}
    else:
        dates = _search(filters, whole, today).dates(wanted)
    rows = []
    for identity in wanted:
        if identity in found and identity in dates:
            begins, ends = dates[identity]
            rows.append(SimpleNamespace(**{**found[identity]._mapping, "start": begins, "deadline": ends}))
    return rows
