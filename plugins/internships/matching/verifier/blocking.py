"""What would break a match: wishes that an applicant and the limits of a place would both rather fulfil.

A single applicant blocks with a place it strictly prefers when each limit that holds the place (its capacity, and every cap) has room, or
holds somebody of a strictly worse level. Where the rankings under a cap agree, a move within the cap is always possible (as with
lecturers in Abraham, Irving and Manlove 2007). A pair blocks with a joint choice it strictly prefers when each limit has as many seats as
they need that are free, or held by others of a strictly worse level than theirs (after Manlove, McBride and Trimble 2017).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from plugins.internships.matching.instance import NONE, Ints
from plugins.internships.matching.verifier.world import World


@dataclass(frozen=True)
class Blocking:
    """All that breaks a match: edges of single applicants, joint choices of pairs, closed places that enough would rather have."""

    singles: list[int]
    pairs: list[tuple[int, tuple[int, int]]]
    closed: list[int]


def blocking(world: World) -> Blocking:
    """Look for all of it."""
    return Blocking(_singles(world), list(_pairs(world)), _closed(world))


def _singles(world: World) -> list[int]:
    instance = world.instance
    wants = world.wants
    places = instance.place[wants]
    full = world.taken >= instance.capacity
    refused = world.closed[places] | (full[places] & (world.worst_grade()[places] <= instance.grade[wants]))
    left = wants[~refused]
    if not world.scales or not left.size:
        return [int(edge) for edge in left]
    left = left[np.argsort(instance.place[left], kind="stable")]
    begin = np.searchsorted(instance.place[left], np.arange(len(instance.places) + 1))
    stopped = np.zeros(len(left), dtype=np.bool_)
    for scale in world.scales:
        for cap in scale.caps:
            inside = [applicant for place in cap.places for applicant in world.at.get(place, ())]
            asking = np.concatenate([np.arange(begin[place], begin[place + 1]) for place in cap.places])
            if len(inside) < cap.maximum or not asking.size:
                continue
            worst = int(world.level[world.edge[inside]].max()) if inside else NONE
            no = world.level[left[asking]] >= worst
            if scale.agreed:  # a move within the cap is always possible
                no &= ~np.isin(instance.owner[left[asking]], np.array(inside, dtype=np.int64))
            stopped[asking] |= no
    return sorted(int(edge) for edge in left[~stopped])


def _pairs(world: World) -> Iterator[tuple[int, tuple[int, int]]]:
    instance = world.instance
    if not instance.couples:
        return
    for number, couple in enumerate(instance.couples):
        now = (int(world.edge[couple.first]), int(world.edge[couple.second]))
        for group in couple.groups:
            if now in group:
                break
            for joint in group:
                if _both_fit(world, joint, (couple.first, couple.second)):
                    yield number, joint


def _both_fit(world: World, joint: tuple[int, int], pair: tuple[int, int]) -> bool:
    instance = world.instance
    asked = [edge for edge in joint if edge != NONE]
    if any(world.closed[instance.place[edge]] for edge in asked):
        return False

    def room(places: tuple[int, ...], maximum: int, scale: Ints, edges: list[int]) -> bool:
        others = sorted(int(scale[int(world.edge[one])]) for place in places for one in world.at.get(place, ()) if one not in pair)
        needed = sorted((int(scale[edge]) for edge in edges), reverse=True)
        # The worse of the two first: what is open to it is open to the better one.
        return all(maximum - sum(1 for other in others if other <= wanted) >= seat for seat, wanted in enumerate(needed, 1))

    by_place = Counter(int(instance.place[edge]) for edge in asked)
    for place in by_place:
        if not room((place,), int(instance.capacity[place]), instance.grade, [e for e in asked if instance.place[e] == place]):
            return False
    for cap in instance.caps:
        inside = [edge for edge in asked if int(instance.place[edge]) in cap.places]
        if inside and not room(cap.places, cap.maximum, world.level, inside):
            return False
    return True


def _closed(world: World) -> list[int]:
    """Closed places that at least as many single applicants as they need would rather have."""
    instance = world.instance
    wanted = np.bincount(instance.place[world.wants], minlength=len(instance.places))
    need = np.maximum(1, instance.minimum)
    found: list[int] = np.flatnonzero(world.closed & (wanted >= need) & (instance.capacity > 0)).tolist()
    return found
