"""Records into tables: new ones are added, different ones changed, the rest left alone. Nothing here commits.

A record whose digest is the stored one costs one line of one query. Whatever is added or changed marks its education stale.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import delete, select, update

from core.db import db, insert_many, sort_key, utcnow
from plugins.training_catalog.codes import level_of
from plugins.training_catalog.dates import NO_DATE
from plugins.training_catalog.models import EducationEvent, EducationInfo, EducationProvider, EventLocation, Source
from plugins.training_catalog.records import EventRecord, InfoRecord, ProviderRecord, Record, Removal, key_of
from plugins.training_catalog.upkeep.cancellations import follow

BATCH = 500
Model = type[EducationProvider] | type[EducationInfo] | type[EducationEvent]
MODELS: dict[str, Model] = {"provider": EducationProvider, "info": EducationInfo, "event": EducationEvent}


@dataclass
class Counts:
    """What a write did."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0


def write(source: Source, records: Sequence[Record]) -> Counts:
    """Write some records of one source. Providers and educations must come before the events that refer to them, where they can."""
    counts = Counts()
    for kind, wanted in ((ProviderRecord, _provider), (InfoRecord, _info), (EventRecord, _event)):
        some = [record for record in records if isinstance(record, kind)]
        if some:
            wanted(source, some, counts)
    return counts


def _provider(source: Source, records: Sequence[Any], counts: Counts) -> None:
    def values(record: ProviderRecord) -> dict[str, Any]:
        kept = ("name", "description", "url", "orgnr", "email", "phone", "body", "municipality_code", "inferred_from")
        return {**_common(record), **{name: getattr(record, name) for name in kept}, "sort_key": sort_key(record.name)}

    changed, _fresh = _upsert(source, EducationProvider, records, values, counts)
    for ids in _batches([row.id for row in changed]):
        shown = select(EducationEvent.info_id).where(EducationEvent.provider_id.in_(ids), EducationEvent.info_id.is_not(None))
        _mark_stale(EducationInfo.id.in_(shown))


def _info(source: Source, records: Sequence[Any], counts: Counts) -> None:
    kept = (
        "code", "title", "title_en", "description", "description_en", "url", "school_form", "configuration", "subjects",
        "qualification_level", "is_vocational", "result_is_degree", "degree", "credits", "credits_unit", "extent", "eligibility",
        "prior_knowledge",
    )  # fmt: skip

    def values(record: InfoRecord) -> dict[str, Any]:
        return {
            **_common(record),
            **{name: getattr(record, name) for name in kept},
            "sort_key": sort_key(record.title),
            "level": level_of(record.school_form),
            "is_stale": True,
        }

    _upsert(source, EducationInfo, records, values, counts)


def _event(source: Source, records: Sequence[Any], counts: Counts) -> None:
    kept = (
        "title", "description", "url", "condition", "start", "end", "pace", "time_of_study", "is_distance", "mandatory_sessions",
        "optional_sessions", "mandatory_remote_sessions", "optional_remote_sessions", "distance_note", "places", "is_apprenticeship",
        "application_first", "application_last", "application_continuous", "application_url", "application_code", "application_note",
        "is_cancelled",
    )  # fmt: skip
    infos = ids_by_key(source, EducationInfo, {key_of(record.education) for record in records})
    providers = ids_by_key(source, EducationProvider, {key_of(record.provider) for record in records})
    by_key = {record.key: record for record in records}

    def values(record: EventRecord) -> dict[str, Any]:
        return {
            **_common(record),
            **{name: getattr(record, name) for name in kept},
            "education_key": key_of(record.education),
            "info_id": infos.get(key_of(record.education)),
            "provider_key": key_of(record.provider),
            "provider_id": providers.get(key_of(record.provider)),
            "languages": ",".join(record.languages)[:60],
            "open_until": record.application_last or (NO_DATE if record.application_continuous else None),
        }

    stale: set[int] = set()
    turned: set[int] = set()  # said to be cancelled now and not before, or the reverse

    def before(rows: Sequence[EducationEvent]) -> None:
        turned.update(row.id for row in rows if row.is_cancelled is not by_key[row.identifier_key].is_cancelled)
        stale.update(row.info_id for row in rows if row.info_id)
        for ids in _batches([row.id for row in rows]):
            own = EventLocation.origin_id.is_(None) & EventLocation.event_id.in_(ids)
            db.session.execute(delete(EventLocation).where(own | EventLocation.origin_id.in_(ids)))

    changed, fresh = _upsert(source, EducationEvent, records, values, counts, before=before)
    stale.update(row.info_id for row in changed if row.info_id)
    stale.update(columns["info_id"] for columns in fresh.values() if columns["info_id"])
    ids_of = {row.identifier_key: row.id for row in changed} | ids_by_key(source, EducationEvent, fresh)
    own = {"region_id": source.region_id}
    placed = ({**own, "event_id": event_id, **asdict(place)} for key, event_id in ids_of.items() for place in by_key[key].locations)
    insert_many(EventLocation, list(placed))
    for ids in _batches(stale):
        _mark_stale(EducationInfo.id.in_(ids))
    follow(source, [row for row in changed if row.id in turned])


def _common(record: Any) -> dict[str, Any]:
    return {
        "identifier": record.identifier,
        "last_edited": record.last_edited,
        "expires": record.expires,
        "extra": record.extra,
        "digest": record.digest(),
        "removed_at": None,
    }


def _upsert(
    source: Source,
    model: Any,
    records: Sequence[Any],
    values: Callable[[Any], dict[str, Any]],
    counts: Counts,
    before: Callable[[Sequence[Any]], None] | None = None,
) -> tuple[list[Any], dict[str, dict[str, Any]]]:
    """Add or change rows; returns those that were changed, and the columns of those that were added, by key.

    Args:
        before: Sees the rows that are about to change.
    """
    wanted = {record.key: values(record) for record in records}
    known: dict[str, Any] = {}
    for keys in _batches(wanted):
        statement = select(model.identifier_key, model.id, model.digest, model.removed_at).where(
            _of(source, model), model.identifier_key.in_(keys)
        )
        known.update({row.identifier_key: row for row in db.session.execute(statement)})
    different = [row.id for key, row in known.items() if row.digest != wanted[key]["digest"] or row.removed_at is not None]
    rows: list[Any] = []
    for ids in _batches(different):
        rows += db.session.execute(select(model).where(model.id.in_(ids)).execution_options(populate_existing=True)).scalars()
    if before and rows:
        before(rows)
    for row in rows:
        for name, value in wanted[row.identifier_key].items():
            setattr(row, name, value)
    db.session.flush()
    fresh = {key: columns for key, columns in wanted.items() if key not in known}
    own = {"region_id": source.region_id, "source_id": source.id}
    insert_many(model, [{**own, "identifier_key": key, **columns} for key, columns in fresh.items()])
    counts.added += len(fresh)
    counts.changed += len(rows)
    counts.unchanged += len(known) - len(rows)
    return rows, fresh


def ids_by_key(source: Source, model: Any, keys: Iterable[str]) -> dict[str, int]:
    """The primary keys of a source's records by their identifiers' keys; unknown ones are left out."""
    found: dict[str, int] = {}
    for some in _batches(keys):
        statement = select(model.identifier_key, model.id).where(_of(source, model), model.identifier_key.in_(some))
        found.update(db.session.execute(statement).all())
    return found


def compare(source: Source, records: Sequence[Record]) -> Counts:
    """What writing some records would do. Nothing is written."""
    counts = Counts()
    for kind, model in ((ProviderRecord, EducationProvider), (InfoRecord, EducationInfo), (EventRecord, EducationEvent)):
        wanted = {record.key: record.digest() for record in records if isinstance(record, kind)}
        known: dict[str, bool] = {}
        for keys in _batches(wanted):
            here = _of(source, model) & model.identifier_key.in_(keys)
            statement = select(model.identifier_key, model.digest, model.removed_at).where(here)
            for key, digest, removed_at in db.session.execute(statement):
                known[key] = digest == wanted[key] and removed_at is None
        same = sum(known.values())
        counts.added += len(wanted) - len(known)
        counts.changed += len(known) - same
        counts.unchanged += same
    return counts


def remove(source: Source, removals: Iterable[Removal]) -> int:
    """Mark records as removed. Returns how many were not so before."""
    by_kind: dict[str, set[str]] = {kind: set() for kind in MODELS}
    for removal in removals:
        by_kind[removal.kind].add(removal.key)
    return sum(_remove(source, kind, keys) for kind, keys in by_kind.items())


def _remove(source: Source, kind: str, keys: Iterable[str]) -> int:
    model = MODELS[kind]
    count = 0
    for some in _batches(keys):
        statement = select(model.id).where(_of(source, model), model.identifier_key.in_(some), model.removed_at.is_(None))
        ids = list(db.session.execute(statement).scalars())
        if not ids:
            continue
        count += len(ids)
        db.session.execute(update(model).where(model.id.in_(ids)).values(removed_at=utcnow()).execution_options(synchronize_session=False))
        if kind == "info":
            _mark_stale(EducationInfo.id.in_(ids))
        else:
            column = EducationEvent.id if kind == "event" else EducationEvent.provider_id
            _mark_stale(EducationInfo.id.in_(select(EducationEvent.info_id).where(column.in_(ids), EducationEvent.info_id.is_not(None))))
    return count


def remove_unseen(source: Source, seen: dict[str, set[str]]) -> int:
    """Mark as removed what a complete file no longer speaks of. Returns how many were not so before.

    Educations and providers stay as long as an event of theirs does: in a file with faulty rows they may be meant by one of these.
    """
    count = _remove(source, "event", _unseen(source, EducationEvent, seen["event"]))
    with_events = select(EducationEvent.education_key).where(_of(source, EducationEvent), EducationEvent.removed_at.is_(None))
    kept = set(db.session.execute(with_events).scalars())
    count += _remove(source, "info", _unseen(source, EducationInfo, seen["info"] | kept))
    with_events = select(EducationEvent.provider_key).where(_of(source, EducationEvent), EducationEvent.removed_at.is_(None))
    kept = set(db.session.execute(with_events).scalars())
    return count + _remove(source, "provider", _unseen(source, EducationProvider, seen["provider"] | kept))


def present(source: Source, kind: str) -> list[str]:
    """The keys of everything of a kind that the source has and has not taken away."""
    model = MODELS[kind]
    return list(db.session.execute(select(model.identifier_key).where(_of(source, model), model.removed_at.is_(None))).scalars())


def _unseen(source: Source, model: Any, seen: set[str]) -> list[str]:
    keys = db.session.execute(select(model.identifier_key).where(_of(source, model), model.removed_at.is_(None))).scalars()
    return [key for key in keys if key not in seen]


def connect_waiting(source: Source) -> None:
    """Connect events to educations and providers that have come since the events were read."""
    for model, key, target in (
        (EducationInfo, EducationEvent.education_key, EducationEvent.info_id),
        (EducationProvider, EducationEvent.provider_key, EducationEvent.provider_id),
    ):
        statement = (
            select(EducationEvent, model.id)
            .join(model, (model.source_id == EducationEvent.source_id) & (model.identifier_key == key))
            .where(_of(source, EducationEvent), target.is_(None))
        )
        touched = set()
        for event, found in db.session.execute(statement).all():
            setattr(event, target.key, found)
            touched.add(event.info_id)
        db.session.flush()
        for ids in _batches(touched - {None}):
            _mark_stale(EducationInfo.id.in_(ids))


def _mark_stale(condition: Any) -> None:
    statement = update(EducationInfo).where(condition, EducationInfo.is_stale.is_(False)).values(is_stale=True)
    db.session.execute(statement.execution_options(synchronize_session=False))


def _of(source: Source, model: Any) -> Any:
    return (model.region_id == source.region_id) & (model.source_id == source.id)


def _batches(items: Iterable[Any]) -> Iterable[list[Any]]:
    every = list(items)
    return (every[start : start + BATCH] for start in range(0, len(every), BATCH))
