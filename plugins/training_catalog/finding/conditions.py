"""A choice as conditions of SQL: for the list as a file, for what has begun, and for what is new to a watch. One truth with the pictures:
a test compares them.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import func, or_, select

from core.search import index
from core.search.stems import query_stems
from plugins.training_catalog.derive import KIND
from plugins.training_catalog.filters import PACES, STARTED, Filters
from plugins.training_catalog.finding.models import Receiving
from plugins.training_catalog.models import EducationEvent, EducationInfo, EducationOccupation, EventLocation
from plugins.training_catalog.state import NO_TERM, is_open, term_span

Info, Event = EducationInfo, EducationEvent


def event_conditions(filters: Filters, today: date) -> list[Any]:
    """All that a choice asks of events."""
    found = when_and_how(filters, today)
    if filters.place:
        found.append(held_in([filters.place]))
    if filters.home:
        found.append(followed_from(filters))
    return found


def held_in(municipalities: Any) -> Any:
    """Condition: the event is held in one of some municipalities."""
    return Event.id.in_(select(EventLocation.event_id).where(EventLocation.municipality_code.in_(municipalities)))


def received_in(municipalities: Any) -> Any:
    """Condition: a learning centre in one of some municipalities receives the event."""
    return Event.id.in_(select(Receiving.event_id).where(Receiving.municipality_code.in_(municipalities), Receiving.event_id.is_not(None)))


def no_travel() -> Any:
    """Condition: given by distance, with no session one must come to."""
    return Event.is_distance.is_(True) & (func.coalesce(Event.mandatory_sessions, 0) == 0)


def followed_from(filters: Filters) -> Any:
    """Condition: held or received within the travel limit of home, or by distance without sessions (or with, if travel is accepted)."""
    near = sorted(filters.near)
    return or_(held_in(near), received_in(near), Event.is_distance.is_(True) if filters.travel else no_travel())


def when_and_how(filters: Filters, today: date) -> list[Any]:
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
    if filters.sessions:
        found.append(Event.is_distance.is_(True) & (func.coalesce(Event.mandatory_sessions, 0) <= int(filters.sessions)))
    if filters.open:
        found.append(is_open(today))
    if filters.provider:
        found.append(Event.provider_id == filters.provider)
    if filters.pace:
        found.append(or_(*(_in_step(step) for step in filters.pace)))
    if filters.language:
        whole = "," + Event.languages + ","
        found.append(or_(*(whole.contains(f",{code},", autoescape=True) for code in filters.language)))
    return found


def _in_step(step: str) -> Any:
    above = PACES[PACES.index(step) - 1] if step != PACES[0] else "0"
    return (Event.pace > int(above)) & ((Event.pace <= int(step)) if step != PACES[-1] else Event.pace.is_not(None))


def info_conditions(filters: Filters) -> list[Any]:
    """What a choice asks of educations themselves, words apart."""
    found: list[Any] = []
    if filters.form:
        found.append(Info.school_form.in_(filters.form))
    if filters.level:
        found.append(Info.level.in_(filters.level))
    if filters.subject:
        found.append(Info.field.in_(filters.subject))
    if filters.unit:
        found += [Info.credits_unit == filters.unit, Info.credits > 0]
    if filters.credits_from:
        found.append(Info.credits >= filters.credits_from)
    if filters.credits_to:
        found.append(Info.credits <= filters.credits_to)
    if filters.group:
        found.append(leading_to((filters.group,)))
    return found


def leading_to(groups: Any) -> Any:
    """Condition: the education leads to one of some occupation groups."""
    return Info.id.in_(select(EducationOccupation.info_id).where(EducationOccupation.group_code.in_(groups)))


def word_condition(filters: Filters, groups: Any = ()) -> Any:
    """What a choice's words ask of educations: every word found, or leading to an occupation that the words name."""
    by_title = Info.title.icontains(filters.q, autoescape=True)
    found = Info.id.in_(index.matching(KIND, filters.q)) if query_stems(filters.q) else by_title
    return or_(found, leading_to(groups)) if groups else found
