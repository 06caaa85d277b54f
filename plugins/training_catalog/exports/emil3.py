"""The whole catalogue as EMIL 3 documents, in an order that does not depend on when they came.

All of it is read in one moment, so that an import that is written meanwhile is in it whole or not at all.
Identifiers are those of the sources. Where two sources use the same one, both get the number of their source before it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, tuple_

from core.db import db, read_one_moment
from core.records.people import protected_addresses
from plugins.training_catalog.emil3.writing import KEPT, RECORDS, document_of
from plugins.training_catalog.models import EducationEvent, EducationInfo, EducationProvider, EventLocation
from plugins.training_catalog.records import MAX_IDENTIFIER, Place
from plugins.training_catalog.scope import catalogue_scope

if TYPE_CHECKING:
    from core.regions.models import Region

BATCH = 500
LISTS: tuple[tuple[str, str, Any], ...] = (
    ("educationProviders", "provider", EducationProvider),
    ("educationInfos", "info", EducationInfo),
    ("educationEvents", "event", EducationEvent),
)
Twice = dict[str, frozenset[str]]


def text(region: Region) -> Iterator[str]:
    """The documents as JSON, piece by piece: an object with a list of each kind."""
    read_one_moment()
    with catalogue_scope(region):
        twice = _used_twice()
    yield "{"
    for number, (name, kind, model) in enumerate(LISTS):
        yield f'{"," if number else ""}\n"{name}": ['
        first = True
        for document in _documents(region, kind, model, twice):
            yield ("\n" if first else ",\n") + json.dumps(document, ensure_ascii=False, separators=(",", ":"))
            first = False
        yield "\n]"
    yield "\n}\n"


def _documents(region: Region, kind: str, model: Any, twice: Twice) -> Iterator[dict[str, Any]]:
    """Some hundred at a time, each time from where the last ended, so that memory does not grow with the catalogue."""
    place = (model.identifier_key, model.source_id)
    wanted = select(model).where(model.removed_at.is_(None)).order_by(*place).limit(BATCH)
    more = wanted
    while True:
        with catalogue_scope(region):
            rows = list(db.session.execute(more).scalars())
            records = _records(kind, rows, twice)
        for record in records:
            yield document_of(kind, record)
        if len(rows) < BATCH:
            return
        more = wanted.where(tuple_(*place) > tuple_(rows[-1].identifier_key, rows[-1].source_id))


def _used_twice() -> Twice:
    """By kind, the keys that several sources use."""
    return {
        kind: frozenset(
            db.session.execute(
                select(model.identifier_key).where(model.removed_at.is_(None)).group_by(model.identifier_key).having(func.count() > 1)
            ).scalars()
        )
        for _name, kind, model in LISTS
    }


def _records(kind: str, rows: list[Any], twice: Twice) -> list[Any]:
    around: dict[str, Any] = {}
    if kind == "event":
        around["infos"] = _identifiers(EducationInfo, {row.info_id for row in rows})
        around["providers"] = _identifiers(EducationProvider, {row.provider_id for row in rows})
        around["places"] = _places([row.id for row in rows])
    else:
        around["hidden"] = protected_addresses(row.email for row in rows) if kind == "provider" else frozenset()
    return [_record(kind, row, twice, **around) for row in rows]


def _record(
    kind: str,
    row: Any,
    twice: Twice,
    *,
    hidden: Collection[str] = (),
    infos: dict[int, str] | None = None,
    providers: dict[int, str] | None = None,
    places: dict[int, list[Place]] | None = None,
) -> Any:
    model = RECORDS[kind]
    values = {field.name: getattr(row, field.name) for field in fields(model) if field.name in row.__table__.columns}
    values["extra"] = dict(row.extra)
    values["identifier"] = _apart(row.identifier, row.identifier_key, row.source_id, twice[kind])
    if kind == "event":
        education = (infos or {}).get(row.info_id, row.education_key)
        provider = (providers or {}).get(row.provider_id, row.provider_key)
        values["education"] = _apart(education, row.education_key, row.source_id, twice["info"])
        values["provider"] = _apart(provider, row.provider_key, row.source_id, twice["provider"])
        values["languages"] = [code for code in row.languages.split(",") if code]
        values["locations"] = (places or {}).get(row.id, [])
    if kind == "provider" and row.email.lower() in hidden:  # of a person who is protected: neither address nor number
        values["email"] = values["phone"] = ""
        kept = {name: value for name, value in row.extra.get(KEPT, {}).items() if name not in ("emailAddresses", "phones")}
        values["extra"][KEPT] = kept
    return model(**values)


def _apart(identifier: str, key: str, source_id: int, twice: Collection[str]) -> str:
    return f"{source_id}:{identifier}"[:MAX_IDENTIFIER] if key in twice else identifier


def _identifiers(model: Any, ids: Iterable[int | None]) -> dict[int, str]:
    wanted = sorted(one for one in ids if one)
    rows = db.session.execute(select(model.id, model.identifier).where(model.id.in_(wanted), model.removed_at.is_(None)))
    return {row.id: row.identifier for row in rows}


def _places(event_ids: list[int]) -> dict[int, list[Place]]:
    """The places as the source gave them: one that is shown at another event (see `repeats`) goes back to its own."""
    found: defaultdict[int, list[Place]] = defaultdict(list)
    own = EventLocation.origin_id.is_(None) & EventLocation.event_id.in_(event_ids)
    statement = select(EventLocation).where(own | EventLocation.origin_id.in_(event_ids)).order_by(EventLocation.id)
    for row in db.session.execute(statement).scalars():
        found[row.origin_id or row.event_id].append(Place(**{field.name: getattr(row, field.name) for field in fields(Place)}))
    return found
