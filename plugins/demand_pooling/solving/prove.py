"""A bound of our own, found by branching over sets of classes, with no solver behind it: the second opinion that a proof needs.

Everybody whom an open class could hold is served at most; classes that are open need people of their own, in whole needs; and only so
many can be open. It leaves out everything else (largest classes, who exactly is where), so what it says is never too low. When it has
looked at everything and the bound is what a placing serves, no plan serves more.
"""

from __future__ import annotations

from itertools import combinations
from time import monotonic

from plugins.demand_pooling.solving.candidates import Component

HALL = 9  # with more classes near each other than this, not all sets of them are looked at
TOGETHER = 3  # as many classes are looked at with whole needs, exactly


def bound(component: Component, served: int, *, seconds: float, nodes: int = 1_000_000) -> tuple[int, bool]:
    """The most that can be served, and whether everything was looked at. A bound that was not finished is everybody.

    Args:
        served: What is served already: only what serves more is looked at.
    """
    search = _Search(component, served, monotonic() + seconds, nodes)
    done = search.run()
    return (search.best, True) if done else (component.people, False)


class _Search:
    def __init__(self, component: Component, served: int, deadline: float, nodes: int) -> None:
        self.masks, self.smallest, self.best = [c.mask for c in component.candidates], component.family.smallest, served
        self.needs = [(component.family.first[n], component.family.needs[n].people) for n in component.needs]
        self.deadline, self.nodes = deadline, nodes
        self._known: dict[tuple[int, ...], bool] = {}

    def run(self) -> bool:
        """Look at everything. Returns False when time or nodes ran out."""
        stack: list[tuple[int, tuple[int, ...], tuple[int, ...]]] = [(0, (), tuple(range(len(self.masks))))]
        while stack:
            self.nodes -= 1
            if self.nodes < 0 or (self.nodes % 64 == 0 and monotonic() > self.deadline):
                return False
            stack += self._branch(*stack.pop())
        return True

    def _branch(self, covered: int, chosen: tuple[int, ...], left: tuple[int, ...]) -> list[tuple[int, tuple[int, ...], tuple[int, ...]]]:
        masks, smallest = self.masks, self.smallest
        everybody = covered
        for c in left:
            everybody |= masks[c]
        more = everybody.bit_count() // smallest - len(chosen)
        gains = sorted(((masks[c] & ~covered).bit_count(), -c) for c in left)[::-1]
        gains = [pair for pair in gains if pair[0]]
        most = min(everybody.bit_count(), covered.bit_count() + sum(gain for gain, _c in gains[: max(0, more)]))
        if most <= self.best:
            return []
        if not gains or more <= 0:
            self.best = max(self.best, covered.bit_count())
            return []
        pick = -gains[0][1]
        rest = tuple(-c for _gain, c in gains[1:])
        without = (covered, chosen, rest)
        if not self._room(chosen, pick):
            return [without]
        return [without, (covered | masks[pick], (*chosen, pick), rest)]

    def _room(self, chosen: tuple[int, ...], added: int) -> bool:
        """Whether every set of open classes with the new one has people enough for all of them (Hall's condition)."""
        near = [c for c in chosen if self.masks[c] & self.masks[added]]
        if len(near) > HALL:
            near = near[-HALL:]
        unions = [(self.masks[added], 1)]
        for c in near:
            unions += [(union | self.masks[c], count + 1) for union, count in unions]
        if not all(union.bit_count() >= self.smallest * count for union, count in unions):
            return False
        return all(self._can_open((added, *others)) for count in range(TOGETHER) for others in combinations(near, count))

    def _can_open(self, classes: tuple[int, ...]) -> bool:
        """Whether a few classes can all reach the smallest size with whole needs: tries every way, by what each still lacks."""
        key = tuple(sorted(classes))
        if key not in self._known:
            lacking = {(self.smallest,) * len(key)}
            for first, people in self.needs:
                ways = [i for i, c in enumerate(key) if self.masks[c] >> first & 1]
                for state in list(lacking) if len(ways) > 1 else ():
                    lacking |= {(*state[:i], max(0, state[i] - people), *state[i + 1 :]) for i in ways if state[i]}
                if len(ways) == 1:  # nothing else to do with it
                    i = ways[0]
                    lacking = {(*state[:i], max(0, state[i] - people), *state[i + 1 :]) for state in lacking}
            self._known[key] = (0,) * len(key) in lacking
        return self._known[key]
