"""Reads for the public list: one page of educations, from columns that already say what is shown.

The list costs one line of counts and one select of thirty rows, whatever the size of the catalogue. How many rows a choice gives is
remembered in the process until the catalogue changes.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from flask import current_app
from sqlalchemy import case, func, select, union_all
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import aliased

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


def listing(filters: Filters, whole: Overview, *, today: date, number: int = 1, size: int = PAGE_SIZE) -> Page[Any]:
    """One page of the educations that a choice gives.

    Each row has the columns `SHOWN`, and `start` and `deadline`: the nearest among the events that were chosen.
    """
    if not filters.q and not filters.by_event:
        total = whole.infos
        if filters.chosen:
            total = remembered("numbers", whole.token, (today, replace(filters, sort="")), lambda: _number(filters))
        page = _page_of(total, number, size)
        statement = _ordered(_plain(filters), filters, Info.next_start, Info.next_deadline)
        return replace(page, items=db.session.execute(statement.limit(size).offset((page.number - 1) * size)).all())
    ids = _ids(filters, whole, today)
    page = _page_of(len(ids), number, size)
    return replace(page, items=_rows_of(ids[(page.number - 1) * size : page.number * size], filters, today))


def started(filters: Filters, whole: Overview, *, today: date) -> int:
    """How many educations the same choice gives among those that have begun: what an empty list points to."""
    return len(_ids(replace(filters, start=STARTED), whole, today))


def _ids(filters: Filters, whole: Overview, today: date) -> array[int]:
    """The educations that a choice gives, in order. Worked out once, however many of its pages are read."""
    work = _found if filters.q else _chosen
    return remembered("hits", whole.token, (today, filters), lambda: array("i", work(filters, today)))


def _page_of(total: int, number: int, size: int) -> Page[Any]:
    pages = max(1, -(-total // size))
    return Page(items=(), total=total, number=min(max(1, number), pages), size=size)


def _plain(filters: Filters) -> Any:
    """The educations that are to come, by what they themselves say."""
    start, deadline = Info.next_start.label("start"), Info.next_deadline.label("deadline")
    return select(*SHOWN, start, deadline).where(Info.is_current.is_(True), *_about(filters))


def _ordered(statement: Any, filters: Filters, start: Any, deadline: Any, relevance: Any = None) -> Any:
    match filters.order:
        case "relevance" if relevance is not None:
            return statement.order_by(relevance, Info.next_start, Info.id)
        case "deadline":
            return statement.order_by(deadline, Info.id)
        case "title":
            return statement.order_by(Info.sort_key, Info.id)
        case _:
            return statement.order_by(start.desc() if filters.start == STARTED else start, Info.id)


def _chosen(filters: Filters, today: date) -> list[int]:
    """Ids of the educations with an event that was chosen, in order."""
    about = _about(filters)
    if about or filters.home or filters.start == STARTED or filters.order == "title":
        chosen = _nearest(filters, today)
        statement = select(Info.id).join(chosen, chosen.c.info_id == Info.id).where(Info.removed_at.is_(None), *about)
        return list(db.session.execute(_ordered(statement, filters, chosen.c.start, chosen.c.deadline)).scalars())
    # The events alone answer, mostly from an index. The tenant fence needs one of its own tables at the top: no subquery here.
    start, deadline = _dates(Event.start, Event.open_until, filters, today)
    statement = _placed(select(Event.info_id), filters.place).where(*_when_and_how(filters, today)).group_by(Event.info_id)
    return list(db.session.execute(statement.order_by(deadline if filters.order == "deadline" else start, Event.info_id)).scalars())


def _dates(start: Any, last: Any, filters: Filters, today: date) -> tuple[Any, Any]:
    """The nearest start and last application day of several events; the latest start, for what has begun."""
    nearest = func.max(start) if filters.start == STARTED else func.min(case((start >= today, start)))
    return func.coalesce(nearest, NO_DATE), func.coalesce(func.min(case((last >= today, last))), NO_DATE)


def _nearest(filters: Filters, today: date, ids: Sequence[int] | None = None) -> Any:
    """Per education: the nearest start and last application day among the events that were chosen."""
    events = _placed(select(Event.info_id, Event.start, Event.open_until), filters.place).where(*_when_and_how(filters, today))
    if ids is not None:
        events = events.where(Event.info_id.in_(ids))
    if filters.home:  # two ways to follow it, each with an index of its own
        events = union_all(_placed(events, filters.home), events.where(Event.is_distance.is_(True)))
    rows = events.subquery("events")
    start, deadline = _dates(rows.c.start, rows.c.open_until, filters, today)
    return select(rows.c.info_id, start.label("start"), deadline.label("deadline")).group_by(rows.c.info_id).subquery("chosen")


def _placed(statement: Any, municipality: str) -> Any:
    """Narrow a select of events to those held in a municipality, if one is given."""
    if not municipality:
        return statement
    held = aliased(EventLocation)
    return statement.join(held, held.event_id == Event.id).where(held.municipality_code == municipality)


def event_conditions(filters: Filters, today: date) -> list[Any]:
    """All that a choice asks of events, as conditions."""
    found = _when_and_how(filters, today)
    if filters.place:
        found.append(_held_in(filters.place))
    if filters.home:
        found.append(_held_in(filters.home) | Event.is_distance.is_(True))
    return found


def _held_in(municipality: str) -> Any:
    return Event.id.in_(select(EventLocation.event_id).where(EventLocation.municipality_code == municipality))


def _when_and_how(filters: Filters, today: date) -> list[Any]:
    """What a choice asks of events, places apart."""
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
    if filters.distance:
        found.append(Event.is_distance.is_(filters.distance != "on-site"))
        if filters.distance == "no-sessions":
            found.append(func.coalesce(Event.mandatory_sessions, 0) == 0)
    if filters.open:
        found.append(is_open(today))
    if filters.provider:
        found.append(Event.provider_id == filters.provider)
    return found


def _about(filters: Filters) -> list[Any]:
    """What a choice asks of educations themselves."""
    found: list[Any] = []
    if filters.form:
        found.append(Info.school_form.in_(filters.form))
    if filters.group:
        found.append(Info.id.in_(select(EducationOccupation.info_id).where(EducationOccupation.group_code == filters.group)))
    return found


def _number(filters: Filters) -> int:
    statement = select(func.count(Info.id)).where(Info.is_current.is_(True), *_about(filters))
    return int(db.session.execute(statement).scalar_one())


def _found(filters: Filters, today: date) -> list[int]:
    """Ids of the educations in which every word is found, in order; at most `MAX_HITS`."""
    conditions = _about(filters)
    start, deadline = Info.next_start, Info.next_deadline
    statement: Any = select(Info.id)
    if filters.by_event:
        chosen = _nearest(filters, today)
        start, deadline = chosen.c.start, chosen.c.deadline
        statement = statement.join(chosen, chosen.c.info_id == Info.id)
        conditions.append(Info.removed_at.is_(None))
    else:
        conditions.append(Info.is_current.is_(True))
    statement = statement.where(*conditions)
    if query_stems(filters.q):
        try:
            hits = index.ranked(KIND, filters.q)
            ranked = statement.join(hits, hits.c.object_id == Info.id)
            return list(db.session.execute(_ordered(ranked, filters, start, deadline, hits.c.rank.desc()).limit(MAX_HITS)).scalars())
        except DatabaseError:
            # An index that is damaged or missing must not take the catalogue down: titles can still be looked through.
            current_app.logger.exception("full-text search failed; searching in titles")
            db.session.rollback()
    statement = statement.where(Info.title.icontains(filters.q, autoescape=True))
    return list(db.session.execute(_ordered(statement, filters, start, deadline).limit(MAX_HITS)).scalars())


def _rows_of(ids: Sequence[int], filters: Filters, today: date) -> list[Any]:
    """The rows of some educations, in the order of their ids."""
    if not ids:
        return []
    wanted = list(ids)
    if filters.by_event:
        chosen = _nearest(filters, today, wanted)
        statement = select(*SHOWN, chosen.c.start, chosen.c.deadline).join(chosen, chosen.c.info_id == Info.id)
    else:
        statement = _plain(filters)
    rows = {row.id: row for row in db.session.execute(statement.where(Info.id.in_(wanted)))}
    return [rows[identity] for identity in wanted if identity in rows]
