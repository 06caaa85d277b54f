"""Placements that no stable match can hold, left out before an integer program is made (Pettersson et al. 2021, for ties on both sides).

Two rules, until neither finds more. If fewer others than a place has seats are ranked at least as high as an applicant, the applicant
always gets that place or one liked as well, so whatever it likes less falls away. If as many as a place has seats like it best of all, and
are ranked strictly higher than an applicant, they all sit there or block, so the applicant never gets it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from plugins.internships.matching.instance import NONE, Instance, Ints

Mask = npt.NDArray[np.bool_]
UNRANKED = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Reduced:
    """An instance with only the placements that a stable match may hold: its stable matches are those of the whole.

    Args:
        kept: (edges) the edge of the whole.
    """

    instance: Instance
    kept: Ints

    @classmethod
    def of(cls, instance: Instance) -> Reduced:
        """Leave out what no stable match holds."""
        kept = np.flatnonzero(possible(instance))
        counts = np.bincount(instance.owner[kept], minlength=len(instance.applicants))
        start = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
        made = replace(
            instance,
            start=start,
            place=instance.place[kept],
            tier=instance.tier[kept],
            grade=instance.grade[kept],
            home=None,
            travel=None,
            fixed={},
        )
        return cls(made, kept)

    def down(self, edges: Ints) -> Ints:
        """A stable match of the whole, in this instance."""
        number = np.full(int(self.kept.max(initial=0)) + 2, NONE, dtype=np.int64)
        number[self.kept] = np.arange(len(self.kept))
        return np.where(edges == NONE, NONE, number[np.minimum(edges, len(number) - 1)])

    def up(self, edges: Ints) -> Ints:
        """A match of this instance, in the whole."""
        return np.where(edges == NONE, NONE, np.append(self.kept, NONE)[edges])


def possible(instance: Instance) -> Mask:
    """(edges) whether a stable match may hold it. For instances without caps, pairs and minimums."""
    alive = np.ones(len(instance.place), dtype=np.bool_)
    while True:
        kept = alive & ~_never_needed(instance, alive)
        kept &= ~_never_had(instance, kept)
        if (kept == alive).all():
            return alive
        alive = kept


def _never_needed(instance: Instance, alive: Mask) -> Mask:
    """Edges below one that is certain to be had."""
    edges = np.flatnonzero(alive)
    order = edges[np.lexsort((instance.grade[edges], instance.place[edges]))]
    place, grade = instance.place[order], instance.grade[order]
    begin = np.searchsorted(place, place, side="left")
    last_equal = _last_equal(place, grade)
    certain = order[(last_equal - begin) < instance.capacity[place]]  # others at least as high, without the applicant itself
    best = np.full(len(instance.applicants), UNRANKED)
    np.minimum.at(best, instance.owner[certain], instance.tier[certain])
    return instance.tier > best[instance.owner]


def _last_equal(place: Ints, grade: Ints) -> Ints:
    """The position of the last with the same place and grade, for each."""
    if not len(place):
        return np.zeros(0, dtype=np.int64)
    ends = np.append((place[1:] != place[:-1]) | (grade[1:] != grade[:-1]), True)
    positions = np.where(ends, np.arange(len(place)), len(place))
    return np.minimum.accumulate(positions[::-1])[::-1]


def _never_had(instance: Instance, alive: Mask) -> Mask:
    """Edges whose place is certain to be taken by others."""
    edges = np.flatnonzero(alive)
    best = np.full(len(instance.applicants), UNRANKED)
    np.minimum.at(best, instance.owner[edges], instance.tier[edges])
    at_top = edges[instance.tier[edges] == best[instance.owner[edges]]]
    how_many = np.bincount(instance.owner[at_top], minlength=len(instance.applicants))
    only = at_top[how_many[instance.owner[at_top]] == 1]
    order = only[np.lexsort((instance.grade[only], instance.place[only]))]
    place = instance.place[order]
    rank = np.arange(len(order)) - np.searchsorted(place, place, side="left")
    last = rank == instance.capacity[place] - 1
    limit = np.full(len(instance.places), UNRANKED)
    limit[place[last]] = instance.grade[order[last]]
    limit[instance.capacity == 0] = -1
    return instance.grade > limit[instance.place]
