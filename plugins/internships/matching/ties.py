"""More placed at no cost in stability: equals are told apart so that nobody stands in the way of a free seat.

Breaking ties by lottery wastes seats, and finding the tie-breaking that places most is NP-hard. Starting from any stable matching, a move
lets one applicant have a place that ranks it equal with whom it has, or one that it likes as well as its own; whoever is pushed out asks
anew, and seats that fall free are offered on to the best who wants them, until nobody does (as Király 2013 promotes those left over, but
for anybody and in both directions). Every matching on the way is stable, so the search can stop at any time. A move that places fewer is
taken back.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable
from time import monotonic

import numpy as np

from plugins.internships.matching.instance import NONE, Instance, Ints

COIN = 0.3  # how often an equal is pushed out by one who asks on the way
DEEP = 30  # after so many pushed out in a move, equals stay
ROUND = 200  # moves between looks at the clock
ROUNDS = 1000  # looks for what is still not stable
LATE = 0.85  # of the time; after that, moves that place as many must not be worse in ranks


class Walk:
    """A stable matching that is changed move by move. Without caps and without pairs.

    Args:
        edges: (applicants) a stable matching: the edge, or `NONE`.
        closed: Places that take nobody.
    """

    def __init__(self, instance: Instance, edges: Ints, *, seed: int = 1, closed: Collection[int] = ()) -> None:
        self.place: list[int] = instance.place.tolist()
        self.tier: list[int] = instance.tier.tolist()
        self.grade: list[int] = instance.grade.tolist()
        self.start: list[int] = instance.start.tolist()
        self.owner: list[int] = instance.owner.tolist()
        self.room: list[int] = instance.capacity.tolist()
        self.least: list[int] = instance.minimum.tolist()
        for one in closed:
            self.room[one] = self.least[one] = 0
        self.edge: list[int] = edges.tolist()
        self.seats: list[list[int]] = [[] for _ in instance.places]
        for applicant, edge in enumerate(self.edge):
            if edge != NONE:
                self.seats[self.place[edge]].append(applicant)
        order = np.lexsort((instance.grade, instance.place))
        begin = np.searchsorted(instance.place[order], np.arange(len(instance.places) + 1)).tolist()
        listed = order.tolist()
        self.ranked = [listed[begin[one] : begin[one + 1]] for one in range(len(instance.places))]
        self.random = random.Random(seed).random
        self.before: dict[int, int] = {}
        self.placed = sum(1 for edge in self.edge if edge != NONE)
        self.late = False

    def improve(self, seconds: float, bound: int) -> int:
        """Move until so many are placed or the time is over. Returns how many are placed."""
        began = monotonic()
        while self.edge and monotonic() - began < seconds and (self.placed < bound or not self.late):
            self.late = self.placed >= bound or monotonic() - began > LATE * seconds
            for _ in range(ROUND):
                self.move()
        return self.placed

    def result(self) -> Ints:
        """(applicants) the edge, or `NONE`."""
        return np.array(self.edge, dtype=np.int64)

    def settle(self) -> list[int]:
        """Make it stable again after a change, with as few moves as come by themselves: equals stay.

        Returns:
            Who lost a place that takes fewer now.
        """
        out: list[int] = []
        for place, seats in enumerate(self.seats):
            while len(seats) > self.room[place]:
                worst = max(seats, key=lambda one: (self.grade[self.edge[one]], self.random()))
                out.append(worst)
                self._leave(worst)
        for place, seats in enumerate(self.seats):
            for _ in range(self.room[place] - len(seats)):
                self._offer(place, out)
        for one in [*out, *(one for one, edge in enumerate(self.edge) if edge == NONE)]:
            if self.edge[one] == NONE:
                self._ask(one, coin=0.0)
        for _ in range(ROUNDS):
            upset = self._upset()
            if not upset:
                break
            for edge in upset:
                self._fulfil(edge)
        self.placed = sum(1 for edge in self.edge if edge != NONE)
        return out

    def _upset(self) -> list[int]:
        """Wishes that still block: what was not stable before the change either."""
        worst = [NONE if len(s) < room else max((self.grade[self.edge[one]] for one in s), default=NONE) for s, room in self._full()]
        free = [len(seats) < room for seats, room in self._full()]
        found = []
        for edge, one in enumerate(self.owner):
            now, place = self.edge[one], self.place[edge]
            if (now == NONE or self.tier[edge] < self.tier[now]) and (free[place] or self.grade[edge] < worst[place]):
                found.append(edge)
        return found

    def _full(self) -> Iterable[tuple[list[int], int]]:
        return zip(self.seats, self.room, strict=True)

    def _fulfil(self, edge: int) -> None:
        """Give somebody a place that would take it, if that is still so."""
        one, place = self.owner[edge], self.place[edge]
        now, seats = self.edge[one], self.seats[place]
        if now != NONE and self.tier[edge] >= self.tier[now]:
            return
        out = NONE
        if len(seats) >= self.room[place]:
            out = max(seats, key=lambda other: self.grade[self.edge[other]], default=NONE)
            if out == NONE or self.grade[self.edge[out]] <= self.grade[edge]:
                return
            self._leave(out)
        left = self._leave(one) if now != NONE else NONE
        self._sit(one, edge)
        if left != NONE:
            self._offer(left, [out])
        if out != NONE:
            self._ask(out, coin=0.0)

    def move(self) -> None:
        """One move of somebody drawn by chance."""
        self.before = {}
        applicant = int(self.random() * len(self.edge))
        if self.edge[applicant] == NONE:
            self._ask(applicant)
        elif not self._better_or_as_good(applicant):
            return
        gained = sum((self.edge[one] != NONE) - (edge != NONE) for one, edge in self.before.items())
        if gained < 0 or not self._may_stay(gained):
            self._take_back()
        else:
            self.placed += gained

    def _better_or_as_good(self, applicant: int) -> bool:
        """Let somebody have a place that it likes at least as well, and that can have it without anybody better being passed over."""
        now = self.edge[applicant]
        options: list[tuple[int, int]] = []
        for edge in range(self.start[applicant], self.start[applicant + 1]):
            if self.tier[edge] > self.tier[now]:
                break
            place = self.place[edge]
            if edge == now or not self.room[place]:
                continue
            if len(self.seats[place]) < self.room[place]:
                options.append((edge, NONE))
            else:
                worst = max([self.grade[self.edge[one]] for one in self.seats[place]])
                if self.grade[edge] <= worst:
                    options.append((edge, worst))
        if not options:
            return False
        edge, worst = options[int(self.random() * len(options))]
        left = self._leave(applicant)
        pushed: list[int] = []
        if worst != NONE:
            equals = [one for one in self.seats[self.place[edge]] if self.grade[self.edge[one]] == worst]
            pushed.append(equals[int(self.random() * len(equals))])
            self._leave(pushed[0])
        self._sit(applicant, edge)
        self._offer(left, pushed)
        for one in pushed:
            self._ask(one)
        return True

    def _offer(self, place: int, asking: list[int]) -> None:
        """A seat has fallen free: offer it to the best who wants it, then the seat that this one leaves, until nobody wants it."""
        while True:
            best, grade = NONE, NONE
            for edge in self.ranked[place]:
                if best != NONE and self.grade[edge] > grade:
                    break
                one = self.owner[edge]
                now = self.edge[one]
                if one in asking or (now != NONE and self.tier[edge] >= self.tier[now]):
                    continue
                if best == NONE or now == NONE or (self.edge[self.owner[best]] != NONE and self.random() < 0.5):
                    best, grade = edge, self.grade[edge]
            if best == NONE:
                return
            one = self.owner[best]
            left = self._leave(one) if self.edge[one] != NONE else NONE
            self._sit(one, best)
            if left == NONE:
                return
            place = left

    def _ask(self, applicant: int, coin: float = COIN) -> None:
        """Somebody without a place asks from the top of the list, and then those who are pushed out."""
        asking, deep = [applicant], 0
        while asking:
            one = asking.pop()
            deep += 1
            coin = coin if deep < DEEP else 0.0
            self.before.setdefault(one, NONE)
            for edge in range(self.start[one], self.start[one + 1]):
                place = self.place[edge]
                seats = self.seats[place]
                if len(seats) < self.room[place]:
                    self._sit(one, edge)
                    break
                worst, equals = NONE, [NONE]
                for other in seats:
                    grade = self.grade[self.edge[other]]
                    if grade > worst:
                        worst, equals = grade, [other]
                    elif grade == worst:
                        equals.append(other)
                if self.grade[edge] < worst or (self.grade[edge] == worst and self.random() < coin):
                    out = equals[int(self.random() * len(equals))]
                    self._leave(out)
                    self._sit(one, edge)
                    asking.append(out)
                    break

    def _leave(self, one: int) -> int:
        edge = self.edge[one]
        self.before.setdefault(one, edge)
        place = self.place[edge]
        self.seats[place].remove(one)
        self.edge[one] = NONE
        return place

    def _sit(self, one: int, edge: int) -> None:
        self.before.setdefault(one, NONE)
        self.edge[one] = edge
        self.seats[self.place[edge]].append(one)

    def _may_stay(self, gained: int) -> bool:
        """Whether no open place has fallen below its minimum and, late, ranks are not worse."""
        for edge in self.before.values():
            if edge != NONE and 0 < len(self.seats[self.place[edge]]) < self.least[self.place[edge]]:
                return False
            if edge != NONE and self.least[self.place[edge]] and not self.seats[self.place[edge]]:
                return False
        if self.late and not gained:
            now = sum(self.tier[self.edge[one]] for one in self.before if self.edge[one] != NONE)
            return now <= sum(self.tier[edge] for edge in self.before.values() if edge != NONE)
        return True

    def _take_back(self) -> None:
        for one in self.before:
            if self.edge[one] != NONE:
                self.seats[self.place[self.edge[one]]].remove(one)
        for one, edge in self.before.items():
            self.edge[one] = edge
            if edge != NONE:
                self.seats[self.place[edge]].append(one)
