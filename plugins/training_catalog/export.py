"""The catalogue as a file, with the same columns as the import reads, so that what is taken out can be put in again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from core.db import db
from plugins.training_catalog.filters import Filters
from plugins.training_catalog.finding.conditions import event_conditions, info_conditions, word_condition
from plugins.training_catalog.finding.searching import meant
from plugins.training_catalog.imports.columns import Column
from plugins.training_catalog.models import EducationEvent, EducationInfo, EducationProvider, EventLocation

MAX_ROWS = 10_000
BATCH = 500
HEADER = tuple(
    column.value
    for column in (
        Column.EVENT_ID, Column.PROVIDER, Column.PROVIDER_URL, Column.CODE, Column.TITLE, Column.LEVEL, Column.URL, Column.CREDITS,
        Column.CREDITS_UNIT, Column.START, Column.END, Column.PACE, Column.FIRST, Column.LAST, Column.PLACE, Column.PLACES, Column.LANGUAGE,
        Column.DISTANCE, Column.MANDATORY, Column.OPTIONAL, Column.MUNICIPALITY,
    )
)  # fmt: skip


def chosen_conditions(filters: Filters, today: date) -> list[Any]:
    """All that a choice asks of events and of the educations they are joined with."""
    found = [EducationInfo.removed_at.is_(None), *event_conditions(filters, today), *info_conditions(filters)]
    if filters.q:
        found.append(word_condition(filters, meant(filters.q)))
    return found


def export_rows(filters: Filters, today: date, limit: int = MAX_ROWS) -> Iterator[list[Any]]:
    """The events of a choice, one row per event and place, soonest first; at most ten thousand events."""
    info, event, provider = EducationInfo, EducationEvent, EducationProvider
    statement = (
        select(
            event,
            info.title,
            info.code,
            info.school_form,
            info.credits,
            info.credits_unit,
            provider.name,
            provider.url.label("provider_url"),
        )
        .join(info, info.id == event.info_id)
        .outerjoin(provider, provider.id == event.provider_id)
        .where(*chosen_conditions(filters, today))
        .order_by(event.start, event.id)
        .limit(limit)
    )
    for rows in db.session.execute(statement.execution_options(yield_per=BATCH)).partitions():
        places = _places([row[0].id for row in rows])
        for row in rows:
            for town, code in places.get(row[0].id, [("", "")]):
                yield _row(row, town, code)


def _row(row: Any, town: str, code: str) -> list[Any]:
    event = row[0]
    return [
        event.identifier.removeprefix("e."), row.name or "", row.provider_url or "", row.code, event.title or row.title, row.school_form,
        event.url, _number(row.credits), row.credits_unit, _day(event.start), _day(event.end), _number(event.pace),
        _day(event.application_first),
        _day(event.application_last), town, _number(event.places), event.languages.partition(",")[0], "ja" if event.is_distance else "nej",
        _number(event.mandatory_sessions), _number(event.optional_sessions), code,
    ]  # fmt: skip


def _places(event_ids: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    found: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    places = select(EventLocation.event_id, EventLocation.town, EventLocation.municipality_code)
    for event_id, town, code in db.session.execute(places.where(EventLocation.event_id.in_(event_ids)).order_by(EventLocation.id)):
        found[event_id].append((town, code or ""))
    return found


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _number(value: float | None) -> Any:
    return "" if value is None else int(value) if value == int(value) else value
