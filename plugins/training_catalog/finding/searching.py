"""What a choice gives, counted in the pictures of `building.py`: the educations in order, and how many each further choice would give."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from core.db import db
from core.search import index
from core.search.folding import fold
from core.search.stems import query_stems
from core.taxonomy.models import OccupationTerm, TermSource
from plugins.training_catalog.derive import KIND
from plugins.training_catalog.filters import Filters
from plugins.training_catalog.finding.block import Block, Layers, both, collapse, either, ids_in
from plugins.training_catalog.finding.building import blocks
from plugins.training_catalog.models import EducationInfo, EducationOccupation
from plugins.training_catalog.remembering import remembered

MAX_HITS = 10_000
MAX_MEANT = 3
FACETS = ("form", "level", "subject", "unit", "pace", "language", "start", "place", "provider", "distance", "sessions", "open")
# Choices that belong together: to count one without itself is to count without them all.
_TOGETHER = {"unit": ("unit", "credits")}


@dataclass(frozen=True)
class Words:
    """What typed words give: ids of educations, the best first, and the occupation groups that the words are a name of."""

    ids: array[int]
    groups: tuple[str, ...] = ()


@dataclass
class Part:
    """What a choice leaves of one region's picture. Each single choice has a mask of its own, so that any can be taken away."""

    block: Block
    events: dict[str, Layers]
    infos: dict[str, int]

    def left(self, *without: str) -> tuple[Layers, int]:
        """The occasions and the educations that are left, some choices apart."""
        events, infos = self.block.all_events, self.block.all_infos
        for name, layers in self.events.items():
            if name not in without:
                events = both(events, layers)
        for name, mask in self.infos.items():
            if name not in without:
                infos &= mask
        return events, infos

    def matches(self) -> int:
        """The educations that the choice gives."""
        events, infos = self.left()
        return collapse(events) & infos if self.events else infos


@dataclass
class Search:
    """A choice, worked out."""

    parts: list[Part]
    words: Words | None

    def total(self) -> int:
        """How many educations there are."""
        return sum(part.matches().bit_count() for part in self.parts)

    def ids(self, order: str) -> array[int]:
        """Ids of the educations: by "relevance", "start", "deadline" or "title"."""
        if order == "relevance" and self.words is not None:
            chosen = {identity for part in self.parts for identity in part.block.ids_of(part.matches())}
            return array("i", [identity for identity in self.words.ids if identity in chosen])
        if order == "title":
            return _titled_ids(self.parts)
        return ids_in(*(part.block.keys(*part.left(), order) for part in self.parts))

    def dates(self, ids: Sequence[int]) -> dict[int, tuple[date, date]]:
        """The nearest start and last day to apply of some educations, among the occasions that were chosen."""
        found: dict[int, tuple[date, date]] = {}
        for part in self.parts:
            for identity, (start, last) in part.block.dates(part.left()[0], part.block.of_ids(ids)).items():
                found[identity] = (date.fromordinal(start), date.fromordinal(last))
        return found

    def facets(self) -> dict[str, dict[str, int]]:
        """How many educations each value of each filter would give, all other choices standing."""
        found: dict[str, dict[str, int]] = {}
        for dimension in FACETS:
            counted: Counter[str] = Counter()
            for part in self.parts:
                counted.update(part.block.count(dimension, *part.left(*_TOGETHER.get(dimension, (dimension,)))))
            found[dimension] = dict(counted)
        return found


def search(filters: Filters, token: str, today: date) -> Search:
    """Work out a choice.

    Args:
        token: The catalogue's; what words give is remembered under it.
    """
    words = remembered("hits", token, ("words", filters.q), lambda: _found(filters.q)) if filters.q else None
    leading = _leading((filters.group,)) if filters.group else None
    near = filters.near
    parts = []
    for block in blocks(today):
        events: dict[str, Layers] = {}
        for name in ("start", "place", "distance", "sessions", "pace", "language"):
            if value := getattr(filters, name):
                events[name] = block.event_mask(name, value if isinstance(value, tuple) else (value,))
        if filters.open:
            events["open"] = block.event_mask("open", ("1",))
        if filters.provider:
            events["provider"] = block.provider_mask(filters.provider)
        if filters.home:
            away = ("distance", ("only",)) if filters.travel else ("sessions", ("0",))
            held = either(block.event_mask("place", near), block.event_mask("received", near))
            events["home"] = either(held, block.event_mask(*away))
        infos = {name: block.info_mask(name, getattr(filters, name)) for name in ("form", "level", "subject") if getattr(filters, name)}
        if filters.unit:
            infos["unit"] = block.info_mask("unit", (filters.unit,))
        if filters.credits_from or filters.credits_to:
            infos["credits"] = block.credits_mask(filters.credits_from, filters.credits_to)
        if leading is not None:
            infos["group"] = block.of_ids(leading)
        if words is not None:
            infos["q"] = block.of_ids(words.ids)
        parts.append(Part(block, events, infos))
    return Search(parts, words)


def _titled_ids(parts: Sequence[Part]) -> array[int]:
    """The educations in the order of their titles; of several regions, as the tables sort them."""
    if len(parts) == 1:
        return parts[0].block.by_title(parts[0].matches())
    chosen = {identity for part in parts for identity in part.block.ids_of(part.matches())}
    statement = select(EducationInfo.id).where(EducationInfo.is_current.is_(True)).order_by(EducationInfo.sort_key, EducationInfo.id)
    return array("i", [identity for identity in db.session.execute(statement).scalars() if identity in chosen])


def _found(query: str) -> Words:
    """The current educations in which every word is found, the best first; then those that lead to the occupation the words name."""
    info = EducationInfo
    statement: Any = select(info.id).where(info.is_current.is_(True))
    ids: list[int] = []
    if query_stems(query):
        try:
            hits = index.ranked(KIND, query)
            ranked = statement.join(hits, hits.c.object_id == info.id).order_by(hits.c.rank.desc(), info.next_start, info.id)
            ids = list(db.session.execute(ranked.limit(MAX_HITS)).scalars())
        except DatabaseError:
            # An index that is damaged or missing must not take the catalogue down: titles can still be looked through.
            current_app.logger.exception("full-text search failed; searching in titles")
            db.session.rollback()
            ids = _titled(statement, query)
    else:
        ids = _titled(statement, query)
    groups = meant(query)
    if groups:
        known = set(ids)
        ids += [identity for identity in _leading(groups) if identity not in known]
    return Words(array("i", ids), groups)


def _titled(statement: Any, query: str) -> list[int]:
    found = statement.where(EducationInfo.title.icontains(query, autoescape=True)).order_by(EducationInfo.next_start, EducationInfo.id)
    return list(db.session.execute(found.limit(MAX_HITS)).scalars())


def meant(query: str) -> tuple[str, ...]:
    """The occupation groups that a query is a name of: "usk", "vårdbiträden". A word that could mean many is no name."""
    folded = fold(query)
    forms = {folded, *((f"{folded[:-2]}a",) if folded.endswith("or") else (folded[:-2],) if folded.endswith("er") else ())}
    statement = select(OccupationTerm.group_code).where(OccupationTerm.folded.in_(forms), OccupationTerm.source != TermSource.KEYWORD)
    found = tuple(sorted(set(db.session.execute(statement).scalars())))
    return found if len(found) <= MAX_MEANT else ()


def _leading(groups: Sequence[str]) -> list[int]:
    """The current educations that lead to an occupation group, the soonest first."""
    info = EducationInfo
    statement = (
        select(info.id, info.next_start)
        .join(EducationOccupation, EducationOccupation.info_id == info.id)
        .where(EducationOccupation.group_code.in_(groups), info.is_current.is_(True))
        .distinct()
        .order_by(info.next_start, info.id)
        .limit(MAX_HITS)
    )
    return [row.id for row in db.session.execute(statement)]
