"""More placed where caps are: who is left without a place asks again with the best lot of all, as long as that helps (Király 2013).

Whoever has no place is held nowhere, so a new lot changes nothing for others, and going on with deferred acceptance gives the stable
matching for the lots as they then are. Nobody's placement is given up without another's instead, so the number never falls.
"""

from __future__ import annotations

import random
from time import monotonic

from plugins.internships.matching.acceptance import MIDDLE, Acceptance
from plugins.internships.matching.instance import NONE, Ints

IN_VAIN = 30  # times everybody left over has asked again before it is called an end


def promote(state: Acceptance, *, seconds: float, bound: int, seed: int = 1) -> Ints:
    """Go on until so many are placed, nothing comes of it, or the time is over."""
    rng, deadline = random.Random(seed), monotonic() + seconds
    paired = state.instance.paired.tolist()
    left = [one for one, edge in enumerate(state.edge) if edge == NONE and paired[one] == NONE and state.start[one] < state.start[one + 1]]
    fewest, vain, lot = len(left), 0, MIDDLE - 1
    placed = sum(1 for edge in state.edge if edge != NONE)
    target = fewest - (bound - placed)
    while left and len(left) > target and vain < IN_VAIN * len(left) and monotonic() < deadline:
        at = rng.randrange(len(left))
        one, left[at] = left[at], left[-1]
        left.pop()
        state.relot(one, lot)
        lot -= 1
        state.moved.clear()
        state.ask(one, state.start[one])
        left += {other for other in [one, *state.moved] if state.edge[other] == NONE and paired[other] == NONE}
        vain += 1
        if len(left) < fewest:
            fewest, vain = len(left), 0
    return state.result()
