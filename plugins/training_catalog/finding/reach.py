"""How an education can be followed from home, in words: the best way among the occasions that were chosen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from core.db import db
from core.geo.distance import distance_km
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.i18n import ngettext
from core.web.format import format_number
from plugins.training_catalog.filters import Filters
from plugins.training_catalog.finding.conditions import when_and_how
from plugins.training_catalog.finding.models import Receiving
from plugins.training_catalog.models import EducationEvent, EventLocation
from plugins.training_catalog.places import known_code

Event = EducationEvent
Held = dict[int, list[tuple[float, str]]]
_FAR = float("inf")


def ways(ids: Sequence[int], filters: Filters, today: date) -> dict[int, str]:
    """Per education, how it can be followed from home. Three questions to the database, however many educations."""
    if not filters.home or not ids:
        return {}
    # Not sorted by the database: SQLite would walk the index that is sorted so, through all occasions.
    statement = select(Event.id, Event.info_id, Event.is_distance, Event.mandatory_sessions)
    events = db.session.execute(statement.where(Event.info_id.in_(ids), *when_and_how(filters, today))).all()
    numbers = [row.id for row in events]
    held, received = _held(numbers, filters), _received(numbers, filters)
    best: dict[int, tuple[int, float, str]] = {}
    for row in events:
        way = _way(row, held, received, filters)
        if way is None:
            continue
        if row.info_id not in best or way < best[row.info_id]:
            best[row.info_id] = way
    return {identity: words for identity, (_rank, _km, words) in best.items()}


def _held(numbers: Sequence[int], filters: Filters) -> Held:
    """By occasion: kilometres from home and code of each municipality where it is held, the nearest first."""
    found: Held = defaultdict(list)
    statement = select(EventLocation.event_id, EventLocation.municipality_code).where(EventLocation.event_id.in_(numbers))
    for event_id, code in db.session.execute(statement):
        if code and known_code(code):
            found[event_id].append((distance_km(filters.home, code), code))
    for places in found.values():
        places.sort()
    return found


def _received(numbers: Sequence[int], filters: Filters) -> dict[int, tuple[float, str]]:
    """By occasion: kilometres from home and name of the nearest centre that receives it."""
    found: dict[int, tuple[float, str]] = {}
    statement = select(Receiving.event_id, Receiving.municipality_code, Receiving.centre).where(Receiving.event_id.in_(numbers))
    for event_id, code, centre in db.session.execute(statement):
        km = distance_km(filters.home, code) if known_code(code) else _FAR
        if km <= filters.limit_km and event_id is not None:
            found[event_id] = min(found.get(event_id, (_FAR, "")), (km, centre))
    return found


def _way(row: Any, held: Held, received: dict[int, tuple[float, str]], filters: Filters) -> tuple[int, float, str] | None:
    """One occasion's way: a rank, kilometres, and words. At home first, then at a centre, then held near, then with travel.

    None when it cannot be followed from home.
    """
    places = held.get(row.id, [])
    km, code = places[0] if places else (_FAR, "")
    if row.is_distance and row.mandatory_sessions == 0:
        return 0, 0.0, _("Hemifrån på distans, inga träffar på plats")
    if row.is_distance and row.mandatory_sessions is None and km > filters.limit_km and row.id not in received:
        return 2, 0.0, _("Hemifrån på distans. Hur många träffar det är på plats framgår inte.")
    if row.id in received:
        centre_km, centre = received[row.id]
        return 1, centre_km, _("Kan följas på %(centre)s, %(far)s", centre=centre, far=_far(centre_km))
    if row.is_distance and row.mandatory_sessions:
        number = ngettext("%(num)s träff på plats", "%(num)s träffar på plats", row.mandatory_sessions)
        if km > filters.limit_km and not filters.travel:
            return None
        if not code:
            return 5, _FAR, _("Distans med %(number)s, orten framgår inte", number=number)
        words = _("Distans med %(number)s i %(place)s, %(far)s", number=number, place=name_of(code), far=_far(km))
        return (3 if km <= filters.limit_km else 4), km, words
    if km > filters.limit_km:
        return None
    return 3, km, _("På plats i %(place)s, %(far)s", place=name_of(code), far=_far(km))


def _far(km: float) -> str:
    return _("i din kommun") if km == 0 else _("%(km)s km bort", km=format_number(km, 0))
