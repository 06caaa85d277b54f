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
    """Levels of places that hang together; None when their rankings contradict each other. `lists`: edges of each, the best first.

    Whoever stands in the first group of all that rank them is level 0; then groups open as those above are done. Only what is reached is
    looked at in turn, so that a contradiction is found early.
    """
    edges = np.concatenate(lists)
    if not edges.size:
        return []
    place, grade = instance.place[edges], instance.grade[edges]
    _names, who, waits_array = np.unique(instance.owner[edges], return_inverse=True, return_counts=True)
    cut = np.concatenate(([True], (place[1:] != place[:-1]) | (grade[1:] != grade[:-1])))
    group = np.cumsum(cut) - 1
    begin = np.append(np.flatnonzero(cut), len(edges)).tolist()
    follows = np.append(place[np.flatnonzero(cut)][1:] == place[np.flatnonzero(cut)][:-1], False).tolist()
    groups_of = group[np.argsort(who, kind="stable")].tolist()
    first = np.concatenate(([0], np.cumsum(waits_array))).tolist()
    members, waits = who.tolist(), waits_array.tolist()
    level = [0] * len(waits)
    left = np.diff(begin).tolist()
    highest = [0] * len(left)
    ready: list[int] = []
    for number in [0, *(n for n in range(1, len(left)) if not follows[n - 1])]:
        ready += _opened(members[begin[number] : begin[number + 1]], waits)
    done = 0
    while ready:
        one = ready.pop()
        done += 1
        for number in groups_of[first[one] : first[one + 1]]:
            left[number] -= 1
            highest[number] = max(highest[number], level[one])
            if not left[number] and follows[number]:
                inside = members[begin[number + 1] : begin[number + 2]]
                for other in inside:
                    level[other] = max(level[other], highest[number] + 1)
                ready += _opened(inside, waits)
    if done < len(waits):
        return None
    return [(edges, np.array(level, dtype=np.int64)[who])]


def _opened(members: list[int], waits: list[int]) -> list[int]:
    """Who has no more groups to wait for."""
    found = []
    for one in members:
        waits[one] -= 1
        if not waits[one]:
            found.append(one)
    return found
