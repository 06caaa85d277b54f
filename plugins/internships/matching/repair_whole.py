"""Repair with the fewest changes where caps, minimums or pairs apply: by an integer program over everybody, two solvers agreeing.

First as little as can be breaks stability (nothing, where that is possible), then as few as can be are moved, then as many as can be are
placed. Under such rules one vacancy may send others round in a ring, so nothing is offered on; the program alone decides.
"""

from __future__ import annotations

from time import monotonic

import numpy as np

from plugins.internships.matching.exact import solve
from plugins.internships.matching.instance import NONE, Instance, Ints
from plugins.internships.matching.limits import Limits, limits_of
from plugins.internships.matching.repair import WHOLE, Repair
from plugins.internships.matching.solvers.stability import Goal, Stable

MOST_BREAKS = 6  # how many blocking wishes are tried, from none
SHARE = 0.5  # of the time that is left, for each of these


def repair_whole(instance: Instance, before: Ints, *, seconds: float = 30.0) -> Repair | None:
    """Make a match right again after a change.

    Args:
        instance: As it is after the change; who must not move is `fixed` or locked in it.
        before: (applicants) what everybody had, as edges of this instance; `NONE` also for those whose placement is no longer possible.

    Returns:
        None when the instance is too large, or nothing was found in time: whoever asks then has to do it in another way.
    """
    if len(instance.place) > WHOLE:
        return None
    deadline = monotonic() + seconds
    limits = limits_of(instance)
    had = np.flatnonzero(before != NONE)
    kept = np.zeros(len(instance.place), dtype=np.int64)
    kept[before[had]] = 1
    worth = len(instance.applicants) + 1
    wanted = worth * worth if instance.minimum.any() else 0
    hard = bool(instance.couples) or not limits.nested or bool(wanted)
    for breaks in range(MOST_BREAKS if hard else 1):
        left = deadline - monotonic()
        if left < 0.05:
            return None
        made = Stable(instance, Goal((1 + worth * kept).tolist(), breaks=breaks, wanted=wanted))
        answer = solve(made.program, seconds=left * SHARE if hard else left, hint=made.hint(before.tolist()))
        if answer.values is not None:
            after = np.array(made.matching(answer.values), dtype=np.int64)
            return _told(instance, limits, before, Repair(after, [], [], answer.proof))
        if not answer.impossible:
            return None
    return None


def _told(instance: Instance, limits: Limits, before: Ints, found: Repair) -> Repair:
    """Who had to leave since a limit holds fewer now, who else was moved, and what is closed."""
    had = before != NONE
    moved = np.flatnonzero(had & (before != found.edges))
    inside: dict[int, int] = {}
    for edge in before[had].tolist():
        for limit in limits.chains[int(instance.place[edge])]:
            inside[limit] = inside.get(limit, 0) + 1
    over = {limit: count - limits.maximum[limit] for limit, count in inside.items() if count > limits.maximum[limit]}
    affected: list[int] = []
    for one in sorted(moved.tolist(), key=lambda one: -int(limits.level[before[one]])):
        chain = [limit for limit in limits.chains[int(instance.place[before[one]])] if over.get(limit, 0) > 0]
        if chain:
            affected.append(one)
            for limit in chain:
                over[limit] -= 1
    taken = np.bincount(instance.place[found.edges[found.edges != NONE]], minlength=len(instance.places))
    closed = frozenset(np.flatnonzero((instance.minimum > 0) & (taken == 0)).tolist())
    changed = sorted(set(moved.tolist()) - set(affected))
    return Repair(found.edges, changed, sorted(affected), found.proof, closed)
