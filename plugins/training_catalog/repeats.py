"""The same occasion given once per municipality is shown as one with several places.

Some sources repeat an event for each municipality that may take part in it: another identifier and another place, and everything
else the same. The rows stay as the source gave them, so that what it changes or takes away finds its own row. What is folded is
marked (`folded_into_id`), is not current, and lends its places to the event it repeats, so that a filter on the municipality finds it.

Only what loses nothing for a visitor is folded: provider, dates, pace, distance, how and where to apply, all must be the same, and
the two must not share a municipality: then they are two groups, not one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select, update

from core.db import db
from plugins.training_catalog.models import EducationEvent, EventLocation

# What two events must have in common, beside what `derive` reads of them anyway.
COLUMNS = (
    EducationEvent.url, EducationEvent.time_of_study, EducationEvent.languages, EducationEvent.mandatory_sessions,
    EducationEvent.optional_sessions, EducationEvent.places, EducationEvent.application_first, EducationEvent.application_url,
    EducationEvent.application_code,
)  # fmt: skip
_READ = (
    "provider_id",
    "is_cancelled",
    "condition",
    "application_continuous",
    "start",
    "end",
    "application_last",
    "is_distance",
    "pace",
    "title",
)
_SAME = (*_READ, *(column.key for column in COLUMNS))


def fold(events: Mapping[int, Sequence[Any]]) -> dict[int, int]:
    """Fold what repeats within each education. Writes what has changed; returns the folded events and what each repeats."""
    groups = _alike(events)
    known = {event.id: event.folded_into_id for its in events.values() for event in its if event.folded_into_id is not None}
    if not groups and not known:
        return {}
    wanted = _folded(groups)
    for event_id in known.keys() | wanted.keys():
        main = wanted.get(event_id)
        if known.get(event_id) != main:
            _point(event_id, main)
    return wanted


def _alike(events: Mapping[int, Sequence[Any]]) -> list[list[int]]:
    """Events of one education that say the same, in the order they came. Those without a start or a provider stand by themselves."""
    found: defaultdict[tuple[Any, ...], list[int]] = defaultdict(list)
    for info_id, its in events.items():
        if len(its) < 2:
            continue
        for event in its:
            if event.start is not None and event.provider_id is not None and event.removed_at is None:
                found[(info_id, *(getattr(event, name) for name in _SAME))].append(event.id)
    return [sorted(ids) for ids in found.values() if len(ids) > 1]


def _folded(groups: Sequence[Sequence[int]]) -> dict[int, int]:
    own = _municipalities([event_id for group in groups for event_id in group])
    folded = {}
    for group in groups:
        mains: list[tuple[int, set[str]]] = []
        for event_id in group:
            here = own[event_id]
            # Without a known municipality nothing shows that the place is another one.
            main = next((entry for entry in mains if here and entry[1] and not here & entry[1]), None)
            if main is None:
                mains.append((event_id, set(here)))
            else:
                main[1].update(here)
                folded[event_id] = main[0]
    return folded


def _municipalities(event_ids: Sequence[int]) -> defaultdict[int, set[str]]:
    """Where the source itself places each event."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    for start in range(0, len(event_ids), 500):
        some = event_ids[start : start + 500]
        statement = select(EventLocation.event_id, EventLocation.origin_id, EventLocation.municipality_code).where(
            EventLocation.municipality_code.is_not(None),
            EventLocation.origin_id.in_(some) | (EventLocation.origin_id.is_(None) & EventLocation.event_id.in_(some)),
        )
        for event_id, origin_id, code in db.session.execute(statement):
            found[origin_id or event_id].add(str(code))
    return found


def _point(event_id: int, main: int | None) -> None:
    """Fold an event into another, or let it stand by itself again."""
    marked = update(EducationEvent).where(EducationEvent.id == event_id).values(folded_into_id=main)
    db.session.execute(marked.execution_options(synchronize_session=False))
    own = (EventLocation.origin_id == event_id) | (EventLocation.origin_id.is_(None) & (EventLocation.event_id == event_id))
    values = {"event_id": main, "origin_id": event_id} if main is not None else {"event_id": event_id, "origin_id": None}
    db.session.execute(update(EventLocation).where(own).values(**values).execution_options(synchronize_session=False))
