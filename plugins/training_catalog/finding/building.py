"""Making the picture that is searched from the tables, keeping it, and having the right one at hand.

A small catalogue is drawn anew in the moment it is asked for. A large one is drawn by a job after each change, and stored; until it is
done, the filters count in the one before. The list's rows always come from the tables.
"""

from __future__ import annotations

import secrets
from array import array
from bisect import bisect_left
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from threading import Lock
from typing import Any

from flask import current_app
from sqlalchemy import select

from core.db import db
from plugins.training_catalog.finding.block import FAR, Block, Layers, either, lay, mask_of, pack, unpack
from plugins.training_catalog.finding.models import Receiving, SearchBlock
from plugins.training_catalog.models import CatalogueState, EducationEvent, EducationInfo, EventLocation
from plugins.training_catalog.state import LIVE, term_of

MAX_PROVIDERS = 100
KEY = "training_catalog_blocks"
KEPT = 40
PACES = (25, 50, 75, 100)
MAX_SESSIONS = (0, 2, 5, 10)

Event, Info = EducationEvent, EducationInfo


def pace_step(pace: float | None) -> str:
    """The step of pace that a per cent figure belongs to; empty for none."""
    return str(next((step for step in PACES if pace <= step), PACES[-1])) if pace else ""


def draw(region_id: int, today: date) -> Block:
    """The picture of one region as its tables stand.

    Occasions that say the same are put down together: there are many occasions, but few ways for them to differ.
    """
    infos = {row.id: row for row in db.session.execute(_infos(region_id))}
    rows = [row for row in db.session.execute(_events(region_id)).all() if row[1] in infos]
    order, sizes = lay(Counter(row[1] for row in rows))
    by_title = {identity: number for number, identity in enumerate(infos)}
    place = {identity: number for number, identity in enumerate(order)}
    block = Block(
        array("i", order),
        sizes,
        array("i", [FAR]) * len(rows),
        array("i", [FAR]) * len(rows),
        array("i", [by_title[identity] for identity in order]),
        array("d", [infos[identity].credits or 0.0 for identity in order]),
        array("i", [0]) * len(rows),
    )
    day = today.toordinal()
    depths: dict[int, int] = dict.fromkeys(order, 0)
    index_of: dict[int, int] = {}
    alike: defaultdict[tuple[Any, ...], list[int]] = defaultdict(list)
    of_provider: defaultdict[int, list[int]] = defaultdict(list)
    terms: dict[date | None, str] = {}
    rows.sort(key=lambda row: row[2].toordinal() if row[2] and row[2] >= today else FAR)
    for event_id, info_id, start, last, first, pace, languages, is_distance, sessions, provider_id in rows:
        depth = depths[info_id]
        depths[info_id] = depth + 1
        index_of[event_id] = index = block.firsts[depth] + place[info_id]
        if start and start >= today:
            block.starts[index] = start.toordinal()
        is_open = False
        if last and (until := last.toordinal()) >= day:
            block.lasts[index] = until
            is_open = first is None or first <= today
        if start not in terms:
            terms[start] = term_of(start)
        block.providers[index] = provider_id or 0
        of_provider[provider_id or 0].append(index)
        alike[terms[start], is_open, pace, languages, is_distance, (sessions or 0) if is_distance else -1].append(index)
    drawing = _Drawing(block)
    for (term, is_open, pace, languages, is_distance, sessions), indexes in alike.items():
        drawing.mark(_values(term, is_open, pace, languages, is_distance, sessions), indexes)
    for provider_id, indexes in sorted(of_provider.items(), key=lambda pair: (-len(pair[1]), pair[0]))[:MAX_PROVIDERS]:
        drawing.mark([("provider", str(provider_id))], indexes)
    for dimension, statement in (("place", _places(region_id)), ("received", _received(region_id))):
        where: defaultdict[str, list[int]] = defaultdict(list)
        for event_id, code in db.session.execute(statement):
            if event_id in index_of:
                where[code].append(index_of[event_id])
        for code, indexes in where.items():
            drawing.mark([(dimension, code)], indexes)
    block.events = drawing.done()
    block.infos = _about(order, infos)
    return block


def _infos(region_id: int) -> Any:
    columns = (Info.id, Info.school_form, Info.level, Info.field, Info.credits, Info.credits_unit)
    return select(*columns).where(Info.region_id == region_id, Info.is_current.is_(True)).order_by(Info.sort_key, Info.id)


def _events(region_id: int) -> Any:
    columns = (
        Event.id, Event.info_id, Event.start, Event.open_until, Event.application_first, Event.pace, Event.languages, Event.is_distance,
        Event.mandatory_sessions, Event.provider_id,
    )  # fmt: skip
    return select(*columns).where(Event.region_id == region_id, Event.is_current.is_(True))


def _places(region_id: int) -> Any:
    held = select(EventLocation.event_id, EventLocation.municipality_code)
    return held.where(EventLocation.region_id == region_id, EventLocation.municipality_code.is_not(None))


def _received(region_id: int) -> Any:
    received = select(Receiving.event_id, Receiving.municipality_code)
    return received.where(Receiving.region_id == region_id, Receiving.event_id.is_not(None))


def _values(term: str, is_open: bool, pace: float | None, languages: str, is_distance: bool, sessions: int) -> list[tuple[str, str]]:
    """What an occasion of this kind is chosen by: dimensions and values."""
    found = [("start", term), ("distance", "only" if is_distance else "on-site")]
    if is_open:
        found.append(("open", "1"))
    if step := pace_step(pace):
        found.append(("pace", step))
    found += [("language", code) for code in languages.split(",") if code]
    if is_distance:
        found += [("sessions", str(most)) for most in MAX_SESSIONS if sessions <= most]
    return found


def _about(order: list[int], infos: Mapping[int, Any]) -> dict[str, dict[str, int]]:
    """Educations by what they themselves say."""
    numbers: defaultdict[str, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, identity in enumerate(order):
        info = infos[identity]
        unit = info.credits_unit if info.credits else ""
        for dimension, value in (("form", info.school_form), ("level", info.level), ("subject", info.field), ("unit", unit)):
            if value:
                numbers[dimension][value].append(number)
    return {
        dimension: {value: mask_of(some, len(order)) for value, some in sorted(values.items())} for dimension, values in numbers.items()
    }


class _Drawing:
    """Masks of occasions while they are made."""

    def __init__(self, block: Block) -> None:
        self.firsts, self.sizes = block.firsts, block.sizes
        self.masks: dict[str, dict[str, Layers]] = {}

    def mark(self, values: Iterable[tuple[str, str]], indexes: list[int]) -> None:
        """Give some occasions some values."""
        layers = self._layers(sorted(indexes))
        for dimension, value in values:
            known = self.masks.setdefault(dimension, {})
            known[value] = either(known.get(value, ()), layers)

    def _layers(self, indexes: list[int]) -> list[int]:
        found = []
        for first, size in zip(self.firsts, self.sizes, strict=True):
            some = indexes[bisect_left(indexes, first) : bisect_left(indexes, first + size)]
            found.append(mask_of([index - first for index in some], (some[-1] - first + 1) if some else 0))
        while found and not found[-1]:
            found.pop()
        return found

    def done(self) -> dict[str, dict[str, Layers]]:
        return {dimension: dict(sorted(values.items())) for dimension, values in self.masks.items()}


def rebuild(region_id: int, today: date) -> None:
    """Draw a region's picture and store it, unless that has been done since it changed.

    The catalogue gets a new token, so that no process keeps what it counted before.
    """
    statement = select(CatalogueState).where(CatalogueState.region_id == region_id).with_for_update()
    state = db.session.execute(statement).scalar_one_or_none()
    if state is None or not state.token:
        return
    found = db.session.execute(select(SearchBlock).where(SearchBlock.region_id == region_id)).scalar_one_or_none()
    if found is not None and (found.token, found.day) == (state.token, today):
        return
    data = pack(draw(region_id, today))
    if found is None:
        found = SearchBlock(region_id=region_id)
        db.session.add(found)
    state.token = secrets.token_hex(8)
    found.token, found.day, found.data = state.token, today, data
    db.session.flush()


def blocks(today: date) -> list[Block]:
    """The pictures of the regions that may be read, as new as they can be had at once."""
    statement = select(CatalogueState.region_id, CatalogueState.token, CatalogueState.event_count).order_by(CatalogueState.region_id)
    return [_block(*row, today) for row in db.session.execute(statement).all()]


def _block(region_id: int, token: str, events: int, today: date) -> Block:
    held = _held((region_id, token, today))
    if held is not None:
        return held
    if events > LIVE:
        kept = db.session.execute(select(SearchBlock.token, SearchBlock.day).where(SearchBlock.region_id == region_id)).one_or_none()
        if kept is not None:
            held = _held((region_id, kept.token, kept.day))
            if held is None:
                data = db.session.execute(select(SearchBlock.data).where(SearchBlock.region_id == region_id)).scalar_one()
                held = unpack(data)
            if held is not None:
                return _hold((region_id, kept.token, kept.day), held)
    return _hold((region_id, token, today), draw(region_id, today))


def _store() -> tuple[OrderedDict[Any, Block], Lock]:
    found: tuple[OrderedDict[Any, Block], Lock] = current_app.extensions.setdefault(KEY, (OrderedDict(), Lock()))
    return found


def _held(key: tuple[int, str, date]) -> Block | None:
    store, lock = _store()
    with lock:
        return store.get(key) if key[1] else None


def _hold(key: tuple[int, str, date], block: Block) -> Block:
    """Keep a picture, in the place of the region's earlier one."""
    store, lock = _store()
    with lock:
        for old in [old for old in store if old[0] == key[0] and old != key]:
            del store[old]
        store[key] = block
        while len(store) > KEPT:
            store.popitem(last=False)
    return block
