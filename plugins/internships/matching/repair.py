"""Repair with the fewest changes: who keeps a placement before who gets a better one.

For matches whose ties were decided so that most are placed. A first repair lets only those ask who lost their place, and offers only seats
that somebody strictly wants; equals stay where they are. Then an integer program over the neighbourhood looks for a stable matching that
moves fewer of those who still have theirs, and of such for one that places more.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from time import monotonic

import numpy as np

from plugins.internships.matching.exact import solve
from plugins.internships.matching.instance import NONE, Instance, Ints
from plugins.internships.matching.result import Proof
from plugins.internships.matching.solvers.stability import Goal, Stable
from plugins.internships.matching.ties import Walk

WHOLE = 20_000  # with no more possible placements than this, the program is over everybody
WINDOWS = (60, 250, 1000)  # applicants who may move


@dataclass(frozen=True)
class Repair:
    """A repaired match.

    Args:
        edges: (applicants) the edge, or `NONE`.
        changed: Who had a placement that was still possible, and has another now or none.
        affected: Who had a placement that is no longer possible.
        proof: How it is known that no stable match changes fewer.
        closed: Places that take nobody because of their minimum.
    """

    edges: Ints
    changed: list[int]
    affected: list[int]
    proof: Proof = "none"
    closed: frozenset[int] = frozenset()


def lock(instance: Instance, edges: Ints, locked: Collection[int]) -> Instance:
    """The instance in which some applicants keep what they have, before everybody else.

    Args:
        locked: Applicants with a placement.
    """
    held = {int(edges[one]) for one in locked if edges[one] != NONE}
    fixed = np.isin(np.arange(len(instance.place)), np.array(sorted(held), dtype=np.int64))
    grade = np.where(fixed, 0, instance.grade + 1)
    # A locked applicant wishes for nothing better.
    tier = np.where(fixed, NONE, instance.tier)
    order = np.lexsort((tier, instance.owner))
    if not (order == np.arange(len(order))).all():
        return _reordered(replace(instance, grade=grade, tier=tier), order)
    return replace(instance, grade=grade, tier=tier)


def _reordered(instance: Instance, order: Ints) -> Instance:
    return replace(
        instance,
        place=instance.place[order],
        tier=instance.tier[order],
        grade=instance.grade[order],
        home=None if instance.home is None else instance.home[order],
        travel=None if instance.travel is None else instance.travel[order],
    )


def repair(instance: Instance, before: Ints, *, seconds: float = 10.0, seed: int = 1) -> Repair:
    """Make a stable match of one that a change has broken. Without caps, minimums and pairs.

    Args:
        instance: As it is after the change; who must not move is locked in it (`lock`).
        before: (applicants) what everybody had, as edges of this instance; `NONE` also for those whose placement is no longer possible.
    """
    deadline = monotonic() + seconds
    walk = Walk(instance, before, seed=seed)
    affected = walk.settle()
    had = [one for one, edge in enumerate(before.tolist()) if edge != NONE and one not in set(affected)]
    best = Repair(walk.result(), [], affected)
    best = replace(best, changed=_changed(before, best.edges, had))
    if len(instance.place) <= WHOLE:
        return _program(instance, before, best, had, range(len(instance.applicants)), deadline)
    for size in WINDOWS:
        if best.changed and monotonic() < deadline:
            free = _near(instance, best, size)
            best = _program(instance, before, best, had, free, deadline)
    return replace(best, proof="none")


def _changed(before: Ints, after: Ints, had: list[int]) -> list[int]:
    return [one for one in had if before[one] != after[one]]


def _near(instance: Instance, best: Repair, size: int) -> list[int]:
    """Those who were moved, and others who wish for the same places, until there are enough."""
    chosen = dict.fromkeys([*best.affected, *best.changed])
    by_place: dict[int, list[int]] = {}
    for edge, place in enumerate(instance.place.tolist()):
        by_place.setdefault(place, []).append(edge)
    owner, start, place_of = instance.owner.tolist(), instance.start.tolist(), instance.place.tolist()
    front = list(chosen)
    while front and len(chosen) < size:
        one = front.pop(0)
        for edge in range(start[one], start[one + 1]):
            for other in by_place[place_of[edge]]:
                if best.edges[owner[other]] == other and owner[other] not in chosen and len(chosen) < size:
                    chosen[owner[other]] = None
                    front.append(owner[other])
    return list(chosen)


def _program(instance: Instance, before: Ints, best: Repair, had: list[int], free: Collection[int], deadline: float) -> Repair:
    if deadline - monotonic() < 0.05 or not best.changed:
        return replace(best, proof="none" if best.changed else "theorem")
    part, edges, people = _part(instance, best.edges, list(free))
    inverse = {edge: number for number, edge in enumerate(edges)}
    keeps = {int(before[one]) for one in had}
    worth = len(instance.applicants) + 1
    made = Stable(part, Goal([1 + worth * (edge in keeps) for edge in edges]))
    movable = set(free)
    now = [inverse.get(int(best.edges[one]), NONE) for one in people]
    for number, one in enumerate(people):
        if one not in movable:
            for edge in range(int(part.start[number]), int(part.start[number + 1])):
                made.program.row([(made.edge[edge], 1)], low=int(now[number] == edge), high=int(now[number] == edge))
    answer = solve(made.program, seconds=deadline - monotonic(), hint=made.hint(now))
    if answer.values is None:
        return best
    after = best.edges.copy()
    for number, edge in enumerate(made.matching(answer.values)):
        if people[number] in movable:
            after[people[number]] = NONE if edge == NONE else edges[edge]
    changed = _changed(before, after, had)
    placed, placed_before = int((after != NONE).sum()), int((best.edges != NONE).sum())
    if (len(changed), -placed) > (len(best.changed), -placed_before):
        return best
    return replace(best, edges=after, changed=changed, proof=answer.proof)


def _part(instance: Instance, now: Ints, free: list[int]) -> tuple[Instance, list[int], list[int]]:
    """The instance of what some may change: all their wishes, and those of others for the same places.

    Somebody who may not move, and sits elsewhere, stands there without that placement and only with what would be better.

    Returns:
        The instance, its edges and its applicants as numbers of the whole.
    """
    movable = np.zeros(len(instance.applicants), dtype=np.bool_)
    movable[free] = True
    touched = np.zeros(len(instance.places), dtype=np.bool_)
    touched[instance.place[movable[instance.owner]]] = True
    outside = np.zeros(len(instance.applicants), dtype=np.bool_)
    seated = now != NONE
    outside[seated] = ~touched[instance.place[now[seated]]]
    limit = np.full(len(instance.applicants), np.iinfo(np.int64).max)
    limit[outside] = instance.tier[now[outside]]
    kept = np.flatnonzero(touched[instance.place] & (instance.tier < limit[instance.owner]))
    people = np.unique(instance.owner[kept])
    number = np.full(len(instance.applicants), NONE, dtype=np.int64)
    number[people] = np.arange(len(people))
    counts = np.bincount(number[instance.owner[kept]], minlength=len(people))
    part = Instance(
        applicants=[instance.applicants[one] for one in people.tolist()],
        places=instance.places,
        capacity=instance.capacity,
        minimum=np.zeros(len(instance.places), dtype=np.int64),
        start=np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
        place=instance.place[kept],
        tier=instance.tier[kept],
        grade=instance.grade[kept],
    )
    return part, kept.tolist(), people.tolist()
