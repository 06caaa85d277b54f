"""Stable matchings as a program: one variable per possible placement, and for each wish a row that says why it does not block.

With the cut-off variables of Delorme et al. 2019 (limit S is full with applicants of level at most l), so that a row stays short, and
caps are as easy as capacities. What blocks is defined in docs/reference/matching-format.md, and again, otherwise, in the verifier.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from plugins.internships.matching.instance import NONE, Couple, Instance
from plugins.internships.matching.limits import Limits, limits_of
from plugins.internships.matching.solvers.program import Program

FEW_SEATS, FEW_WISHES = 4, 80  # of a limit, for rows that make fractions fewer


@dataclass(frozen=True)
class Goal:
    """What a program is to make large or small, and what it must keep.

    Args:
        stable: No wish may block.
        breaks: How many wishes may block all the same (of single applicants, and of pairs); 0 for none.
        closed: Places that stay closed whatever happens; None to choose.
        weights: (edges) the worth of each placement.
        wanted: What a closed place costs that enough applicants would rather have.
    """

    weights: list[int]
    stable: bool = True
    breaks: int = 0
    closed: frozenset[int] | None = None
    wanted: int = 0


@dataclass
class Stable:
    """The program of an instance.

    Attributes:
        edge: Variable of each edge.
    """

    instance: Instance
    goal: Goal
    limits: Limits = field(init=False)
    program: Program = field(default_factory=Program)
    edge: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.limits = limits_of(self.instance)
        self.place: list[int] = self.instance.place.tolist()
        self.tier: list[int] = self.instance.tier.tolist()
        self.grade: list[int] = self.instance.grade.tolist()
        self.level: list[int] = self.limits.level.tolist()
        self.owner: list[int] = self.instance.owner.tolist()
        self.inside: dict[int, list[int]] = defaultdict(list)
        for edge, place in enumerate(self.place):
            for limit in self.limits.chains[place]:
                self.inside[limit].append(edge)
        self._full: dict[tuple[int, int, int, tuple[int, ...]], int] = {}
        self._excused: list[int] = []
        self._variables()
        self._limits()
        self._openings()
        if self.goal.stable:
            self._stable()

    def matching(self, values: list[int]) -> list[int]:
        """(applicants) the edge of each, or `NONE`."""
        found = [NONE] * len(self.instance.applicants)
        for edge, variable in enumerate(self.edge):
            if values[variable]:
                found[self.owner[edge]] = edge
        return found

    def hint(self, matching: list[int]) -> list[int]:
        """Values of the placements of a matching; what else there is, a solver works out."""
        values = [0] * len(self.program.objective)
        for edge in matching:
            if edge != NONE:
                values[self.edge[edge]] = 1
        for (limit, level, most, without), variable in self._full.items():
            count = sum(values[self.edge[e]] for e in self.inside[limit] if self._at(limit, e) <= level and self.owner[e] not in without)
            values[variable] = int(count >= most)
        for place, variable in self.open.items():
            values[variable] = int(any(values[self.edge[edge]] for edge in self.inside[place]))
        for number, variables in self.joint.items():
            couple = self.instance.couples[number]
            for (one, two), variable in variables.items():
                values[variable] = int(matching[couple.first] == one and matching[couple.second] == two)
        return values

    def _at(self, limit: int, edge: int) -> int:
        return self.grade[edge] if limit < len(self.instance.places) else self.level[edge]

    def _variables(self) -> None:
        self.edge = [self.program.variable(weight) for weight in self.goal.weights]
        self.joint: dict[int, dict[tuple[int, int], int]] = {}
        start = self.instance.start.tolist()
        paired = self.instance.paired.tolist()
        for applicant, couple in enumerate(paired):
            if couple == NONE and start[applicant] < start[applicant + 1]:
                self.program.at_most(self.edge[start[applicant] : start[applicant + 1]], 1)
        for number, couple in enumerate(self.instance.couples):
            chosen = {joint: self.program.variable() for group in couple.groups for joint in group}
            self.joint[number] = chosen
            self.program.at_most(chosen.values(), 1)
            for side, applicant in enumerate((couple.first, couple.second)):
                for edge in range(start[applicant], start[applicant + 1]):
                    terms = [(variable, 1) for joint, variable in chosen.items() if joint[side] == edge]
                    self.program.row([*terms, (self.edge[edge], -1)], low=0, high=0)

    def _limits(self) -> None:
        for edge in self.instance.fixed.values():
            self.program.at_least([self.edge[edge]], 1)
        for limit, edges in self.inside.items():
            if len(edges) > self.limits.maximum[limit]:
                self.program.at_most((self.edge[edge] for edge in edges), self.limits.maximum[limit])

    def _openings(self) -> None:
        """A place with a minimum is open with at least so many, or takes nobody."""
        self.open: dict[int, int] = {}
        minimum = self.instance.minimum.tolist()
        for place in range(len(self.instance.places)):
            edges = self.inside.get(place, [])
            if self.goal.closed is not None and place in self.goal.closed:
                self.program.at_most((self.edge[edge] for edge in edges), 0)
            if minimum[place] <= 0 and (self.goal.closed is None or place not in self.goal.closed):
                continue
            self.open[place] = self.program.variable()
            for edge in edges:
                self.program.row([(self.edge[edge], 1), (self.open[place], -1)], high=0)
            self.program.row([*((self.edge[edge], 1) for edge in edges), (self.open[place], -max(1, minimum[place]))], low=0)

    def _stable(self) -> None:
        couples = self.instance.paired.tolist()
        for edge in range(len(self.edge)):
            if couples[self.owner[edge]] == NONE:
                self._single(edge)
        for number, couple in enumerate(self.instance.couples):
            self._pair(number, couple)
        if self._excused:
            self.program.at_most(self._excused, self.goal.breaks)
        if self.goal.wanted:
            self._wanted()
        self._tighter()

    def _as_good(self, edge: int) -> list[int]:
        """The placements of an applicant that are at least as good as one."""
        start, end = int(self.instance.start[self.owner[edge]]), int(self.instance.start[self.owner[edge] + 1])
        return [self.edge[other] for other in range(start, end) if self.tier[other] <= self.tier[edge]]

    def _single(self, edge: int) -> None:
        place, owner = self.place[edge], self.owner[edge]
        terms = self._as_good(edge)
        for limit in self.limits.chains[place]:
            without = (owner,) if self.limits.common[limit] else ()
            terms.append(self._is_full(limit, self._at(limit, edge), self.limits.maximum[limit], without))
        self._unless_closed(terms, (place,))

    def _pair(self, number: int, couple: Couple) -> None:
        better: list[int] = []
        for group in couple.groups:
            own = [self.joint[number][joint] for joint in group]
            better += own
            for joint in group:
                self._unless_closed([*better, *self._refusals(couple, joint)], tuple(self.place[e] for e in joint if e != NONE))

    def _refusals(self, couple: Couple, joint: tuple[int, int]) -> Iterable[int]:
        """Why a joint choice cannot be had: a limit has too few seats that are free or held by somebody of a worse level."""
        asked: dict[int, list[int]] = defaultdict(list)
        for edge in joint:
            if edge != NONE:
                for limit in self.limits.chains[self.place[edge]]:
                    asked[limit].append(self._at(limit, edge))
        for limit, levels in asked.items():
            most = self.limits.maximum[limit]
            yield self._is_full(limit, max(levels), most, (couple.first, couple.second))
            if len(levels) == 2:
                yield self._is_full(limit, min(levels), most - 1, (couple.first, couple.second))

    def _is_full(self, limit: int, level: int, most: int, without: tuple[int, ...]) -> int:
        """A variable that is 1 only if `most` of at most that level are in a limit, without some applicants."""
        key = (limit, level, most, without)
        if key not in self._full:
            full = self._full[key] = self.program.variable(loose=True)
            if most > 0:
                inside = [e for e in self.inside[limit] if self._at(limit, e) <= level and self.owner[e] not in without]
                self.program.row([*((self.edge[e], 1) for e in inside), (full, -most)], low=0)
        return self._full[key]

    def _unless_closed(self, terms: list[int], places: tuple[int, ...]) -> None:
        """A row: one of the terms is true, or a place is closed, or this wish is one of those that may block."""
        shut = [self.open[place] for place in sorted(set(places)) if place in self.open]
        excuse: list[int] = []
        if self.goal.breaks:
            excuse = [self.program.variable()]
            self._excused += excuse
        row = [*((one, 1) for one in terms), *((one, -1) for one in shut), *((one, 1) for one in excuse)]
        self.program.row(row, low=1 - len(shut))

    def _wanted(self) -> None:
        """A closed place that at least its minimum would rather have costs something."""
        paired = self.instance.paired.tolist()
        for place, is_open in self.open.items():
            singles = [edge for edge in self.inside.get(place, []) if paired[self.owner[edge]] == NONE]
            least = max(1, int(self.instance.minimum[place]))
            if len(singles) < least:
                continue
            costs = self.program.variable(-self.goal.wanted)
            sums: dict[int, int] = defaultdict(int)
            for edge in singles:
                for variable in self._as_good(edge):
                    sums[variable] += 1
            spare = len(singles) - least + 1
            self.program.row([*sums.items(), (is_open, spare), (costs, spare)], low=spare)

    def _tighter(self) -> None:
        """Rows that whole values keep anyway and fractions do not, so that less has to be tried.

        Without any one of them, one fewer still sits there (of the convex hull of "at least `most` of these"); who is worse than those who
        fill a limit does not sit there; and what is full with the better is full with more of them.
        """
        chains: dict[tuple[int, int, tuple[int, ...]], list[tuple[int, int]]] = defaultdict(list)
        for (limit, level, most, without), full in self._full.items():
            chains[limit, most, without].append((level, full))
        for (limit, most, without), steps in chains.items():
            steps.sort()
            for (_level, full), (_next, larger) in pairwise(steps):
                self.program.row([(larger, 1), (full, -1)], low=0)
            inside = [edge for edge in self.inside[limit] if self.owner[edge] not in without]
            if not 1 < most <= FEW_SEATS or len(inside) > FEW_WISHES:
                continue
            for level, full in steps:
                there = [edge for edge in inside if self._at(limit, edge) <= level]
                for out in there:
                    self.program.row([*((self.edge[e], 1) for e in there if e != out), (full, 1 - most)], low=0)
            for edge in inside if most == self.limits.maximum[limit] else ():
                better = [full for level, full in steps if level < self._at(limit, edge)]
                if better:
                    self.program.row([(self.edge[edge], 1), (better[-1], 1)], high=1)
