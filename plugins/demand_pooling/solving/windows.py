"""Neighbourhood search for components that are too large to solve whole: one window after the other, each solved exactly, warm-started."""

from __future__ import annotations

import random
from collections.abc import Callable
from time import monotonic

from plugins.demand_pooling.solving.exact import Model
from plugins.demand_pooling.solving.placing import Placing

CLASSES = 26  # free in one window
SECONDS = 3.0


def windows(placing: Placing, better: Callable[[Placing], None], deadline: float, over: Callable[[float], bool]) -> bool:
    """Solve windows until the deadline, or until each class that still leaves somebody out has had its turn.

    Returns:
        Whether anything became better: if not, there is no use in trying the same windows again.
    """
    component = placing.component
    improved = False
    inside = 0
    for need in placing.where:
        inside |= component.family.bits(need)
    starts = [c for c, candidate in enumerate(component.candidates) if candidate.mask & ~inside]
    random.Random(placing.served).shuffle(starts)
    for start in starts:
        if over(deadline):
            return True
        found = _window(placing, start, min(SECONDS, max(0.1, deadline - monotonic())))
        if found is not None and (found.served, -found.groups) > (placing.served, -placing.groups):
            placing, improved = found, True
            better(placing)
    return improved


def _window(placing: Placing, start: int, seconds: float) -> Placing | None:
    """Free the classes that share most people with one, and those in or outside them; all other classes keep whom they have."""
    component = placing.component
    mask = component.candidates[start].mask
    near = sorted(range(len(component.candidates)), key=lambda c: (-(component.candidates[c].mask & mask).bit_count(), c))[:CLASSES]
    free = set(near)
    needs = [n for n in component.needs if placing.where.get(n) is None or placing.where[n] in free]
    answer = Model(component, candidates=free, needs=needs).solve(start=placing, seconds=seconds)
    if answer.placing is None:
        return None
    merged = placing.copy()
    for need in needs:
        merged.put(need, answer.placing.where.get(need))
    return merged
