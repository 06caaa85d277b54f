"""Reads for the public list: one page of educations, from columns that already say what is shown.

The list costs one line of counts and one select of thirty rows, whatever the size of the catalogue. How many rows a choice gives is
remembered in the process until the catalogue changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from flask import current_app
from sqlalchemy import Select, case, exists, func, select
from sqlalchemy.exc import DatabaseError

from core.db import Page, db
from core.search import index
from core.search.stems import query_stems
from plugins.training_catalog.clock import NO_DATE
from plugins.training_catalog.derive import KIND
from plugins.training_catalog.filters import STARTED, Filters
from plugins.training_catalog.models import CatalogueState, EducationEvent, EducationInfo, EducationOccupation, EventLocation
from plugins.training_catalog.remembering import remembered
from plugins.training_catalog.state import NO_TERM, is_open, term_span

PAGE_SIZE = 30
MAX_HITS = 2_000

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


def listing(filters: Filters, whole: Overview, *, today: date, number: int = 1) -> Page[Any]:
    """One page of the educations that a choice gives.

    Each row has the columns `SHOWN`, and `start` and `deadline`: the nearest among the events that were chosen.
    """
    if filters.q:
        ids = remembered("numbers", whole.token, (today, filters), lambda: _found(filters, today))
        page = _page_of(len(ids), number)
        return replace(page, items=_rows_of(ids[(page.number - 1) * PAGE_SIZE : page.number * PAGE_SIZE], filters, today))
    total = whole.infos
    if filters.chosen:
        total = remembered("numbers", whole.token, (today, replace(filters, sort="")), lambda: _number(filters, today))
    page = _page_of(total, number)
    statement = _selected(filters, today).limit(PAGE_SIZE).offset((page.number - 1) * PAGE_SIZE)
    return replace(page, items=db.session.execute(statement).all())


def started(filters: Filters, whole: Overview, *, today: date) -> int:
    """How many educations the same choice gives among those that have begun: what an empty list points to."""
    other = replace(filters, start=STARTED, sort="")
    if other.q:
        return len(remembered("numbers", whole.token, (today, other), lambda: _found(other, today)))
    return remembered("numbers", whole.token, (today, other), lambda: _number(other, today))


def _page_of(total: int, number: int) -> Page[Any]:
    pages = max(1, -(-total // PAGE_SIZE))
    return Page(items=(), total=total, number=min(max(1, number), pages), size=PAGE_SIZE)


def _selected(filters: Filters, today: date) -> Any:
    """The rows of a choice without words, in order."""
    if not filters.by_event:
        start, deadline = Info.next_start, Info.next_deadline
        statement: Any = select(*SHOWN, start.label("start"), deadline.label("deadline")).where(Info.is_current.is_(True), *_about(filters))
    else:
        chosen = _chosen_events(filters, today)
        start, deadline = chosen.c.start, chosen.c.deadline
        statement = (
            select(*SHOWN, start, deadline).join(chosen, chosen.c.info_id == Info.id).where(Info.removed_at.is_(None), *_about(filters))
        )
    match filters.order:
        case "deadline":
            return statement.order_by(deadline, Info.id)
        case "title":
            return statement.order_by(Info.sort_key, Info.id)
        case _:
            return statement.order_by(start.desc() if filters.start == STARTED else start, Info.id)


def _chosen_events(filters: Filters, today: date) -> Any:
    """Per education: the nearest start and last application day among the events that were chosen."""
    shown = Event.start if filters.start == STARTED else case((Event.start >= today, Event.start))
    nearest = func.max(shown) if filters.start == STARTED else func.min(shown)
    last = func.min(case((Event.application_last >= today, Event.application_last)))
    return (
        select(Event.info_id, func.coalesce(nearest, NO_DATE).label("start"), func.coalesce(last, NO_DATE).label("deadline"))
        .where(*event_conditions(filters, today))
        .group_by(Event.info_id)
        .subquery("chosen")
    )


def event_conditions(filters: Filters, today: date) -> list[Any]:
    """What a choice asks of events."""
    found: list[Any] = []
    if filters.start == STARTED:
        found += [Event.removed_at.is_(None), Event.is_cancelled.is_(False), Event.info_id.is_not(None), Event.provider_id.is_not(None)]
        found.append(Event.start < today)
    else:
        found.append(Event.is_current.is_(True))
        if filters.start == NO_TERM:
            found.append(Event.start.is_(None))
        elif span := term_span(filters.start):
            found.append(Event.start.between(*span))
    if filters.place:
        found.append(_held_in(filters.place))
    if filters.home:
        found.append(_held_in(filters.home) | Event.is_distance.is_(True))
    if filters.distance:
        found.append(Event.is_distance.is_(filters.distance != "on-site"))
        if filters.distance == "no-sessions":
            found.append(func.coalesce(Event.mandatory_sessions, 0) == 0)
    if filters.open:
        found.append(is_open(today))
    if filters.provider:
        found.append(Event.provider_id == filters.provider)
    return found


def _held_in(municipality: str) -> Any:
    return exists().where(EventLocation.event_id == Event.id, EventLocation.municipality_code == municipality)


def _about(filters: Filters) -> list[Any]:
    """What a choice asks of educations themselves."""
    found: list[Any] = []
    if filters.form:
        found.append(Info.school_form.in_(filters.form))
    if filters.group:
        found.append(Info.id.in_(select(EducationOccupation.info_id).where(EducationOccupation.group_code == filters.group)))
    return found


def _number(filters: Filters, today: date) -> int:
    if not filters.by_event:
        statement = select(func.count(Info.id)).where(Info.is_current.is_(True), *_about(filters))
    else:
        statement = select(func.count(func.distinct(Event.info_id))).where(*event_conditions(filters, today))
        conditions = _about(filters)
        statement = statement.join(Info, Info.id == Event.info_id).where(Info.removed_at.is_(None), *conditions)
    return int(db.session.execute(statement).scalar_one())


def _found(filters: Filters, today: date) -> list[int]:
    """Ids of the educations in which every word is found, in order; at most `MAX_HITS`."""
    conditions = _about(filters)
    if filters.by_event:
        conditions += [Info.removed_at.is_(None), Info.id.in_(select(Event.info_id).where(*event_conditions(filters, today)))]
    else:
        conditions.append(Info.is_current.is_(True))
    if query_stems(filters.q):
        try:
            hits = index.ranked(KIND, filters.q)
            statement = select(Info.id).join(hits, hits.c.object_id == Info.id).where(*conditions)
            return list(db.session.execute(_ordered(statement, filters, hits.c.rank.desc()).limit(MAX_HITS)).scalars())
        except DatabaseError:
            # An index that is damaged or missing must not take the catalogue down: titles can still be looked through.
            current_app.logger.exception("full-text search failed; searching in titles")
            db.session.rollback()
    statement = select(Info.id).where(Info.title.icontains(filters.q, autoescape=True), *conditions)
    return list(db.session.execute(_ordered(statement, filters, Info.next_start).limit(MAX_HITS)).scalars())


def _ordered(statement: Select[Any], filters: Filters, relevance: Any) -> Select[Any]:
    orders = {"relevance": relevance, "deadline": Info.next_deadline, "title": Info.sort_key}
    return statement.order_by(orders.get(filters.order, Info.next_start), Info.id)


def _rows_of(ids: Sequence[int], filters: Filters, today: date) -> list[Any]:
    if not ids:
        return []
    statement = _selected(replace(filters, q="", sort=""), today).where(Info.id.in_(ids))
    rows = {row.id: row for row in db.session.execute(statement)}
    return [rows[identity] for identity in ids if identity in rows]
