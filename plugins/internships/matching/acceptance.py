"""Deferred acceptance that can go on: with caps, after a change, and with ties broken anew for whoever was left without a place.

Applicants ask in order; a limit that is full lets go of its worst when somebody better asks (with nested caps: Biró, Fleiner, Irving and
Manlove 2010; Kamada and Kojima 2015). What is held at any moment is stable for those who have asked, so somebody may come later, or come
again with a better lot, and only those who are pushed on are touched (Roth and Vande Vate 1990; Blum, Roth and Rothblum 1997).
"""

from __future__ import annotations

from collections.abc import Iterable
from heapq import heappop, heappush

import numpy as np

from plugins.internships.matching.instance import NONE, Instance, Ints
from plugins.internships.matching.limits import Limits, limits_of

WIDTH = 1 << 40  # of lots; those that are drawn lie in the middle
MIDDLE = WIDTH >> 1
BEFOREHAND = WIDTH >> 2  # whoever is placed beforehand has a better lot than any that is drawn, or given later
UNKNOWN = -2  # the worst of a limit is to be looked up


class Acceptance:
    """Who is held where, and who asks next.

    Args:
        turn: (applicants) turns of the lottery.
        closed: Places that take nobody.
    """

    def __init__(self, instance: Instance, turn: Ints, *, limits: Limits | None = None, closed: Iterable[int] = ()) -> None:
        self.instance = instance
        self.limits = limits or limits_of(instance)
        self.place: list[int] = instance.place.tolist()
        self.tier: list[int] = instance.tier.tolist()
        self.level: list[int] = self.limits.level.tolist()
        self.start: list[int] = instance.start.tolist()
        self.lot: list[int] = (turn + MIDDLE).tolist()
        for one in instance.fixed:
            self.lot[one] -= BEFOREHAND
        self.whose: dict[int, int] = {lot: applicant for applicant, lot in enumerate(self.lot)}
        self.edge: list[int] = [NONE] * len(instance.applicants)
        self.key: list[int] = [NONE] * len(instance.applicants)
        self.chains = self.limits.chains
        self.maximum = list(self.limits.maximum)
        self.count = [0] * len(self.maximum)
        self.held: list[list[int]] = [[] for _ in self.maximum]
        self.last = [UNKNOWN] * len(self.maximum)
        self.moved: list[int] = []
        for place in closed:
            self.maximum[place] = 0

    def everybody(self) -> Acceptance:
        """Let all ask, from the top of their lists."""
        paired = self.instance.paired.tolist()
        for applicant in range(len(self.edge)):
            if paired[applicant] == NONE:
                self.ask(applicant, self.start[applicant])
        return self

    def result(self) -> Ints:
        """(applicants) the edge, or `NONE`."""
        return np.array(self.edge, dtype=np.int64)

    def ask(self, applicant: int, edge: int) -> None:
        """Let somebody who is held nowhere ask from an edge on, and whoever is pushed out by that, until nobody moves."""
        waiting = [(applicant, edge)]
        place, level, chains, count, maximum, last = self.place, self.level, self.chains, self.count, self.maximum, self.last
        while waiting:
            one, edge = waiting.pop()
            lot, end = self.lot[one], self.start[one + 1]
            while edge < end:
                key = level[edge] * WIDTH + lot
                for limit in chains[place[edge]]:
                    if count[limit] >= maximum[limit] and (last[limit] if last[limit] != UNKNOWN else self._worst(limit)) < key:
                        break  # refused
                else:
                    out = self._take(one, edge)
                    if out is not None:
                        waiting += out
                        break
                edge += 1

    def _take(self, one: int, edge: int) -> list[tuple[int, int]] | None:
        """Hold somebody at an edge if the limits allow it. Returns who is pushed out, and from where they go on; None when refused."""
        place = self.place[edge]
        key = self.level[edge] * WIDTH + self.lot[one]
        chain = self.chains[place]
        full = [limit for limit in chain if self.count[limit] >= self.maximum[limit]]
        for limit in full:
            if self._worst(limit) < key:
                return None
            if self.limits.nested:
                break  # the larger ones hold somebody at least as bad
        out: list[tuple[int, int]] = []
        for limit in full:
            if self.count[limit] >= self.maximum[limit]:
                other = self.whose[self._worst(limit) % WIDTH]
                out.append((other, self.edge[other] + 1))
                self.let_go(other)
        self._hold(one, edge, key)
        return out

    def _hold(self, one: int, edge: int, key: int) -> None:
        self.edge[one], self.key[one] = edge, key
        self.moved.append(one)
        last = self.last
        for limit in self.chains[self.place[edge]]:
            self.count[limit] += 1
            heappush(self.held[limit], -key)
            if last[limit] != UNKNOWN and last[limit] < key:
                last[limit] = key

    def let_go(self, one: int) -> int:
        """Take somebody from where it is held. Returns that edge."""
        edge = self.edge[one]
        key, last = self.key[one], self.last
        for limit in self.chains[self.place[edge]]:
            self.count[limit] -= 1
            if last[limit] == key:
                last[limit] = UNKNOWN
        self.edge[one] = self.key[one] = NONE
        self.moved.append(one)
        return edge

    def sitting(self, place: int) -> list[int]:
        """Who is held at a place."""
        found = {self.whose.get(-key % WIDTH, NONE): -key for key in self.held[place]}
        return [one for one, key in found.items() if one != NONE and self.key[one] == key and self.place[self.edge[one]] == place]

    def resize(self, place: int, seats: int) -> None:
        """Give a place fewer seats; the worst who sit there go on asking. (More seats leave it to the caller who gets them.)"""
        self.maximum[place] = seats
        out: list[tuple[int, int]] = []
        while self.count[place] > seats:
            one = self.whose[self._worst(place) % WIDTH]
            out.append((one, self.let_go(one) + 1))
        for one, edge in out:
            self.ask(one, edge)

    def shut(self, place: int) -> None:
        """Close a place; those who sit there go on asking."""
        self.resize(place, 0)

    def _worst(self, limit: int) -> int:
        """The key of the worst who counts against a limit; `NONE`, which is better than all, when there is nobody."""
        if self.last[limit] != UNKNOWN:
            return self.last[limit]
        held, place, edges, keys, whose, chains = self.held[limit], self.place, self.edge, self.key, self.whose, self.chains
        while held:
            key = -held[0]
            one = whose.get(key % WIDTH, NONE)
            if one != NONE and keys[one] == key and limit in chains[place[edges[one]]]:
                break
            heappop(held)
        self.last[limit] = -held[0] if held else NONE
        return self.last[limit]

    def relot(self, applicant: int, lot: int) -> None:
        """Give somebody who is held nowhere another lot."""
        self.whose.pop(self.lot[applicant], None)
        self.lot[applicant] = lot
        self.whose[lot] = applicant
