"""Fast answers: the plain greedy as a yardstick, and "open at the smallest size, then top up" as the first answer that is shown."""

from __future__ import annotations

import random

from plugins.demand_pooling.solving.candidates import Component
from plugins.demand_pooling.solving.placing import Placing, top_up

TRIES = 6


def biggest_first(component: Component) -> Placing:
    """Open the class that most could be in, with all of them; then the next. What one would do by hand."""
    placing = Placing(component)
    left = component.everybody
    while True:
        best = max(range(len(component.candidates)), key=lambda c: ((component.candidates[c].mask & left).bit_count(), -c), default=None)
        if best is None or (component.candidates[best].mask & left).bit_count() < component.family.smallest:
            return placing
        for need in component.needs:
            if component.family.bits(need) & left & component.candidates[best].mask:
                placing.put(need, best)
                left &= ~component.family.bits(need)


def open_small(component: Component, *, rng: random.Random | None = None) -> Placing:
    """Open classes at their smallest size, of those who have the fewest other ways first; then let everybody else join.

    Args:
        rng: Shakes the order, for another try.
    """
    placing = Placing(component)
    family, candidates = component.family, component.candidates
    left, covered = component.everybody, 0

    def shake() -> float:
        return rng.uniform(0.8, 1.2) if rng else 1.0

    closed: set[int] = set()
    while True:
        sizes = {
            c: (candidate.mask & left).bit_count()
            for c, candidate in enumerate(candidates)
            if c not in closed and c not in placing.load and (candidate.mask & left).bit_count() >= family.smallest
        }
        if not sizes:
            break
        gain = {c: (candidates[c].mask & ~covered).bit_count() for c in sizes}
        best = max(sizes, key=lambda c: (gain[c] * shake(), -sizes[c], -c))
        if not gain[best]:
            break
        taken = _fewest_ways(component, best, left, list(sizes))
        if sum(family.needs[n].people for n in taken) < family.smallest:
            closed.add(best)
            continue
        for need in taken:
            placing.put(need, best)
            left &= ~family.bits(need)
        covered |= candidates[best].mask
    top_up(placing)
    return placing


def _fewest_ways(component: Component, chosen: int, left: int, viable: list[int]) -> list[int]:
    """Needs that make the class just large enough: those in the fewest other classes that could still open; large ones first."""
    family, candidates = component.family, component.candidates
    fits = [n for n in component.needs if family.bits(n) & left & candidates[chosen].mask]
    ways = {n: sum(1 for c in viable if candidates[c].mask >> family.first[n] & 1) for n in fits}
    taken: list[int] = []
    people = 0
    for need in sorted(fits, key=lambda n: (ways[n], -family.needs[n].people, n)):
        if people >= family.smallest:
            break
        taken.append(need)
        people += family.needs[need].people
    return taken


def heuristic(component: Component, *, tries: int = TRIES) -> Placing:
    """The best of some tries; the same every time."""
    best = open_small(component)
    for number in range(tries):
        if best.served == component.people:
            break
        other = open_small(component, rng=random.Random(number))
        if (other.served, -other.groups) > (best.served, -best.groups):
            best = other
    return best
