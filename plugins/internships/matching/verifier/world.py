"""What a result says, laid over its instance: who sits where, how full every limit is, and how limits compare applicants."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

import numpy as np

from plugins.internships.matching.instance import NONE, Cap, Instance, Ints


@dataclass
class World:
    """An instance and who sits where.

    Args:
        edge: (applicants) the edge, or `NONE`.
        closed: (places) whether it takes nobody.
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
        self.at: dict[int, list[int]] = defaultdict(list)
        for applicant, place in zip(self.seated.tolist(), self.place_of[self.seated].tolist(), strict=True):
            self.at[place].append(applicant)
        self.scales = scales(instance)

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
    """How the caps over some places compare applicants: by one order where the places' rankings agree on one, else by ranking group."""

    places: set[int]
    caps: list[Cap]
    level: dict[int, int]
    agreed: bool


def scales(instance: Instance) -> list[Scale]:
    """The scales of an instance: one for all places that hang together by caps."""
    parts = list(together(instance))
    part_of = {place: number for number, places in enumerate(parts) for place in places}
    edges: list[list[int]] = [[] for _ in parts]
    place, grade, owner = instance.place.tolist(), instance.grade.tolist(), instance.owner.tolist()
    for edge, there in enumerate(place):
        if there in part_of:
            edges[part_of[there]].append(edge)
    caps: list[list[Cap]] = [[] for _ in parts]
    for cap in instance.caps:
        if cap.places:
            caps[part_of[cap.places[0]]].append(cap)
    found = []
    for number, places in enumerate(parts):
        ranked: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        for edge in edges[number]:
            ranked[place[edge]][grade[edge]].append(owner[edge])
        order = _agreed(ranked)
        level = {edge: grade[edge] if order is None else order[owner[edge]] for edge in edges[number]}
        found.append(Scale(places, caps[number], level, order is not None))
    return found


def _agreed(ranked: dict[int, dict[int, list[int]]]) -> dict[int, int] | None:
    """The level of each applicant by all rankings together; None when they contradict each other."""
    sorter: TopologicalSorter[tuple[int, ...]] = TopologicalSorter()
    before: dict[tuple[int, ...], list[tuple[int, ...]]] = defaultdict(list)
    for place, groups in ranked.items():
        previous: tuple[int, ...] | None = None
        for grade in sorted(groups):
            gate = (place, grade)
            for applicant in groups[grade]:
                if previous is not None:
                    before[applicant,].append(previous)
                before.setdefault((applicant,), [])
                before[gate].append((applicant,))
            previous = gate
    for node, earlier in before.items():
        sorter.add(node, *earlier)
    try:
        level: dict[tuple[int, ...], int] = {}
        for node in sorter.static_order():
            highest = max((level[one] for one in before[node]), default=-1)
            level[node] = highest if len(node) == 2 else highest + 1
    except CycleError:
        return None
    return {node[0]: found for node, found in level.items() if len(node) == 1}
