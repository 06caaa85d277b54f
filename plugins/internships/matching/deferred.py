"""Deferred acceptance without caps: the fast way, on flat lists (Gale and Shapley 1962; with lots for ties, Roth 2008).

Applicants ask in the order of their lists, those in a tie in the order of the file; a place keeps the best by ranking group, and of
equals the one whose lot was drawn first. The outcome does not depend on who asks when.
"""

from __future__ import annotations

from heapq import heappush, heappushpop

import numpy as np

from plugins.internships.matching.instance import NONE, Instance, Ints


def accept(instance: Instance, turn: Ints, *, closed: frozenset[int] = frozenset()) -> Ints:
    """The stable matching that is best for applicants, for the order that the lottery gives.

    Args:
        turn: (applicants) each one's turn in the lottery.
        closed: Places that take nobody.

    Returns:
        (applicants) the edge, or `NONE`.
    """
    people = max(1, len(instance.applicants))
    drawn = np.empty(people, dtype=np.int64)
    drawn[turn] = np.arange(len(instance.applicants))
    of_turn = drawn.tolist()
    keys = (-(instance.grade * people + turn[instance.owner])).tolist()  # the largest is the best
    place = instance.place.tolist()
    ends = instance.start[1:].tolist()
    next_edge = instance.start[:-1].tolist()
    room = [0 if number in closed else seats for number, seats in enumerate(instance.capacity.tolist())]
    held: list[list[int]] = [[] for _ in instance.places]
    for applicant in range(len(instance.applicants)):
        one, edge, end = applicant, next_edge[applicant], ends[applicant]
        while edge < end:
            there = place[edge]
            kept = held[there]
            if len(kept) < room[there]:
                heappush(kept, keys[edge])
                next_edge[one] = edge
                break
            out = heappushpop(kept, keys[edge]) if kept else keys[edge]
            if out == keys[edge]:
                edge += 1
                continue
            next_edge[one] = edge
            one = of_turn[-out % people]
            edge, end = next_edge[one] + 1, ends[one]
    result = np.full(len(instance.applicants), NONE, dtype=np.int64)
    for kept in held:
        for key in kept:
            one = of_turn[-key % people]
            result[one] = next_edge[one]
    return result
