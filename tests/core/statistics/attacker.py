"""Somebody who knows all published tables and how they are made, has a solver, and wants to know what a hidden cell holds."""

from __future__ import annotations

from collections.abc import Sequence

import highspy

from core.statistics import Published

Place = tuple[str, str, str]


class Attacker:
    """People by all three properties are unknown whole numbers of which the published sums are known, over all tables together."""

    def __init__(self, published: Published, axes: Sequence[str], *, whole_numbers: bool = True) -> None:
        self.published = published
        self.pairs = {f"{axes[first]}_{axes[second]}": (first, second) for first, second in ((0, 1), (0, 2), (1, 2))}
        self.values = [list(published.totals.get(axis, {"": None})) for axis in axes]
        self.solver = highspy.Highs()
        self.solver.silent()
        variable = self.solver.addIntegral if whole_numbers else self.solver.addVariable
        places = [(o, m, h) for o in self.values[0] for m in self.values[1] for h in self.values[2]]
        self.people = {place: variable(lb=0, ub=published.whole.people) for place in places}
        self._is(dict.fromkeys(places), published.whole.people)
        for number, axis in enumerate(axes):
            for value, total in published.totals.get(axis, {}).items():
                self._is({place: None for place in places if place[number] == value}, total.people)
        for name, cells in published.tables.items():
            for cell, people in cells.items():
                if people is not None:
                    self._is(self._places(name, cell), people)

    def _places(self, name: str, cell: tuple[str, str]) -> dict[Place, None]:
        first, second = self.pairs[name]
        return {place: None for place in self.people if (place[first], place[second]) == cell}

    def _is(self, places: dict[Place, None], people: int) -> None:
        self.solver.addConstr(self.solver.qsum(self.people[place] for place in places) == people)

    def interval(self, name: str, cell: tuple[str, str]) -> tuple[int, int]:
        """The least and the most that a cell can be."""
        wanted = self.solver.qsum(self.people[place] for place in self._places(name, cell))
        ends = []
        for ask in (self.solver.minimize, self.solver.maximize):
            ask(wanted)
            if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
                raise AssertionError(f"no world fits the published figures: {self.solver.getModelStatus()}")
            ends.append(round(self.solver.getObjectiveValue()))
        return ends[0], ends[1]
