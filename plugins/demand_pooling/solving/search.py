"""Local search on one component: open one more class by moving needs along chains; close one and open others in its place."""

from __future__ import annotations

from time import monotonic

from plugins.demand_pooling.solving.placing import Placing, mend, top_up


def climb(placing: Placing, *, deadline: float) -> Placing:
    """As many single improvements as there are before the deadline. The placing that was given is not changed."""
    best = _open_more(placing, deadline)
    improved = True
    while improved and best.served < best.component.people and monotonic() < deadline:
        improved = False
        for closing in best.open:
            if monotonic() > deadline:
                break
            trial = best.copy()
            for need in trial.members(closing):
                trial.put(need, None)
            del trial.load[closing]
            top_up(trial)
            trial = _open_more(trial, deadline, without=closing)
            if (trial.served, -trial.groups) > (best.served, -best.groups):
                best, improved = trial, True
                break
    return best


def _open_more(placing: Placing, deadline: float, without: int | None = None) -> Placing:
    """Open every closed class that brings in somebody from outside and can be filled; most people first."""
    component = placing.component
    tried: set[int] = set() if without is None else {without}
    while monotonic() < deadline:
        inside = 0
        for need in placing.where:
            inside |= component.family.bits(need)
        outside = component.everybody & ~inside
        gains = [
            ((candidate.mask & outside).bit_count(), -c)
            for c, candidate in enumerate(component.candidates)
            if c not in tried and not placing.load.get(c) and candidate.mask & outside
        ]
        if not gains:
            break
        chosen = -max(gains)[1]
        tried.add(chosen)
        trial = placing.copy()
        trial.load[chosen] = 0
        if mend(trial, [chosen]):
            top_up(trial)
            if trial.served > placing.served:
                placing = trial
    return placing
