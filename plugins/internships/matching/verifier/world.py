"""What a result says, laid over its instance: who sits where, how full every limit is, and how limits compare applicants."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from itertools import combinations

import numpy as np

from plugins.internships.matching.instance import NONE, Cap, Instance, Ints


@dataclass
class World:
    """An instance and who sits where.

    Args:
        edge: (applicants) the edge, or `NONE`.
        closed: (places) whether it takes nobody.

    Attributes:
        level: (edges) how caps compare; at the place itself it is the ranking group that counts.
    """

    instance: Instance
    edge: Ints
    closed: np.typing.NDArray[np.bool_]

    def __post_init__(self) -> None:
        instance = self.instance
        self.seated = np.flatnonzero(self.edge != NONE)
        self.taken = np.bincount(instance.place[self.edge[self.seated]], minlength=len(instance.places)).astype(np.int64)
        tier = np.full(len(instance.applicants), np.iinfo(np.int64).max, dtype=np.int64)
        tier[self.seated] = instance.tier[self.edge[self.seated]]
        self.single = instance.paired == NONE
        self.wants = np.flatnonzero((instance.tier < tier[instance.owner]) & self.single[instance.owner])
        self.place_of = np.full(len(instance.applicants), NONE, dtype=np.int64)
        self.place_of[self.seated] = instance.place[self.edge[self.seated]]
        self.level = instance.grade.copy()
        self.scales = scales(instance, self.level)

    @cached_property
    def at(self) -> dict[int, list[int]]:
        """Who sits where."""
        found: dict[int, list[int]] = defaultdict(list)
        for applicant, place in zip(self.seated.tolist(), self.place_of[self.seated].tolist(), strict=True):
            found[place].append(applicant)
        return found

    def worst_grade(self) -> Ints:
        """(places) the ranking group of the last who sits there; `NONE` where nobody does."""
        worst = np.full(len(self.instance.places), NONE, dtype=np.int64)
        at = self.edge[self.seated]
        np.maximum.at(worst, self.instance.place[at], self.instance.grade[at])
        return worst


def together(instance: Instance) -> Iterator[set[int]]:
    """Sets of places that hang together by caps."""
    neighbours: dict[int, set[int]] = defaultdict(set)
    for cap in instance.caps:
        for place in cap.places:
            neighbours[place] |= {cap.places[0]}
            neighbours[cap.places[0]].add(place)
    unseen = set(neighbours)
    while unseen:
        part, front = set(), [unseen.pop()]
        while front:
            one = front.pop()
            part.add(one)
            found = neighbours[one] & unseen
            unseen -= found
            front += found
        yield part


@dataclass
class Scale:
    """Places that hang together by caps: one order compares applicants where all their rankings agree, else the ranking group does."""

    places: set[int]
    caps: list[Cap]
    agreed: bool


def scales(instance: Instance, level: Ints) -> list[Scale]:
    """All scales of an instance; where rankings agree, `level` (edges) is set to the common order."""
    order = np.lexsort((instance.grade, instance.place))
    begin = np.searchsorted(instance.place[order], np.arange(len(instance.places) + 1)).tolist()
    found = []
    part_of: dict[int, Scale] = {}
    for places in together(instance):
        lists = {place: order[begin[place] : begin[place + 1]] for place in sorted(places)}
        common = None if _contradiction(instance, list(lists.values())) else _agreed(instance, lists)
        if common is not None:
            for edges in lists.values():
                level[edges] = [common[one] for one in instance.owner[edges].tolist()]
        found.append(Scale(places, [], common is not None))
        part_of.update(dict.fromkeys(places, found[-1]))
    for cap in instance.caps:
        if cap.places:
            part_of[cap.places[0]].caps.append(cap)
    return found


def _contradiction(instance: Instance, lists: list[Ints]) -> bool:
    """Whether two places rank two applicants the other way round: the usual case, and soon found. (There are longer circles too.)"""
    ranked = [dict(zip(instance.owner[edges].tolist(), instance.grade[edges].tolist(), strict=True)) for edges in lists]
    for first, second in combinations(ranked, 2):
        both = sorted((first[one], second[one]) for one in first.keys() & second.keys())
        highest, highest_before, before = NONE, NONE, NONE
        for here, there in both:
            if here != before:
                highest_before, before = highest, here
            if there < highest_before:
                return True
            highest = max(highest, there)
    return False


def _agreed(instance: Instance, lists: dict[int, Ints]) -> dict[int, int] | None:
    """The level of each applicant by all rankings together; None when they contradict each other."""
    before: dict[tuple[int, ...], list[tuple[int, ...]]] = defaultdict(list)
    for place, edges in lists.items():
        previous: tuple[int, ...] | None = None
        gate: tuple[int, ...] | None = None
        for applicant, grade in zip(instance.owner[edges].tolist(), instance.grade[edges].tolist(), strict=True):
            if gate != (place, grade):
                previous, gate = gate, (place, grade)
            if previous is not None:
                before[applicant,].append(previous)
            before[place, grade].append((applicant,))
    sorter: TopologicalSorter[tuple[int, ...]] = TopologicalSorter(before)
    level: dict[tuple[int, ...], int] = {}
    try:
        for node in sorter.static_order():
            highest = max((level[one] for one in before.get(node, ())), default=NONE)
            level[node] = highest if len(node) == 2 else highest + 1
    except CycleError:
        return None
    return {node[0]: found for node, found in level.items() if len(node) == 1}
