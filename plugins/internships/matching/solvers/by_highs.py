"""HiGHS on a program. Only ever imported in a solver's process. Version 1.13.1: later ones gave a false proof."""

from __future__ import annotations

from typing import Any

import highspy
import numpy as np

from plugins.internships.matching.instance import Ints


def solve(facts: dict[str, Any], arrays: dict[str, Ints]) -> tuple[dict[str, Any], dict[str, Ints]]:
    """The best values found within `seconds`, the bound, and whether it says that there is nothing better."""
    objective = arrays["objective"]
    model = highspy.HighsModel()
    lp = model.lp_
    lp.num_col_, lp.num_row_ = len(objective), len(arrays["low"])
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = objective.astype(np.float64)
    lp.col_lower_, lp.col_upper_ = np.zeros(len(objective)), np.ones(len(objective))
    infinity = 1 << 39
    low, high = arrays["low"].astype(np.float64), arrays["high"].astype(np.float64)
    lp.row_lower_ = np.where(low <= -infinity, -highspy.kHighsInf, low)
    lp.row_upper_ = np.where(high >= infinity, highspy.kHighsInf, high)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_ = arrays["begins"].astype(np.int32), arrays["columns"].astype(np.int32)
    lp.a_matrix_.value_ = arrays["factors"].astype(np.float64)
    whole = [highspy.HighsVarType.kInteger] * len(objective)
    for one in arrays["loose"].tolist():
        whole[one] = highspy.HighsVarType.kContinuous
    lp.integrality_ = whole
    solver = highspy.Highs()
    for name, value in (
        ("output_flag", False),
        ("threads", 1),
        ("time_limit", float(facts["seconds"])),
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", 0.5),
        ("mip_feasibility_tolerance", 1e-7),
        ("mip_heuristic_effort", 0.01 if arrays["hint"].size else 0.05),  # with a good start, the time is for the proof
    ):
        solver.setOptionValue(name, value)
    solver.passModel(model)
    if arrays["hint"].size:
        start = highspy.HighsSolution()
        start.col_value = arrays["hint"].astype(np.float64).tolist()
        solver.setSolution(start)
    solver.run()
    status, info = solver.getModelStatus(), solver.getInfo()
    if status == highspy.HighsModelStatus.kInfeasible:
        return {"found": False, "finished": True, "bound": 0}, {}
    raw = np.array(solver.getSolution().col_value)
    values = np.round(raw).astype(np.int64)
    if len(raw) == len(objective):
        values[arrays["loose"]] = np.floor(raw[arrays["loose"]] + 1e-6).astype(np.int64)  # what is not whole is not needed
    found = info.primal_solution_status == 2 and len(values) == len(objective)  # feasible
    bound = info.mip_dual_bound
    finished = status == highspy.HighsModelStatus.kOptimal
    said = {"found": bool(found), "finished": finished, "bound": int(np.floor(bound + 1e-6)) if abs(bound) < 1e15 else None}
    return said, {"values": values} if found else {}
