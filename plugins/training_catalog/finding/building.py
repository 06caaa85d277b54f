"""Making the picture that is searched from the tables, keeping it, and having the right one at hand.

A small catalogue is drawn anew in the moment it is asked for. A large one is drawn by a job after each change, and stored; until it is
done, the filters count in the one before. The list's rows always come from the tables.
"""

from __future__ import annotations

import secrets
from array import array
from collections import Counter, OrderedDict
from datetime import date
from threading import Lock
from typing import Any

from flask import current_app
from sqlalchemy import select

from core.db import db
from plugins.training_catalog.finding.block import Block, lay, pack, unpack
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


class _Drawing:
    """Masks while they are made."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.masks: dict[str, dict[str, bytearray]] = {}

    def mark(self, dimension: str, value: str, bit: int) -> None:
        values = self.masks.setdefault(dimension, {})
        mask = values.get(value)
        if mask is None:
            mask = values[value] = bytearray(self.size)
        mask[bit >> 3] |= 1 << (bit & 7)

    def done(self) -> dict[str, dict[str, int]]:
        return {
            dimension: {value: int.from_bytes(mask, "little") for value, mask in sorted(values.items())}
            for dimension, values in self.masks.items()
        }


def draw(region_id: int, today: date) -> Block:
    """The picture of one region as its tables stand."""
    columns = (
        Event.id, Event.info_id, Event.start, Event.open_until, Event.application_first, Event.pace, Event.languages, Event.is_distance,
        Event.mandatory_sessions, Event.provider_id,
    )  # fmt: skip
    infos = {
        row.id: row
        for row in db.session.execute(
            select(Info.id, Info.school_form, Info.level, Info.field, Info.credits, Info.credits_unit)
            .where(Info.region_id == region_id, Info.is_current.is_(True))
            .order_by(Info.sort_key, Info.id)
        )
    }
    statement = select(*columns).where(Event.region_id == region_id, Event.is_current.is_(True))
    rows = [row for row in db.session.execute(statement) if row.info_id in infos]
    order, sizes = lay(Counter(row.info_id for row in rows))
    by_title = {identity: number for number, identity in enumerate(infos)}
    place = {identity: number for number, identity in enumerate(order)}
    block = Block(
        array("i", order),
        sizes,
        array("i", bytes(4 * len(rows))),
        array("i", bytes(4 * len(rows))),
        array("i", [by_title[identity] for identity in order]),
        array("d", [infos[identity].credits or 0.0 for identity in order]),
        array("i", bytes(4 * len(rows))),
    )
    drawing = _Drawing(block.bytes)
    firsts = [sum(sizes[:depth]) for depth in range(len(sizes))]
    depths: Counter[int] = Counter()
    bits: dict[int, int] = {}
    known = {identity for identity, _number in Counter(row.provider_id for row in rows).most_common(MAX_PROVIDERS)}
    for row in rows:
        depth = depths[row.info_id]
        depths[row.info_id] = depth + 1
        number = place[row.info_id]
        index = firsts[depth] + number
        if row.start:
            block.starts[index] = row.start.toordinal()
        if row.open_until:
            block.lasts[index] = row.open_until.toordinal()
        block.providers[index] = row.provider_id or 0
        bits[row.id] = bit = 8 * block.offsets[depth] + number
        _mark(drawing, row, bit, today, known)
    for event_id, code in db.session.execute(
        select(EventLocation.event_id, EventLocation.municipality_code)
        .join(Event, Event.id == EventLocation.event_id)
        .where(EventLocation.region_id == region_id, Event.is_current.is_(True), EventLocation.municipality_code.is_not(None))
    ):
        if event_id in bits:
            drawing.mark("place", str(code), bits[event_id])
    received = select(Receiving.event_id, Receiving.municipality_code).where(
        Receiving.region_id == region_id, Receiving.event_id.is_not(None)
    )
    for event_id, code in db.session.execute(received):
        if event_id in bits:
            drawing.mark("received", code, bits[event_id])
    block.events = drawing.done()
    about = _Drawing((len(order) + 7) // 8)
    for number, identity in enumerate(order):
        info = infos[identity]
        for dimension, value in (
            ("form", info.school_form), ("level", info.level), ("subject", info.field), ("unit", info.credits_unit if info.credits else ""),
        ):  # fmt: skip
            if value:
                about.mark(dimension, value, number)
    block.infos = about.done()
    return block


def _mark(drawing: _Drawing, row: Any, bit: int, today: date, known: set[int | None]) -> None:
    mark = drawing.mark
    mark("start", term_of(row.start), bit)
    if row.open_until and row.open_until >= today and (row.application_first is None or row.application_first <= today):
        mark("open", "1", bit)
    if step := pace_step(row.pace):
        mark("pace", step, bit)
    for code in row.languages.split(",") if row.languages else ():
        mark("language", code, bit)
    if row.is_distance:
        mark("distance", "only", bit)
        for most in MAX_SESSIONS:
            if (row.mandatory_sessions or 0) <= most:
                mark("sessions", str(most), bit)
    else:
        mark("distance", "on-site", bit)
    if row.provider_id in known:
        mark("provider", str(row.provider_id), bit)


def rebuild(region_id: int, today: date) -> None:
    """Draw a region's picture and store it. The catalogue gets a new token, so that no process keeps what it counted before."""
    statement = select(CatalogueState).where(CatalogueState.region_id == region_id).with_for_update()
    state = db.session.execute(statement).scalar_one_or_none()
    if state is None or not state.token:
        return
    found = db.session.execute(select(SearchBlock).where(SearchBlock.region_id == region_id)).scalar_one_or_none()
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
