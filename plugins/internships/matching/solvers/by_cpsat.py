"""CP-SAT on a program. Only ever imported in a solver's process, where nothing of HiGHS is."""

from __future__ import annotations

from typing import Any

from ortools.sat.python import cp_model

from plugins.internships.matching.instance import Ints

FREE = 1 << 39


def solve(facts: dict[str, Any], arrays: dict[str, Ints]) -> tuple[dict[str, Any], dict[str, Ints]]:
    """The best values found within `seconds`, the bound, and whether it says that there is nothing better."""
    import numpy as np

    model = cp_model.CpModel()
    x = [model.new_bool_var("") for _ in range(len(arrays["objective"]))]
    begins, columns, factors = arrays["begins"].tolist(), arrays["columns"].tolist(), arrays["factors"].tolist()
    for row, (low, high) in enumerate(zip(arrays["low"].tolist(), arrays["high"].tolist(), strict=True)):
        span = range(begins[row], begins[row + 1])
        inside = [x[columns[i]] for i in span]
        if low == 1 and high >= FREE and all(factors[i] == 1 for i in span):
            model.add_bool_or(inside)
        elif high == 1 and low <= -FREE and all(factors[i] == 1 for i in span):
            model.add_at_most_one(inside)
        else:
            total = cp_model.LinearExpr.weighted_sum(inside, factors[begins[row] : begins[row + 1]])
            model.add_linear_constraint(total, max(low, -FREE), min(high, FREE))
    model.maximize(cp_model.LinearExpr.weighted_sum(x, arrays["objective"].tolist()))
    for one, hinted in enumerate(arrays["hint"].tolist()):
        model.add_hint(x[one], hinted)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = float(facts["seconds"])
    solver.parameters.num_workers = int(facts.get("workers", 1))
    solver.parameters.random_seed = 1
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        return {"found": False, "finished": True, "bound": 0}, {}
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    bound = int(np.floor(solver.best_objective_bound + 1e-6)) if found or status == cp_model.UNKNOWN else None
    said = {"found": found, "finished": status == cp_model.OPTIMAL, "bound": bound}
    return said, {"values": np.array([solver.boolean_value(one) for one in x], dtype=np.int64)} if found else {}
