"""The whole way: parts, a first answer at once, improvement until the deadline, rooms, and a result that says how good it is.

Nothing here imports a solver until it is needed (`exact`), so that the web process can make first answers and never load one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import monotonic
from typing import Literal

from plugins.demand_pooling.solving import greedy, prove, search
from plugins.demand_pooling.solving.candidates import Component, Family, Spots, components, families
from plugins.demand_pooling.solving.housing import Housed, Rooms, fill, house, shorten
from plugins.demand_pooling.solving.instance import Instance, warnings
from plugins.demand_pooling.solving.placing import Placing
from plugins.demand_pooling.solving.reasons import left_out
from plugins.demand_pooling.solving.result import Certainty, ComponentReport, Member, PlannedClass, Result
from plugins.demand_pooling.solving.similarity import Fit

EXACT_CLASSES = 130  # with more classes than this, a component is improved window by window
FIRST_SECONDS = 15.0  # for one component, the first time round
CLIMB_SECONDS = 0.4
PROVE_SECONDS = 1.0
WINDOW_SECONDS = 10.0
Method = Literal["greedy", "heuristic", "improve"]


@dataclass(slots=True)
class Part:
    """A component, the best placing so far, and what is known of how good it is: a bound of our own, and the solver's."""

    component: Component
    placing: Placing
    own_bound: int
    solver_bound: int
    method: str = "heuristic"
    seconds: float = 0.0
    done: bool = False
    exhausted: bool = False

    @property
    def bound(self) -> int:
        """No placing serves more."""
        return min(self.own_bound, self.solver_bound)

    @property
    def gap(self) -> int:
        """How many more could be served at most."""
        return self.bound - self.placing.served

    @property
    def certainty(self) -> Certainty:
        """Proven: everybody in reach is served, or two computations that share nothing say there is nothing better. Solver: one does."""
        served = self.placing.served
        agreed = (self.own_bound == served) + (self.solver_bound == served)
        if served == self.component.people or agreed == 2:
            return "proven"
        return "solver" if agreed else "bounded"

    def better(self, placing: Placing, method: str) -> None:
        """Take a placing if it is better. A bound that it passes was none."""
        if (placing.served, -placing.groups) > (self.placing.served, -self.placing.groups):
            self.placing, self.method = placing, method
            self.own_bound = self.own_bound if self.own_bound >= placing.served else self.component.people
            self.solver_bound = self.solver_bound if self.solver_bound >= placing.served else self.component.people

    def bounded(self, own: int | None = None, solver: int | None = None) -> None:
        """Take a bound. One that is below what is served is no bound, and neither is its maker's proof."""
        if own is not None and own >= self.placing.served:
            self.own_bound = min(self.own_bound, own)
        if solver is not None and solver >= self.placing.served:
            self.solver_bound = min(self.solver_bound, solver)


class Solving:
    """One instance being solved. `progress(done, of, served, bound)` is called now and then, and may say stop by returning True."""

    def __init__(self, instance: Instance, progress: Callable[[int, int, int, int], bool | None] | None = None) -> None:
        self.instance, self.began, self._progress = instance, monotonic(), progress
        self.stopped = False
        self._exact_seconds = FIRST_SECONDS
        self.spots, self.fit = Spots(instance), Fit(instance)
        self.families: list[Family] = families(instance, self.spots, self.fit)
        self.parts: list[Part] = []

    def first(self, method: Method = "heuristic") -> None:
        """The first answer: seconds at most."""
        make = greedy.biggest_first if method == "greedy" else greedy.heuristic
        for family in self.families:
            for component in components(family):
                tries = 6 if len(component.candidates) < 60 else 1
                placing = make(component) if method == "greedy" else greedy.heuristic(component, tries=tries)
                self.parts.append(Part(component, placing, component.people, component.people, str(method)))

    def improve(self, seconds: float) -> None:
        """Make it better until the time is out, nothing is left to do, or somebody says stop."""
        until = {share: self.began + seconds * share / 100 for share in (15, 75, 88, 100)}
        self._each(self._climb, until[15], lambda p: p.component.people)
        self._each(self._exact, until[75], lambda p: len(p.component.candidates))
        self._each(self._second_opinion, until[88], lambda p: len(p.component.candidates))
        self._exact_seconds *= 8
        while (again := [part for part in self.parts if part.gap and not part.done]) and not self._over(until[100]):
            for part in sorted(again, key=lambda p: -p.gap):
                if self._over(until[100]):
                    return
                began = monotonic()
                self._windows(part, min(until[100], monotonic() + WINDOW_SECONDS))
                if part.done and part.gap and not part.exhausted:
                    part.exhausted, part.done = True, False
                    self._exact(part, until[100])
                part.seconds += monotonic() - began

    def _over(self, deadline: float) -> bool:
        if self._progress is not None and not self.stopped:
            served, bound = sum(p.placing.served for p in self.parts), sum(p.bound for p in self.parts)
            self.stopped = bool(self._progress(sum(1 for p in self.parts if not p.gap), len(self.parts), served, bound))
        return self.stopped or monotonic() > deadline

    def _each(self, work: Callable[[Part, float], None], deadline: float, order: Callable[[Part], float]) -> None:
        for part in sorted((p for p in self.parts if p.certainty != "proven"), key=order):
            if self._over(deadline):
                return
            began = monotonic()
            work(part, deadline)
            part.seconds += monotonic() - began

    def _climb(self, part: Part, deadline: float) -> None:
        part.bounded(own=prove.bound(part.component, part.placing.served, seconds=0.03)[0])
        if part.gap:
            part.better(search.climb(part.placing, deadline=min(deadline, monotonic() + CLIMB_SECONDS)), "local search")
            part.bounded(own=prove.bound(part.component, part.placing.served, seconds=0.05)[0])

    def _exact(self, part: Part, deadline: float) -> None:
        from plugins.demand_pooling.solving.exact import Model

        if len(part.component.candidates) > EXACT_CLASSES:
            return
        waiting = sum(1 for p in self.parts if p.certainty != "proven" and len(p.component.candidates) >= len(part.component.candidates))
        left = deadline - monotonic()
        seconds = min(self._exact_seconds, max(0.2, 4 * left / max(1, waiting)), left)
        answer = Model(part.component).solve(start=part.placing, seconds=seconds)
        if answer.placing is not None:
            part.better(answer.placing, "HiGHS")
        part.better(search.climb(part.placing, deadline=min(deadline, monotonic() + 0.5)), "local search")  # a challenge to the proof
        part.bounded(solver=answer.bound)

    def _second_opinion(self, part: Part, deadline: float) -> None:
        if part.own_bound != part.placing.served and len(part.component.candidates) <= EXACT_CLASSES:
            own, finished = prove.bound(part.component, part.placing.served, seconds=min(PROVE_SECONDS, deadline - monotonic()))
            if finished:
                part.bounded(own=own)

    def _windows(self, part: Part, deadline: float) -> None:
        """Neighbourhood search: free a few classes that share people, with the closed ones near them, and solve that exactly."""
        from plugins.demand_pooling.solving.windows import windows

        part.done = not windows(part.placing, lambda found: part.better(found, "neighbourhood search"), deadline, self._over)

    def result(self) -> Result:
        """The plan as it stands."""
        rooms = Rooms(self.instance, self.spots)
        made: list[Housed] = []
        by_family: dict[int, tuple[Family, list[Housed]]] = {id(f): (f, []) for f in self.families}
        for part in sorted(self.parts, key=lambda p: -p.placing.served):
            housed, _left = house(rooms, part.placing)
            by_family[id(part.component.family)][1].extend(housed)
        for family, own in by_family.values():
            inside = {need for housed in own for need in housed.members}
            left = {i for i in range(len(family.needs)) if i not in inside}
            if own or family.every:
                fill(rooms, family, own, left)
                shorten(rooms, own)
            made += own
        return self._report(made)

    def _report(self, made: list[Housed]) -> Result:
        classes = [_planned(housed) for housed in made]
        people = sum(planned.people for planned in classes)
        placed = sum(part.placing.served for part in self.parts)
        bound = max(people, sum(part.bound for part in self.parts))
        kinds = {part.certainty for part in self.parts}
        certainty: Certainty = "bounded"
        if people == bound:
            certainty = "proven" if kinds <= {"proven"} else "solver" if kinds <= {"proven", "solver"} else "bounded"
        methods = sorted({part.method for part in self.parts})
        return Result(
            instance=self.instance.digest(),
            method=" + ".join(methods)[:60] or "nothing to choose",
            certainty=certainty,
            people=people,
            bound=bound,
            groups=sum(planned.groups for planned in classes),
            travel_km=round(sum(planned.travel for planned in classes), 1),
            seconds=round(monotonic() - self.began, 2),
            classes=sorted(classes, key=lambda c: (-c.people, c.profile, c.level, c.period, c.hub or "")),
            components=[_said(part) for part in self.parts],
            left_out=left_out(self.instance, self.spots, self.fit, self.families, made),
            warnings=[*warnings(self.instance), *_short_of_seats(placed, people)],
        )


def _planned(housed: Housed) -> PlannedClass:
    candidate, needs = housed.candidate, housed.family.needs
    members = [Member(need=needs[n].id, people=s.people, centre=s.centre, km=s.km) for n, s in sorted(housed.members.items())]
    return PlannedClass(
        profile=candidate.profile,
        level=candidate.level,
        form=candidate.form,
        period=candidate.period,
        hub=candidate.hub,
        groups=housed.groups,
        centres=sorted({member.centre for member in members if member.centre is not None}),
        members=members,
    )


def _said(part: Part) -> ComponentReport:
    component = part.component
    return ComponentReport(
        needs=len(component.needs),
        people=component.people,
        served=part.placing.served,
        bound=part.bound,
        method=part.method,
        certainty=part.certainty,
        seconds=round(part.seconds, 2),
    )


def _short_of_seats(placed: int, people: int) -> Iterable[str]:
    if people < placed:
        yield f"seats are short: with more of them at the centres, {placed} people could be served, {placed - people} more than now"


def solve(
    instance: Instance,
    *,
    seconds: float = 60.0,
    method: Method = "improve",
    progress: Callable[[int, int, int, int], bool | None] | None = None,
    first: Callable[[Result], None] | None = None,
) -> Result:
    """A plan for an instance.

    Args:
        seconds: When to stop improving, at the latest; rooms and reasons come after that.
        method: How far to go: the plain greedy, the first answer, or as good as time allows.
        first: Called with the first answer, before it is improved.
    """
    solving = Solving(instance, progress)
    solving.first("greedy" if method == "greedy" else "heuristic")
    if method == "improve":
        if first is not None:
            first(solving.result())
        solving.improve(seconds)
    return solving.result()
