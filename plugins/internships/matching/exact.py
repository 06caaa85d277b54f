"""The best there is, by two solvers that share nothing, side by side, each in its own process.

A solver's proof can be false (one release of HiGHS called 8 642 optimal where 8 775 exist), so "proved" needs both; and whatever one of
them finds is measured against the other's claim.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass

from plugins.internships.matching.result import Proof
from plugins.internships.matching.solvers.client import Answer, Name, solver
from plugins.internships.matching.solvers.program import Program

BOTH: tuple[Name, Name] = ("cpsat", "highs")  # where rules are logical, CP-SAT is the quicker one
LINEAR: tuple[Name, Name] = ("scip", "highs")  # where the linear relaxation says most


@dataclass(frozen=True)
class Best:
    """What was found.

    Args:
        values: (variables) the best; None when nothing was found.
        value: What it is worth.
        bound: Nothing is worth more, one solver says; None when none says anything.
        impossible: How many of the two say that there is nothing at all.
    """

    values: list[int] | None
    value: int
    bound: int | None
    proof: Proof
    impossible: int = 0


def solve(program: Program, *, seconds: float, hint: Sequence[int] | None = None, solvers: tuple[Name, ...] = BOTH) -> Best:
    """Ask the solvers, all at once.

    Args:
        hint: Values to begin with; used as an answer too, if they keep every row.
    """

    if not program.objective:
        return Best([], 0, 0, "two_solvers")  # nothing to choose

    def ask(name: Name) -> Answer:
        with solver(name) as one:
            return one.solve(program, seconds=seconds, hint=hint)

    with ThreadPoolExecutor(len(solvers)) as pool:
        asked = [pool.submit(copy_context().run, ask, name) for name in solvers]
        answers = [one.result() for one in asked]
    found = [answer.values for answer in answers if answer.values is not None]
    if hint is not None and program.holds(hint):
        found.append(list(hint))
    impossible = sum(1 for answer in answers if answer.finished and answer.values is None)
    if not found:
        return Best(None, 0, None, "none", impossible)
    values = max(found, key=program.value)
    value = program.value(values)
    agree = sum(1 for answer in answers if answer.finished and answer.values is not None and program.value(answer.values) == value)
    bounds = [answer.bound for answer in answers if answer.bound is not None and answer.bound >= value]
    proof: Proof = "two_solvers" if agree > 1 else "one_solver" if agree else "none"
    return Best(values, value, value if agree else min(bounds, default=None), proof)
