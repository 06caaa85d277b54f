"""Slips of the pen: a typed word that is nowhere in the index, and the nearest one that is.

    page = paginate(select(…).where(Model.id.in_(index.matching(KIND, query))))
    if not page.total and (instead := spelling.corrected(query, KIND)):
        …search for `instead`, and say so

Distances are Damerau-Levenshtein (F. J. Damerau, CACM 7(3), 1964: four of five slips are one letter too many, too few, wrong or swapped).
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlalchemy import func, or_, select

from core.db import db
from core.search.models import SearchWord
from core.search.stems import is_stop_word, stem, words

MIN_LENGTH = 4  # of shorter words, too many others are one letter away
LONG = 8  # words from this length on may differ in two letters
BATCH = 500
MAX_NEAR = 5_000
MAX_WORDS_OF_TEXT = 1_000  # what a thing is called and is about stands first; a long text is not a dictionary


def learn(kind: str, region_id: int, texts: Iterable[str]) -> None:
    """Remember the words of what has been indexed. Only those that are new are written."""
    wanted = sorted(
        {word for text in texts for word in islice(words(text), MAX_WORDS_OF_TEXT) if len(word) >= MIN_LENGTH and not word.isdigit()}
    )
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        statement = select(SearchWord.word).where(SearchWord.region_id == region_id, SearchWord.kind == kind, SearchWord.word.in_(batch))
        known = set(db.session.execute(statement).scalars())
        _add(kind, region_id, [word for word in batch if word not in known])


def _add(kind: str, region_id: int, fresh: list[str]) -> None:
    for word in fresh:
        db.session.add(SearchWord(region_id=region_id, kind=kind, word=word))
    if fresh:
        db.session.flush()


def corrected(query: str, kind: str = "") -> str | None:
    """A query with its unknown words replaced by the nearest known ones; None when there is nothing to replace.

    A word is known when one with the same stem is, so that no ending is taken for a slip. Show it only together with what it
    finds: the words are those of everything in the region, also of what the visitor may not see.

    Args:
        kind: Compare with the words of this kind of thing; with all when empty.
    """
    out, changed = [], False
    for word in words(query[:300]):
        instead = None if len(word) < MIN_LENGTH or is_stop_word(word) or word.isdigit() else _nearest(word, kind)
        changed = changed or instead is not None
        out.append(instead or word)
    return " ".join(out) if changed else None


def _nearest(word: str, kind: str) -> str | None:
    """The nearest known word; None when the word itself is known, or none is near."""
    reach = 2 if len(word) >= LONG else 1
    length = func.length(SearchWord.word)
    # A slip seldom hits the first letter; when it does, the second stands first or is right.
    beginnings = [SearchWord.word.startswith(c, autoescape=True) for c in sorted({word[0], word[1]})]
    statement = (
        select(SearchWord.word)
        .where(length.between(len(word) - reach, len(word) + 12), or_(*beginnings, func.substr(SearchWord.word, 2, 1) == word[1]))
        .distinct()
        .order_by(SearchWord.word)
        .limit(MAX_NEAR)
    )
    if kind:
        statement = statement.where(SearchWord.kind == kind)
    near = db.session.execute(statement).scalars().all()
    root = stem(word)
    if any(known == word or known.startswith(word) or stem(known) == root for known in near):
        return None
    candidates = [known for known in near if len(known) <= len(word) + reach]
    found = process.extract(word, candidates, scorer=OSA.distance, score_cutoff=reach, limit=1)
    return str(found[0][0]) if found else None
