"""Placing whole needs in the open classes of one component: every need in one class at most, no class below its smallest size.

A need is never divided between classes. When a class is full it may take only some of a need's people; that is settled when
classes are given their rooms (`housing`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from plugins.demand_pooling.solving.candidates import Component


@dataclass(slots=True)
class Placing:
    """Which class each need is in. Classes and needs by their indexes in the component's candidates and family."""

    component: Component
    where: dict[int, int] = field(default_factory=dict)
    load: dict[int, int] = field(default_factory=dict)

    @property
    def open(self) -> list[int]:
        """The classes that hold somebody."""
        return sorted(c for c, people in self.load.items() if people)

    @property
    def served(self) -> int:
        """How many are placed, not counting those for whom a full class has no room."""
        return sum(held(self.component, people)[1] for people in self.load.values())

    @property
    def groups(self) -> int:
        """How many parallel groups the classes are."""
        return sum(held(self.component, people)[0] for people in self.load.values())

    def put(self, need: int, to: int | None) -> None:
        """Move a need to a class, or out."""
        people = self.component.family.needs[need].people
        was = self.where.pop(need, None)
        if was is not None:
            self.load[was] -= people
        if to is not None:
            self.where[need] = to
            self.load[to] = self.load.get(to, 0) + people

    def members(self, candidate: int) -> list[int]:
        """The needs of a class."""
        return [need for need, at in self.where.items() if at == candidate]

    def copy(self) -> Placing:
        """One to try things with."""
        return Placing(self.component, dict(self.where), dict(self.load))


def held(component: Component, people: int) -> tuple[int, int]:
    """How many parallel groups some people make, the fewest that hold most of them, and how many they hold."""
    smallest, largest = component.family.smallest, component.family.largest
    most = people // smallest
    if not most:
        return 0, 0
    needed = -(-people // largest)
    return (needed, people) if needed <= most else (most, most * largest)


def top_up(placing: Placing) -> None:
    """Everybody who is outside joins an open class that may hold them, the smallest first."""
    component = placing.component
    open_now = placing.open
    for need in component.needs:
        if need not in placing.where:
            bit = 1 << component.family.first[need]
            fits = [c for c in open_now if component.candidates[c].mask & bit]
            if fits:
                placing.put(need, min(fits, key=lambda c: placing.load[c]))


def mend(placing: Placing, wanted: Iterable[int]) -> bool:
    """Bring every wanted class up to its smallest size by moving needs along chains of classes. Returns whether that went."""
    smallest = placing.component.family.smallest
    for target in sorted(wanted, key=lambda c: -placing.load.get(c, 0)):
        while placing.load.get(target, 0) < smallest:
            if not _pull(placing, target):
                return False
    return True


def _pull(placing: Placing, target: int) -> bool:
    """Bring one more need to a class: from outside, or through others that stay large enough."""
    component, smallest = placing.component, placing.component.family.smallest
    candidates, first, needs = component.candidates, component.family.first, component.family.needs
    members: dict[int | None, list[int]] = {}
    for need in component.needs:
        members.setdefault(placing.where.get(need), []).append(need)
    came: dict[int | None, tuple[int, int]] = {}  # class -> (the need that leaves it, the class it goes to)
    waiting: list[int] = [target]
    seen: set[int | None] = {target}
    while waiting:
        at = waiting.pop(0)
        mask = candidates[at].mask
        for source in [None, *placing.load]:
            if source in seen:
                continue
            moving = [n for n in members.get(source, ()) if mask >> first[n] & 1]
            if not moving:
                continue
            spare = None if source is None else placing.load[source] - smallest
            lacking = max(1, smallest - placing.load.get(at, 0)) if at == target else needs[came[at][0]].people
            able = [n for n in moving if spare is None or needs[n].people <= spare]
            if able:
                best = min(able, key=lambda n: (abs(needs[n].people - lacking), n))
                chain = [(best, at)]
                while at != target:
                    chain.append((came[at][0], came[at][1]))
                    at = came[at][1]
                for need, to in chain:
                    placing.put(need, to)
                return _still_large(placing, chain, target)
            seen.add(source)
            came[source] = (min(moving, key=lambda n: (needs[n].people, n)), at)
            if source is not None:
                waiting.append(source)
    return False


def _still_large(placing: Placing, chain: list[tuple[int, int]], target: int) -> bool:
    smallest = placing.component.family.smallest
    return all(placing.load[to] >= smallest for _need, to in chain if to != target)
