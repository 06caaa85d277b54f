"""Deferred acceptance without caps: the fast way, on flat arrays (Gale and Shapley 1962; with lots for ties, Roth 2008).

Applicants ask in the order of their lists, those in a tie in the order of the file; a place keeps the best by ranking group, and of
equals the one whose lot was drawn first. The outcome does not depend on who asks when, so all ask at once while they are many, and one by
one when few are left.
"""

from __future__ import annotations

from collections.abc import Collection
from heapq import heapify, heappush, heappushpop

import numpy as np

from plugins.internships.matching.instance import NONE, Instance, Ints

FEW = 0.04  # of all; when no more than these still ask, they do so one by one


def accept(instance: Instance, turn: Ints, *, closed: Collection[int] = ()) -> Ints:
    """The stable matching that is best for applicants, for the order that the lottery gives.

    Args:
        turn: (applicants) each one's turn in the lottery.
        closed: Places that take nobody.

    Returns:
        (applicants) the edge, or `NONE`.
    """
    people = max(1, len(instance.applicants))
    grades = int(instance.grade.max(initial=0)) + 1
    if grades * people * max(1, len(instance.places)) >= 1 << 62:
        raise ValueError("the instance is too large for its keys")
    room = instance.capacity.copy()
    room[list(closed)] = 0
    drawn = np.empty(people, dtype=np.int64)
    drawn[turn] = np.arange(len(instance.applicants))
    keys = (instance.place * grades + instance.grade) * people + turn[instance.owner]  # the smallest of a place is the best
    asks, ends = instance.start[:-1].copy(), instance.start[1:]
    active = np.flatnonzero(asks < ends)
    held = np.zeros(0, dtype=np.int64)
    while len(active) > FEW * people:
        every = np.concatenate((held, keys[asks[active]]))
        every.sort()
        place = every // (grades * people)
        keep = np.arange(len(every)) - _first(place) < room[place]
        held, out = every[keep], drawn[every[~keep] % people]
        asks[out] += 1
        active = out[asks[out] < ends[out]]
    asks_list = asks.tolist()
    kept = _one_by_one(instance, keys, held, room, drawn, active, asks_list, grades * people)
    edges = np.full(len(instance.applicants), NONE, dtype=np.int64)
    sitting = drawn[kept % people]
    edges[sitting] = np.array(asks_list, dtype=np.int64)[sitting]
    return edges


def _first(place: Ints) -> Ints:
    """Where the run of equal places begins that each stands in."""
    begins = np.concatenate(([True], place[1:] != place[:-1]))
    return np.maximum.accumulate(np.where(begins, np.arange(len(place)), 0))


def _one_by_one(instance: Instance, keys: Ints, held: Ints, room: Ints, drawn: Ints, active: Ints, asks: list[int], width: int) -> Ints:
    """Let the last ones ask, and whoever they push out. Returns the keys of all who are held in the end; `asks` follows."""
    people = len(drawn)
    begin = np.searchsorted(held, np.arange(len(instance.places) + 1) * width)
    place, ends, seats, of_turn = instance.place, instance.start[1:].tolist(), room.tolist(), drawn.tolist()
    heaps: dict[int, list[int]] = {}
    for applicant in active.tolist():
        one, edge, end = applicant, asks[applicant], ends[applicant]
        while edge < end:
            there, key = int(place[edge]), -int(keys[edge])
            heap = heaps.get(there)
            if heap is None:
                heap = heaps[there] = (-held[begin[there] : begin[there + 1]]).tolist()
                heapify(heap)
            if len(heap) < seats[there]:
                heappush(heap, key)
                asks[one] = edge
                break
            out = heappushpop(heap, key) if heap else key
            if out == key:
                edge += 1
                continue
            asks[one] = edge
            one = of_turn[-out % people]
            edge, end = asks[one] + 1, ends[one]
    untouched = np.ones(len(instance.places), dtype=np.bool_)
    untouched[list(heaps)] = False
    rest = held[untouched[held // width]]
    return np.concatenate((rest, -np.array([key for heap in heaps.values() for key in heap], dtype=np.int64)))
