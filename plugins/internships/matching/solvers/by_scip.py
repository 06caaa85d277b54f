"""SCIP, as OR-Tools brings it, on a program. Only ever imported in a solver's process."""

from __future__ import annotations

from typing import Any

import numpy as np
from ortools.linear_solver import pywraplp

from plugins.internships.matching.instance import Ints

FREE = 1 << 39


def solve(facts: dict[str, Any], arrays: dict[str, Ints]) -> tuple[dict[str, Any], dict[str, Ints]]:
    """The best values found within `seconds`, the bound, and whether it says that there is nothing better."""
    solver = pywraplp.Solver.CreateSolver("SCIP")
    solver.SetTimeLimit(int(1000 * float(facts["seconds"])))
    x = [solver.BoolVar("") for _ in range(len(arrays["objective"]))]
    begins, columns, factors = arrays["begins"].tolist(), arrays["columns"].tolist(), arrays["factors"].tolist()
    infinity = solver.infinity()
    for row, (low, high) in enumerate(zip(arrays["low"].tolist(), arrays["high"].tolist(), strict=True)):
        made = solver.Constraint(-infinity if low <= -FREE else low, infinity if high >= FREE else high)
        for at in range(begins[row], begins[row + 1]):
            made.SetCoefficient(x[columns[at]], made.GetCoefficient(x[columns[at]]) + factors[at])
    goal = solver.Objective()
    for one, weight in zip(x, arrays["objective"].tolist(), strict=True):
        if weight:
            goal.SetCoefficient(one, weight)
    goal.SetMaximization()
    hint = arrays["hint"].tolist()
    if hint:
        solver.SetHint(x, hint)
    parameters = pywraplp.MPSolverParameters()
    parameters.SetDoubleParam(parameters.RELATIVE_MIP_GAP, 0.0)
    status = solver.Solve(parameters)
    if status == solver.INFEASIBLE:
        return {"found": False, "finished": True, "bound": 0}, {}
    found = status in (solver.OPTIMAL, solver.FEASIBLE)
    bound = goal.BestBound() if found else None
    said = {"found": found, "finished": status == solver.OPTIMAL, "bound": None if bound is None else int(np.floor(bound + 1e-6))}
    return said, {"values": np.array([round(one.solution_value()) for one in x], dtype=np.int64)} if found else {}
