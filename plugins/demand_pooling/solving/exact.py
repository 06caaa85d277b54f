"""Integer programming by HiGHS: a component, or a part of one. Only ever imported in the solver's own process (see `process`).

K·z ≤ Σx − o ≤ U·z and x ≤ q·z per class, where z is how many groups of it open, x the people who join and o those of them for whom it
has no room. Needs stay whole: of those that could be in the same classes and are equally large, the model says how many are in which.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import floor

import highspy
import numpy as np

from plugins.demand_pooling.solving.candidates import Component
from plugins.demand_pooling.solving.placing import Placing, held, top_up

EPS = 1e-6


@dataclass(frozen=True)
class Answer:
    """What the solver found: a placing if it found any, the most that can be served by its bound, and whether it says it is done."""

    placing: Placing | None
    bound: int
    finished: bool


class Model:
    """The integer program of a component, with some classes and needs free and all else as it is.

    Args:
        candidates: The classes that may open; all when left out.
        needs: The needs that may move; all when left out.
    """

    def __init__(self, component: Component, *, candidates: Collection[int] | None = None, needs: Collection[int] | None = None) -> None:
        self.component = component
        self.classes = sorted(range(len(component.candidates)) if candidates is None else candidates)
        alike: dict[tuple[tuple[int, ...], int], list[int]] = defaultdict(list)
        for need in component.needs if needs is None else needs:
            first = component.family.first[need]
            ways = tuple(c for c in self.classes if component.candidates[c].mask >> first & 1)
            if ways:
                alike[ways, component.family.needs[need].people].append(need)
        self.kinds = list(alike.values())
        self.size = [size for _ways, size in alike]
        self.pairs = [(kind, c) for kind, (ways, _size) in enumerate(alike) for c in ways]
        self.people = sum(size * len(members) for size, members in zip(self.size, self.kinds, strict=True))

    def solve(self, *, start: Placing | None, seconds: float) -> Answer:
        """Serve most, then with fewest groups.

        Args:
            start: A placing to begin from: without one the solver is slow to find any.
        """
        family = self.component.family
        room = dict.fromkeys(self.classes, 0)
        for kind, c in self.pairs:
            room[c] += self.size[kind] * len(self.kinds[kind])
        groups = {c: room[c] // family.smallest for c in self.classes}
        most_groups = max(1, self.people // family.smallest)
        small = 1 / (most_groups + 1)
        solver = highspy.Highs()
        for name, value in (("output_flag", False), ("threads", 1), ("time_limit", max(0.05, seconds)), ("mip_rel_gap", 0.0)):
            solver.setOptionValue(name, value)
        solver.setOptionValue("mip_abs_gap", small * 0.5)
        solver.passModel(self._program(groups, small))
        if start is not None:
            solver.setSolution(self._values(start))
        solver.run()
        info = solver.getInfo()
        bound = self.people
        if np.isfinite(info.mip_dual_bound):
            bound = min(bound, floor(info.mip_dual_bound + small * most_groups + EPS))
        placing = None
        if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
            placing = self._placing(solver.getSolution().col_value)
        return Answer(placing, bound, solver.getModelStatus() == highspy.HighsModelStatus.kOptimal)

    def _program(self, groups: Mapping[int, int], small: float) -> highspy.HighsLp:
        family, pairs, classes = self.component.family, self.pairs, self.classes
        opened = {c: len(pairs) + i for i, c in enumerate(classes)}
        outside = {c: len(pairs) + len(classes) + i for i, c in enumerate(classes)}
        infinite = highspy.kHighsInf
        rows: list[tuple[float, float, list[int], list[float]]] = []
        of_kind: list[list[int]] = [[] for _ in self.kinds]
        of_class: dict[int, list[int]] = {c: [] for c in classes}
        for index, (kind, c) in enumerate(pairs):
            of_kind[kind].append(index)
            of_class[c].append(index)
            rows.append((-infinite, 0.0, [index, opened[c]], [1.0, -float(len(self.kinds[kind]))]))
        rows += [(-infinite, float(len(members)), own, [1.0] * len(own)) for members, own in zip(self.kinds, of_kind, strict=True)]
        for c, own in of_class.items():
            sizes = [float(self.size[pairs[i][0]]) for i in own]
            rows.append((0.0, infinite, [*own, outside[c], opened[c]], [*sizes, -1.0, -float(family.smallest)]))
            rows.append((-infinite, 0.0, [*own, outside[c], opened[c]], [*sizes, -1.0, -float(family.largest)]))
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(pairs) + 2 * len(classes), len(rows)
        lp.sense_ = highspy.ObjSense.kMaximize
        lp.col_cost_ = np.array([float(self.size[kind]) for kind, _c in pairs] + [-small] * len(classes) + [-1.0] * len(classes))
        lp.col_lower_ = np.zeros(lp.num_col_)
        lp.col_upper_ = np.array(
            [float(len(self.kinds[kind])) for kind, _c in pairs] + [float(groups[c]) for c in classes] + [float(self.people)] * len(classes)
        )
        lp.row_lower_ = np.array([row[0] for row in rows])
        lp.row_upper_ = np.array([row[1] for row in rows])
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.cumsum([0, *(len(row[2]) for row in rows)])
        lp.a_matrix_.index_ = np.array([i for row in rows for i in row[2]])
        lp.a_matrix_.value_ = np.array([v for row in rows for v in row[3]])
        whole = highspy.HighsVarType.kInteger
        lp.integrality_ = [whole] * (len(pairs) + len(classes)) + [highspy.HighsVarType.kContinuous] * len(classes)
        return lp

    def _values(self, start: Placing) -> highspy.HighsSolution:
        """A placing as the program's columns."""
        counts = dict.fromkeys(self.pairs, 0)
        for kind, members in enumerate(self.kinds):
            for need in members:
                pair = kind, start.where.get(need, -1)
                if pair in counts:
                    counts[pair] += 1
        sizes = [held(self.component, start.load.get(c, 0)) for c in self.classes]
        solution = highspy.HighsSolution()
        solution.col_value = [
            *(float(counts[pair]) for pair in self.pairs),
            *(float(groups) for groups, _people in sizes),
            *(float(start.load.get(c, 0) - people) for c, (_groups, people) in zip(self.classes, sizes, strict=True)),
        ]
        return solution

    def _placing(self, values: Sequence[float]) -> Placing:
        placing = Placing(self.component)
        waiting = [list(members) for members in self.kinds]
        for (kind, c), value in zip(self.pairs, values, strict=False):
            for _ in range(round(value)):
                if waiting[kind]:
                    placing.put(waiting[kind].pop(), c)
        top_up(placing)
        return placing
