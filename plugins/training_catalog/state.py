"""The catalogue as a whole: how much there is, and what can be chosen in the list's filters. Counted when it changes, not when read."""

from __future__ import annotations

import secrets
from collections import Counter
from datetime import date
from typing import Any

from sqlalchemy import func, select

from core.db import db, utcnow
from core.jobs import enqueue
from plugins.training_catalog import occupations
from plugins.training_catalog.models import CatalogueState, EducationEvent, EducationInfo, EducationProvider, EventLocation

MAX_PROVIDERS = 100
LIVE = 20_000  # occasions: so many are drawn as a picture for the search in the moment it is asked for (about 0.2 s), more by a job
DRAW = "training_catalog.draw_search"
NO_TERM = "none"


def term_of(day: date | None) -> str:
    """The term a start belongs to: "2027-1" for spring, "2027-2" for autumn, "none" without a start."""
    return f"{day.year}-{1 if day.month <= 6 else 2}" if day else NO_TERM


def term_span(term: str) -> tuple[date, date] | None:
    """First and last day of a term; None for what is no term."""
    year, _dash, half = term.partition("-")
    if not (year.isascii() and year.isdigit() and len(year) == 4 and 1990 <= int(year) <= 2100 and half in ("1", "2")):
        return None
    return (date(int(year), 1, 1), date(int(year), 6, 30)) if half == "1" else (date(int(year), 7, 1), date(int(year), 12, 31))


def refresh_state(region: Any, today: date, *, changed: bool = True) -> CatalogueState:
    """Count the catalogue of a region anew.

    Args:
        changed: Whether anything in it has changed, and so gets a new token. Without that, only what the day changes counts.
    """
    row = db.session.execute(select(CatalogueState).where(CatalogueState.region_id == region.id).with_for_update()).scalar_one_or_none()
    if row is None:
        row = CatalogueState(region_id=region.id, token="", facets={})
        db.session.add(row)
    found = _counted(region, today)
    if changed or not row.token or any(getattr(row, name) != value for name, value in found.items()):
        for name, value in found.items():
            setattr(row, name, value)
        row.token = secrets.token_hex(8)
        row.refreshed_at = utcnow()
        if row.event_count > LIVE:
            enqueue(DRAW, region=region)
    db.session.flush()
    return row


def _counted(region: Any, today: date) -> dict[str, Any]:
    infos = (EducationInfo.region_id == region.id) & EducationInfo.is_current.is_(True)
    events = (EducationEvent.region_id == region.id) & EducationEvent.is_current.is_(True)
    forms = db.session.execute(select(EducationInfo.school_form, func.count()).where(infos).group_by(EducationInfo.school_form)).all()
    starts = db.session.execute(select(EducationEvent.start, func.count()).where(events).group_by(EducationEvent.start)).all()
    distance = select(func.count(EducationInfo.id)).where(infos, EducationInfo.has_distance.is_(True))
    return {
        "taxonomy_revision": occupations.taxonomy_revision(),
        "info_count": sum(number for _form, number in forms),
        "event_count": sum(number for _start, number in starts),
        "open_count": db.session.execute(
            select(func.count(func.distinct(EducationEvent.info_id))).where(events, is_open(today))
        ).scalar_one(),
        "facets": {
            "forms": {str(form): number for form, number in forms},
            "terms": _terms(starts),
            "municipalities": _municipalities(events),
            "providers": _providers(events),
            "distance": db.session.execute(distance).scalar_one(),
        },
    }


def is_open(today: date) -> Any:
    """Condition: one can apply to the event now. An event that says no last day counts only if it takes applications at any time."""
    begun = EducationEvent.application_first.is_(None) | (EducationEvent.application_first <= today)
    return begun & (EducationEvent.open_until >= today)


def _terms(starts: Any) -> dict[str, int]:
    counted: Counter[str] = Counter()
    for start, number in starts:
        counted[term_of(start)] += number
    return dict(sorted(counted.items()))


def _municipalities(events: Any) -> dict[str, int]:
    statement = (
        select(EventLocation.municipality_code, func.count(func.distinct(EducationEvent.info_id)))
        .join(EducationEvent, EducationEvent.id == EventLocation.event_id)
        .where(events, EventLocation.municipality_code.is_not(None))
        .group_by(EventLocation.municipality_code)
    )
    return {str(code): number for code, number in db.session.execute(statement)}


def _providers(events: Any) -> list[list[Any]]:
    """The providers with the most events: id, name and number."""
    number = func.count().label("number")
    statement = (
        select(EducationProvider.id, EducationProvider.name, number)
        .join(EducationEvent, EducationEvent.provider_id == EducationProvider.id)
        .where(events)
        .group_by(EducationProvider.id, EducationProvider.name)
        .order_by(number.desc(), EducationProvider.id)
        .limit(MAX_PROVIDERS)
    )
    return [list(row) for row in db.session.execute(statement)]


def is_open_on(event: EducationEvent, today: date) -> bool:
    """The same as `is_open`, for an event at hand."""
    begun = event.application_first is None or event.application_first <= today
    return begun and event.open_until is not None and event.open_until >= today
