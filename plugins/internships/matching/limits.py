"""Which limits hold for a place: its capacity, and the caps that name it, from the smallest to the largest.

Limit number p (below the number of places) is the capacity of place p; the caps follow in the order of the file.
Caps are *nested* when of any two that share a place one holds all places of the other (a laminar family; Biró, Fleiner, Irving and
Manlove 2010). Then stable matchings always exist and deferred acceptance finds the best one for applicants. Otherwise there may be none.

A cap chooses between applicants of different places by *level*. Where the places that hang together by caps rank without contradicting
each other (as a supervisor's own list does; Abraham, Irving and Manlove 2007), the level follows from all their rankings: 0 for whom
nobody is ranked above, otherwise one more than the highest level that is ranked above. Where they contradict each other, it is the
ranking group at the place itself.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from plugins.internships.matching.instance import Instance, Ints


@dataclass(frozen=True)
class Limits:
    """The limits of an instance.

    Args:
        chains: Per place, the limits that hold it: the place itself, then caps from the smallest.
        maximum: Per limit, how many.
        nested: Whether the caps are nested.
        level: (edges) by which limits choose; keeps the strict order of each place's ranking.
        common: Per limit, whether it is a cap over places whose rankings do not contradict each other.
    """

    chains: list[tuple[int, ...]]
    maximum: list[int]
    nested: bool
    level: Ints
    common: list[bool]


def limits_of(instance: Instance) -> Limits:
    """The limits of an instance."""
    places = len(instance.places)
    maximum = [*instance.capacity.tolist(), *(cap.maximum for cap in instance.caps)]
    chains: list[list[int]] = [[place] for place in range(places)]
    order = sorted(range(len(instance.caps)), key=lambda c: (len(instance.caps[c].places), instance.caps[c].maximum, c))
    top = list(range(places))
    size = [1] * places + [len(cap.places) for cap in instance.caps]
    nested = True
    roots = list(range(places))
    for number in order:
        inside: dict[int, int] = defaultdict(int)
        for place in instance.caps[number].places:
            inside[top[place]] += 1
            chains[place].append(places + number)
            top[place] = places + number
            _join(roots, place, instance.caps[number].places[0])
        nested = nested and all(size[limit] == count for limit, count in inside.items())
    level, common = _levels(instance, chains, roots)
    return Limits([tuple(chain) for chain in chains], maximum, nested, level, common)


def _join(roots: list[int], one: int, other: int) -> None:
    a, b = _root(roots, one), _root(roots, other)
    roots[max(a, b)] = min(a, b)


def _root(roots: list[int], one: int) -> int:
    while roots[one] != one:
        roots[one] = roots[roots[one]]
        one = roots[one]
    return one


def _levels(instance: Instance, chains: list[list[int]], roots: list[int]) -> tuple[Ints, list[bool]]:
    common = [False] * (len(instance.places) + len(instance.caps))
    if not instance.caps:
        return instance.grade, common
    together: dict[int, list[int]] = defaultdict(list)
    for place, chain in enumerate(chains):
        if len(chain) > 1:
            together[_root(roots, place)].append(place)
    level = instance.grade.copy()
    order = np.lexsort((instance.grade, instance.place))
    begin = np.searchsorted(instance.place[order], np.arange(len(instance.places) + 1))
    for places in together.values():
        found = _layers(instance, [order[begin[place] : begin[place + 1]] for place in places])
        if found is not None:
            for edges, levels in found:
                level[edges] = levels
            for place in places:
                for limit in chains[place][1:]:
                    common[limit] = True
    return level, common


def _layers(instance: Instance, lists: list[Ints]) -> list[tuple[Ints, Ints]] | None:
    """Levels of places that hang together; None when their rankings contradict each other. `lists`: edges of each, the best first."""
    owner, grade = instance.owner, instance.grade
    groups: list[list[list[int]]] = []  # place, ranking group: applicants
    for edges in lists:
        whose, ranked = owner[edges], grade[edges]
        cuts = np.flatnonzero(np.diff(ranked)) + 1
        groups.append([part.tolist() for part in np.split(whose, cuts)] if edges.size else [])
    waits: dict[int, int] = defaultdict(int)
    where: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for place, own in enumerate(groups):
        for number, group in enumerate(own):
            for applicant in group:
                waits[applicant] += 1
                where[applicant].append((place, number))
    level = dict.fromkeys(waits, 0)
    left = [[len(group) for group in own] for own in groups]
    highest = [[0] * len(own) for own in groups]
    ready: list[int] = []

    def open_group(place: int, number: int) -> None:
        for applicant in groups[place][number]:
            waits[applicant] -= 1
            if number:
                level[applicant] = max(level[applicant], highest[place][number - 1] + 1)
            if not waits[applicant]:
                ready.append(applicant)

    for place, own in enumerate(groups):
        if own:
            open_group(place, 0)
    done = 0
    while ready:
        applicant = ready.pop()
        done += 1
        for place, number in where[applicant]:
            left[place][number] -= 1
            highest[place][number] = max(highest[place][number], level[applicant])
            if not left[place][number] and number + 1 < len(groups[place]):
                open_group(place, number + 1)
    if done < len(waits):
        return None
    return [(edges, np.array([level[one] for one in owner[edges].tolist()], dtype=np.int64)) for edges in lists]
