"""Going on after a change, with the lots that were drawn: a place withdrawn, an applicant who leaves, a seat that comes late.

A withdrawal lets those who sat there go on asking; the outcome is that of a whole re-run with the same lots, since deferred acceptance
does not depend on who asks when. A seat that falls free is offered to the best who wants it, then the seat that this one leaves, and so on
(a vacancy chain; Blum, Roth and Rothblum 1997). That moves only people who gain, but fewer of them than a re-run might.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from plugins.internships.matching.acceptance import WIDTH, Acceptance
from plugins.internships.matching.instance import NONE, Instance, Ints
from plugins.internships.matching.limits import Limits


def edges_of(instance: Instance, assignments: Mapping[str, str | None]) -> Ints:
    """(applicants) the edges of assignments by id; `NONE` also where the place is no longer possible."""
    numbers = {one: number for number, one in enumerate(instance.places)}
    found = [
        NONE if (at := assignments.get(one)) is None or at not in numbers else instance.edge_of(number, numbers[at])
        for number, one in enumerate(instance.applicants)
    ]
    return np.array(found, dtype=np.int64)


class Continued(Acceptance):
    """Deferred acceptance as it stood at the end, made of its outcome and the same lots. Without caps and pairs.

    Args:
        edges: (applicants) the outcome.
    """

    def __init__(self, instance: Instance, turn: Ints, edges: Ints, *, limits: Limits | None = None) -> None:
        super().__init__(instance, turn, limits=limits)
        order = np.lexsort((instance.grade, instance.place))
        self._ranked = order.tolist()
        self._begin = np.searchsorted(instance.place[order], np.arange(len(instance.places) + 1)).tolist()
        self._owner: list[int] = instance.owner.tolist()
        for one, edge in enumerate(edges.tolist()):
            if edge != NONE:
                self._hold(one, edge, self.level[edge] * WIDTH + self.lot[one])
        self.moved.clear()

    def withdraw(self, place: int, seats: int = 0) -> list[int]:
        """A place takes fewer, or nobody. Returns whose placement changed."""
        self.moved.clear()
        before = {one: self.edge[one] for one in self.sitting(place)}
        self.resize(place, seats)
        return sorted(one for one in set(self.moved) if self.edge[one] != before.get(one, NONE) or one not in before)

    def drop_out(self, one: int) -> list[int]:
        """An applicant leaves. Returns who moved up because of it, in order."""
        edge = self.edge[one]
        if edge == NONE:
            return []
        self.let_go(one)
        return self.offer(self.place[edge], without=one)

    def offer(self, place: int, without: int = NONE) -> list[int]:
        """Offer a free seat on until nobody wants it. Returns who moved, in order."""
        moved: list[int] = []
        while self.count[place] < self.maximum[place]:
            best = self._best_who_wants(place, without)
            if best == NONE:
                break
            one = self._owner[best]
            left = NONE
            if self.edge[one] != NONE:
                left = self.place[self.let_go(one)]
            self._hold(one, best, self.level[best] * WIDTH + self.lot[one])
            moved.append(one)
            if left == NONE:
                break
            place = left
        return moved

    def _best_who_wants(self, place: int, without: int) -> int:
        best, lowest = NONE, NONE
        for edge in self._ranked[self._begin[place] : self._begin[place + 1]]:
            one = self._owner[edge]
            key = self.level[edge] * WIDTH + self.lot[one]
            if best != NONE and self.level[edge] * WIDTH > lowest:
                break
            now = self.edge[one]
            wants = one != without and (now == NONE or self.tier[edge] < self.tier[now])
            if wants and (best == NONE or key < lowest):
                best, lowest = edge, key
        return best
