"""The policy most_placed: by flow where caps are nested and nothing else binds; else by integer programs, two solvers agreeing."""

from __future__ import annotations

from dataclasses import replace
from time import monotonic

import numpy as np

from plugins.internships.matching import lottery
from plugins.internships.matching.exact import Best, solve
from plugins.internships.matching.flow import NotFound, most_placed
from plugins.internships.matching.found import Found
from plugins.internships.matching.instance import NONE, Instance
from plugins.internships.matching.limits import Limits, limits_of
from plugins.internships.matching.solvers.stability import Goal, Stable
from plugins.internships.matching.stable import first

SHARE = 0.6  # of the time for placements and home towns


def most(instance: Instance, *, seconds: float) -> Found:
    """The matching with most placed, then most at home, then the best ranks, then the shortest travel."""
    limits = limits_of(instance)
    if limits.nested and not instance.couples and not instance.minimum.any():
        try:
            edges, certificate = most_placed(instance, limits, seconds=seconds)
        except NotFound:
            start = first(instance, limits, lottery.draw(instance.applicants, 1), seconds)
            return replace(start, proof="none", notes=("No flow was found: this is the match by deferred acceptance.",))
        return Found(edges, bound=int((edges != NONE).sum()), proof="certificate", certificate=certificate, method="minimum-cost flow")
    return _program(instance, limits, seconds)


def _program(instance: Instance, limits: Limits, seconds: float) -> Found:
    """By integer programs, from deferred acceptance: if the solvers say nothing, that is what there is."""
    deadline = monotonic() + seconds
    start = first(instance, limits, lottery.draw(instance.applicants, 1), seconds / 10).edges.tolist()
    people = len(instance.applicants) + 1
    home = np.zeros(len(instance.place), dtype=np.int64) if instance.home is None else instance.home
    model = Stable(instance, Goal((home + people).tolist(), stable=False))
    best: Best = solve(model.program, seconds=SHARE * seconds, hint=model.hint(start))
    edges = start if best.values is None else model.matching(best.values)
    worst = int(instance.tier.max(initial=0)) + 1
    then = Stable(instance, Goal((worst - instance.tier).tolist(), stable=False))
    then.program.row(((variable, weight) for variable, weight in zip(then.edge, model.goal.weights, strict=True)), low=best.value)
    better = solve(then.program, seconds=deadline - monotonic(), hint=then.hint(edges))
    if better.values is not None:
        edges = then.matching(better.values)
    taken = np.bincount(instance.place[[edge for edge in edges if edge != NONE]], minlength=len(instance.places))
    closed = frozenset(np.flatnonzero((instance.minimum > 0) & (taken == 0)).tolist())
    bound = len(instance.applicants) if best.bound is None else min(len(instance.applicants), best.bound // people)
    notes = (
        "Ranks are the best for the number placed and at home." if better.proof == "two_solvers" else "Ranks were not proved the best.",
    )
    return Found(
        np.array(edges, dtype=np.int64),
        closed,
        bound=bound,
        proof=best.proof,
        bounded_by="CP-SAT and HiGHS",
        notes=(*notes, "Travel is not weighed where places have minimums, pairs apply or caps overlap."),
        method="integer program",
    )
