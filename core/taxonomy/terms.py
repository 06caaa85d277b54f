"""The words that lead to occupations: which ones there shall be, and bringing the table up to them. Nothing here commits."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from flask import current_app
from sqlalchemy import delete, insert, select

from core.db import db
from core.search.folding import fold
from core.taxonomy.models import Occupation, OccupationGroup, OccupationTerm, TaxonomyState, TermSource

STATE_ID = 1
# Where search.py keeps, in the application, what it holds in memory.
HELD = "samkraft_taxonomy"
BATCH = 500


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase and what it leads to: an occupation, or (without one) a group as a whole."""

    term: str
    group_code: str
    occupation_id: str | None = None


def state() -> TaxonomyState:
    """The row that says what is loaded; made when it is missing."""
    row = db.session.execute(select(TaxonomyState).where(TaxonomyState.id == STATE_ID)).scalar_one_or_none()
    if row is None:
        row = TaxonomyState(id=STATE_ID, revision=0, full=False, version_label="")
        db.session.add(row)
        db.session.flush()
    return row


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one of our own files in `data/`."""
    return list(csv.DictReader((files("core.taxonomy") / "data" / name).read_text("utf-8").splitlines()))


@cache
def curated() -> tuple[Term, ...]:
    """The hand-written words."""
    return tuple(Term(row["term"], row["group_code"], row["occupation_id"] or None) for row in rows("terms.csv"))


def names_in(label: str) -> Iterator[str]:
    """The names that an official label holds: itself, and each of "Servitör/Servitris" or "Skötare (inom psykiatrisk vård)"."""
    yield label
    bare = label.partition(" (")[0]
    if bare != label:
        yield bare
    if "/" in bare:
        yield from (part.strip() for part in bare.split("/") if len(part.strip()) > 1)


def refresh_terms() -> int:
    """Bring label and curated terms up to the loaded groups and occupations. Returns how many terms came or went."""
    occupations = {row.id: row for row in db.session.execute(select(Occupation).where(Occupation.deprecated.is_(False))).scalars()}
    groups = db.session.execute(select(OccupationGroup).where(OccupationGroup.level == 4, OccupationGroup.deprecated.is_(False))).scalars()
    labels = [Term(name, row.group_code, row.id) for row in occupations.values() for name in names_in(row.name)]
    labels += [Term(row.name.removesuffix(" m.fl."), row.code) for row in groups]
    # An official set may have moved an occupation to another group: the word follows the occupation.
    words = [
        Term(term.term, occupations[term.occupation_id].group_code, term.occupation_id)
        for term in curated()
        if term.occupation_id in occupations
    ]
    return replace_terms(TermSource.LABEL, labels) + replace_terms(TermSource.CURATED, words)


def replace_terms(source: TermSource, wanted: Iterable[Term]) -> int:
    """Make the terms of one source exactly these. Returns how many came or went; the state's revision grows if any did."""
    keep = dict.fromkeys(term for term in wanted if fold(term.term))
    known: dict[Term, int] = {}
    surplus: list[int] = []
    statement = select(OccupationTerm).where(OccupationTerm.source == source)
    for row in db.session.execute(statement).scalars():
        term = Term(row.term, row.group_code, row.occupation_id)
        if term in keep and term not in known:
            known[term] = row.id
        else:
            surplus.append(row.id)
    missing = [term for term in keep if term not in known]
    for start in range(0, len(surplus), BATCH):
        db.session.execute(delete(OccupationTerm).where(OccupationTerm.id.in_(surplus[start : start + BATCH])))
    if missing:
        db.session.execute(
            insert(OccupationTerm),
            [
                {
                    "term": term.term,
                    "folded": fold(term.term),
                    "source": source,
                    "occupation_id": term.occupation_id,
                    "group_code": term.group_code,
                }
                for term in missing
            ],
        )
    if missing or surplus:
        touch()
    return len(missing) + len(surplus)


def touch() -> None:
    """Say that terms, occupations or skills have changed, so that every process reloads what it holds in memory."""
    state().revision += 1
    db.session.flush()
    current_app.extensions.pop(HELD, None)
