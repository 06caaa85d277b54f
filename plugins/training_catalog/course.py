"""Reads for one education: its occasions, who gives them and where, and what it leads to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case, func, select

from core.db import db, get
from core.geo.queries import name_of
from core.i18n import language
from core.taxonomy.models import OccupationGroup
from plugins.training_catalog import occupations
from plugins.training_catalog.models import EducationEvent, EducationInfo, EducationOccupation, EducationProvider, EventLocation

MAX_EVENTS = 100
MAX_PAST = 20


@dataclass(frozen=True)
class Where:
    """A place of an event. `inferred` says that the municipality was worked out, not given."""

    name: str
    municipality: str
    address: str
    inferred: bool


@dataclass(frozen=True)
class Occasion:
    """An event with its provider and places."""

    event: Any
    provider_id: int | None
    provider: str
    places: tuple[Where, ...]


@dataclass(frozen=True)
class Leads:
    """An occupation group the education leads to, and why we think so."""

    code: str
    name: str
    reason: str


@dataclass(frozen=True)
class Course:
    """An education as its page shows it.

    Args:
        occasions: Those to come, soonest first; at most a hundred.
        past: The latest that have begun or been cancelled.
        current: How many are to come in all.
    """

    info: EducationInfo
    occasions: list[Occasion]
    past: list[Occasion]
    current: int
    leads: list[Leads]
    providers: list[EducationProvider]

    @property
    def title(self) -> str:
        """The title in the reader's language, where the source gives it."""
        return (language() == "en" and self.info.title_en) or self.info.title

    @property
    def description(self) -> str:
        """The description in the reader's language, where the source gives it."""
        return (language() == "en" and self.info.description_en) or self.info.description

    @property
    def inferred(self) -> bool:
        """Whether any shown place was worked out rather than given."""
        return any(place.inferred for occasion in (*self.occasions, *self.past) for place in occasion.places)


def course(info_id: int) -> Course:
    """An education that may be read here.

    Raises:
        NotFound: when there is none, or it is another region's.
    """
    info = get(EducationInfo, info_id)
    to_come = _events(info_id, current=True)
    past = _events(info_id, current=False)
    providers = _providers((*to_come, *past))
    whole = _occasions((*to_come, *past), providers)
    return Course(
        info=info,
        occasions=whole[: len(to_come)],
        past=whole[len(to_come) :],
        current=info.event_count,
        leads=_leads(info_id),
        providers=sorted(providers.values(), key=lambda provider: provider.sort_key),
    )


def occasions(events: Sequence[EducationEvent]) -> list[Occasion]:
    """Events with their providers and places."""
    return _occasions(events, _providers(events))


def _occasions(events: Sequence[EducationEvent], providers: Mapping[int, EducationProvider]) -> list[Occasion]:
    places = _places([event.id for event in events])

    def occasion(event: EducationEvent) -> Occasion:
        provider = providers.get(event.provider_id or 0)
        return Occasion(event, event.provider_id, provider.name if provider else "", tuple(places.get(event.id, ())))

    return [occasion(event) for event in events]


def _providers(events: Sequence[EducationEvent]) -> dict[int, EducationProvider]:
    wanted = {event.provider_id for event in events if event.provider_id}
    found = db.session.execute(select(EducationProvider).where(EducationProvider.id.in_(wanted))).scalars()
    return {provider.id: provider for provider in found}


def _events(info_id: int, *, current: bool) -> list[EducationEvent]:
    statement = select(EducationEvent).where(
        EducationEvent.info_id == info_id, EducationEvent.is_current.is_(current), EducationEvent.removed_at.is_(None)
    )
    statement = statement.where(EducationEvent.folded_into_id.is_(None))
    if current:
        statement = statement.order_by(case((EducationEvent.start.is_(None), 1), else_=0), EducationEvent.start, EducationEvent.id).limit(
            MAX_EVENTS
        )
    else:
        statement = statement.order_by(func.coalesce(EducationEvent.start, date.min).desc(), EducationEvent.id).limit(MAX_PAST)
    return list(db.session.execute(statement).scalars())


def _places(event_ids: list[int]) -> dict[int, list[Where]]:
    found: defaultdict[int, list[Where]] = defaultdict(list)
    if not event_ids:
        return found
    statement = select(EventLocation).where(EventLocation.event_id.in_(event_ids)).order_by(EventLocation.event_id, EventLocation.id)
    for row in db.session.execute(statement).scalars():
        municipality = name_of(row.municipality_code) if row.municipality_code else ""
        name = row.town or row.study_location or municipality
        address = ", ".join(part for part in (row.study_location if row.study_location != name else "", row.street_address) if part)
        found[row.event_id].append(
            Where(name, municipality if municipality.casefold() != name.casefold() else "", address, bool(row.inferred_from))
        )
    return found


def _leads(info_id: int) -> list[Leads]:
    statement = (
        select(EducationOccupation.group_code, OccupationGroup.name, EducationOccupation.rule, EducationOccupation.term)
        .join(OccupationGroup, OccupationGroup.code == EducationOccupation.group_code)
        .where(EducationOccupation.info_id == info_id)
        .order_by(EducationOccupation.id)
    )
    return [Leads(code, name, occupations.reason(rule, term)) for code, name, rule, term in db.session.execute(statement)]
