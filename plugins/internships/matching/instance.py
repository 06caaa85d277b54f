"""An instance in memory: who may be placed where, and in which order both sides prefer it.

An *edge* is a pair of an applicant and a place that find each other acceptable. The edges of an applicant follow each other, in the
applicant's order, so that most work is on flat arrays. `docs/reference/matching-format.md` says what everything means.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
NONE = -1  # no edge, no place, no partner


@dataclass(frozen=True, slots=True)
class Cap:
    """At most so many applicants in some places together. `places` are indexes, each once, in rising order."""

    name: str
    places: tuple[int, ...]
    maximum: int


@dataclass(frozen=True, slots=True)
class Couple:
    """Two applicants who travel together.

    Args:
        first: Index of the one who stands first in the file.
        second: Index of the other.
        groups: Joint choices, the best group first: the edge of the first and of the second, or `NONE` for not placed.
    """

    first: int
    second: int
    groups: tuple[tuple[tuple[int, int], ...], ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A place that an applicant wished for and cannot have, whatever others do. `reason` is a short code."""

    applicant: int
    place: int
    tier: int
    reason: str


@dataclass
class Instance:
    """What there is to match.

    Args:
        applicants: Ids.
        places: Ids.
        capacity: Per place, how many it takes.
        minimum: Per place, with how many it opens; 0 when it opens anyway.
        start: (applicants + 1) where each applicant's edges begin.
        place: (edges) the place.
        tier: (edges) the applicant's preference group, 0 the best.
        grade: (edges) the place's ranking group, 0 the best.
        caps: Upper limits over several places.
        couples: Pairs.
        home: (edges) 1 where the place is in the applicant's home town; None when nothing is known of it.
        travel: (edges) hundreds of metres; None when nothing is known of it.
        refused: Wishes that fell away when the file was read.
        fixed: Applicant to edge, for those who were placed beforehand.
        digest: SHA-256 of the file's content.
    """

    applicants: Sequence[str]
    places: Sequence[str]
    capacity: Ints
    minimum: Ints
    start: Ints
    place: Ints
    tier: Ints
    grade: Ints
    caps: Sequence[Cap] = ()
    couples: Sequence[Couple] = ()
    home: Ints | None = None
    travel: Ints | None = None
    refused: Sequence[Refusal] = ()
    fixed: dict[int, int] = field(default_factory=dict)
    digest: str = ""

    @cached_property
    def owner(self) -> Ints:
        """(edges) the applicant."""
        return np.repeat(np.arange(len(self.applicants), dtype=np.int64), np.diff(self.start))

    @cached_property
    def paired(self) -> Ints:
        """(applicants) index of the couple, or `NONE`."""
        found = np.full(len(self.applicants), NONE, dtype=np.int64)
        for number, couple in enumerate(self.couples):
            found[couple.first] = found[couple.second] = number
        return found

    @property
    def strict(self) -> bool:
        """Whether neither side has ties."""
        same_tier = (np.diff(self.tier) == 0) & (np.diff(self.owner) == 0)
        order = np.lexsort((self.grade, self.place))
        same_grade = (np.diff(self.grade[order]) == 0) & (np.diff(self.place[order]) == 0)
        return not bool(same_tier.any() or same_grade.any())

    def edge_of(self, applicant: int, place: int) -> int:
        """The edge between the two, or `NONE`."""
        begin, end = int(self.start[applicant]), int(self.start[applicant + 1])
        found = np.flatnonzero(self.place[begin:end] == place)
        return begin + int(found[0]) if found.size else NONE


def from_rows(
    *,
    applicants: Sequence[str],
    places: Sequence[str],
    capacity: Iterable[int],
    rows: Any,
    minimum: Iterable[int] | None = None,
    caps: Sequence[Cap] = (),
) -> Instance:
    """An instance from rows as a database gives them.

    Args:
        rows: (edges, 4) whole numbers: index of the applicant, index of the place, preference group, ranking group; of one applicant
            in the order of preference, and the applicants in rising order.
    """
    if isinstance(rows, np.ndarray):
        table = rows.astype(np.int64, copy=False)
    else:
        table = np.fromiter(chain.from_iterable(rows), dtype=np.int64, count=4 * len(rows)).reshape(-1, 4)
    counts = np.bincount(table[:, 0], minlength=len(applicants))
    return Instance(
        applicants=applicants,
        places=places,
        capacity=np.fromiter(capacity, dtype=np.int64, count=len(places)),
        minimum=np.zeros(len(places), dtype=np.int64) if minimum is None else np.fromiter(minimum, dtype=np.int64, count=len(places)),
        start=np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
        place=np.ascontiguousarray(table[:, 1]),
        tier=np.ascontiguousarray(table[:, 2]),
        grade=np.ascontiguousarray(table[:, 3]),
        caps=caps,
    )
