"""A first match with pairs: single applicants by deferred acceptance, then one pair after the other, as the labour markets for doctors do.

(Roth and Peranson 1999.) Whether a stable matching exists is NP-complete with pairs, and there may be none. This gives a good start for
the exact way, and the answer where that is too slow; what breaks it is counted by the verifier.
"""

from __future__ import annotations

from plugins.internships.matching.acceptance import WIDTH, Acceptance
from plugins.internships.matching.instance import NONE, Instance, Ints
from plugins.internships.matching.limits import Limits

TRIES = 40  # times a pair may be pushed out before it has to go without


class PairedAcceptance(Acceptance):
    """Deferred acceptance in which a pair comes and goes together."""

    def __init__(self, instance: Instance, turn: Ints, *, limits: Limits, closed: frozenset[int] = frozenset()) -> None:
        super().__init__(instance, turn, limits=limits, closed=closed)
        self.paired: list[int] = instance.paired.tolist()
        self.loose: list[int] = list(range(len(instance.couples) - 1, -1, -1))

    def ask(self, applicant: int, edge: int) -> None:
        """One of a pair does not ask alone: the other leaves too, and both wait for their turn."""
        waiting = [(applicant, edge)]
        while waiting:
            one, edge = waiting.pop()
            if self.paired[one] != NONE:
                self._part(one)
                continue
            while edge < self.start[one + 1]:
                out = self._take(one, edge)
                if out is not None:
                    waiting += out
                    break
                edge += 1

    def _part(self, one: int) -> None:
        couple = self.instance.couples[self.paired[one]]
        for other in (couple.first, couple.second):
            if self.edge[other] != NONE:
                self.let_go(other)
        if self.paired[one] not in self.loose:
            self.loose.append(self.paired[one])

    def pairs(self) -> PairedAcceptance:
        """Let the pairs ask, in turn, until none waits or each has had its tries."""
        tries = [0] * len(self.instance.couples)
        while self.loose:
            number = self.loose.pop()
            tries[number] += 1
            if tries[number] <= TRIES:
                couple = self.instance.couples[number]
                for joint in (joint for group in couple.groups for joint in group):
                    if self._both(couple.first, couple.second, joint):
                        break
        return self

    def _both(self, first: int, second: int, joint: tuple[int, int]) -> bool:
        """Hold both, if each limit has seats enough for them that are free or held by somebody worse."""
        if not self._fit(first, second, joint):
            return False
        for one, edge in zip((first, second), joint, strict=True):
            if edge != NONE:
                out = self._take(one, edge)
                if out is None or self.edge[first if joint[0] != NONE else second] == NONE:
                    self._undo(first, second)
                    return False
                for other, from_edge in out:
                    self.ask(other, from_edge)
        return all(self.edge[one] == edge for one, edge in zip((first, second), joint, strict=True))

    def _fit(self, first: int, second: int, joint: tuple[int, int]) -> bool:
        needed: dict[int, list[int]] = {}
        for one, edge in zip((first, second), joint, strict=True):
            if edge != NONE:
                for limit in self.chains[self.place[edge]]:
                    needed.setdefault(limit, []).append(self.level[edge] * WIDTH + self.lot[one])
        for limit, keys in needed.items():
            others = [-key for key in self.held[limit] if self._counts(-key, limit)]
            for seat, key in enumerate(sorted(keys, reverse=True), 1):
                if self.maximum[limit] - sum(1 for other in others if other < key) < seat:
                    return False
        return True

    def _counts(self, key: int, limit: int) -> bool:
        one = self.whose.get(key % WIDTH, NONE)
        return one != NONE and self.key[one] == key and limit in self.chains[self.place[self.edge[one]]]

    def _undo(self, first: int, second: int) -> None:
        for one in (first, second):
            if self.edge[one] != NONE:
                self.let_go(one)
