"""Places that open only with enough: close those that get too few, one after the other, and open again what enough would rather have.

Finding out whether a stable matching exists is NP-complete with minimums (Biró, Fleiner, Irving and Manlove 2010). Closing until every
open place has enough always ends in a matching that is stable at the open places; what may remain is a closed place that enough people
would rather have, and that is counted.
"""

from __future__ import annotations

from time import monotonic

import numpy as np

from plugins.internships.matching.acceptance import Acceptance
from plugins.internships.matching.instance import NONE, Instance, Ints
from plugins.internships.matching.limits import Limits

REOPENINGS = 200


def with_minimums(instance: Instance, limits: Limits, turn: Ints, seconds: float) -> tuple[Ints, frozenset[int]]:
    """A matching by deferred acceptance that keeps the minimums, and the places that are closed."""
    deadline = monotonic() + seconds
    edges, closed = _close(instance, limits, turn, frozenset())
    tried: set[int] = set()
    while monotonic() < deadline and len(tried) < REOPENINGS:
        again = next((place for place in _wanted(instance, edges, closed) if place not in tried), None)
        if again is None:
            break
        tried.add(again)
        other, shut = _close(instance, limits, turn, closed - {again}, keep=again)
        if again not in shut and (other != NONE).sum() >= (edges != NONE).sum():
            edges, closed = other, shut
    return edges, _closed(instance, edges)


def _close(instance: Instance, limits: Limits, turn: Ints, closed: frozenset[int], keep: int = NONE) -> tuple[Ints, frozenset[int]]:
    """Close what gets too few: of those with somebody, first the one that lacks most for its size; `keep` last."""
    state = Acceptance(instance, turn, limits=limits, closed=closed).everybody()
    shut = set(closed)
    minimum = instance.minimum.tolist()
    waiting = [place for place, least in enumerate(minimum) if least and place not in shut]
    while True:
        short = [place for place in waiting if state.count[place] < minimum[place] and place not in shut]
        if not short:
            return state.result(), frozenset(shut)
        worst = min(short, key=lambda place: (place == keep, state.count[place] / minimum[place], place))
        shut.add(worst)
        state.shut(worst)


def _wanted(instance: Instance, edges: Ints, closed: frozenset[int]) -> list[int]:
    """Closed places that at least as many as they need would rather have, the most wanted first."""
    if not closed:
        return []
    tier = np.full(len(instance.applicants), np.iinfo(np.int64).max)
    seated = edges != NONE
    tier[seated] = instance.tier[edges[seated]]
    count = np.bincount(instance.place[instance.tier < tier[instance.owner]], minlength=len(instance.places))
    found = [place for place in closed if count[place] >= max(1, instance.minimum[place]) and instance.capacity[place]]
    return sorted(found, key=lambda place: (-int(count[place]), place))


def _closed(instance: Instance, edges: Ints) -> frozenset[int]:
    taken = np.bincount(instance.place[edges[edges != NONE]], minlength=len(instance.places))
    return frozenset(np.flatnonzero((instance.minimum > 0) & (taken == 0)).tolist())
