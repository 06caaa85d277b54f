"""One full-text index for every plugin: put what can be found, remove it, and get the ids that match a query.

    index.put("training_catalog.event", event.id, region, f"{event.title} {event.description}")
    select(Event).where(Event.id.in_(index.matching("training_catalog.event", query)))

Nothing here commits; entries follow the tenant fence like any other row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from sqlalchemy import Select, Subquery, delete, false, select

from core.db import db, insert_many
from core.db.fulltext import fulltext_match
from core.search import spelling
from core.search.models import SearchEntry
from core.search.stems import query_stems, stems

BATCH = 500


class HasId(Protocol):
    """Anything with a region's id."""

    @property
    def id(self) -> int: ...


def put(kind: str, object_id: int, region: HasId, text: str) -> None:
    """Make one object findable by a text, or replace the text it was findable by.

    Args:
        kind: `<plugin>.<noun>`, such as "training_catalog.event".
        object_id: The object's primary key.
        region: The region it belongs to; must be the one that may be written.
        text: Everything it shall be found by, as plain text without markup.
    """
    put_many(kind, region, [(object_id, text)])


def put_many(kind: str, region: HasId, items: Iterable[tuple[int, str]]) -> int:
    """As `put`, for many objects: pairs of object id and text. Returns how many entries were new or changed."""
    changed = 0
    wanted = dict(items)
    ids = list(wanted)
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        statement = select(SearchEntry).where(
            SearchEntry.kind == kind, SearchEntry.region_id == region.id, SearchEntry.object_id.in_(batch)
        )
        known = {entry.object_id: entry for entry in db.session.execute(statement).scalars()}
        fresh: list[dict[str, Any]] = []
        for object_id in batch:
            body = stems(wanted[object_id])
            entry = known.get(object_id)
            if entry is None:
                fresh.append({"kind": kind, "object_id": object_id, "region_id": region.id, "body": body})
            elif entry.body != body:
                entry.body = body
            else:
                continue
            changed += 1
        insert_many(SearchEntry, fresh)
        db.session.flush()
    if changed:
        spelling.learn(kind, region.id, wanted.values())
    return changed


def remove(kind: str, object_id: int | Sequence[int]) -> None:
    """Make one object, or several, unfindable; nothing happens if they were."""
    ids = [object_id] if isinstance(object_id, int) else list(object_id)
    for start in range(0, len(ids), BATCH):
        db.session.execute(delete(SearchEntry).where(SearchEntry.kind == kind, SearchEntry.object_id.in_(ids[start : start + BATCH])))


def matching(kind: str, query: str) -> Select[tuple[int]]:
    """The ids of the objects in which every typed word is found, for `Model.id.in_(…)`.

    A query without a word to search for matches nothing: ask only when something was typed.
    """
    return _matches(kind, query)[0].with_only_columns(SearchEntry.object_id)


def ranked(kind: str, query: str) -> Subquery:
    """As `matching`, as a subquery with the columns `object_id` and `rank` (higher is better), to join and sort by."""
    statement, rank = _matches(kind, query)
    return statement.with_only_columns(SearchEntry.object_id, rank.label("rank")).subquery("hits")


def _matches(kind: str, query: str) -> tuple[Select[Any], Any]:
    statement = select(SearchEntry.object_id).where(SearchEntry.kind == kind)
    words = query_stems(query)
    if not words:
        return statement.where(false()), SearchEntry.object_id
    return fulltext_match(statement, dialect=db.engine.dialect.name, entry_id=SearchEntry.id, body=SearchEntry.body, words=words)
