"""OR-Tools' minimum-cost flow. Only ever imported in a solver's process."""

from __future__ import annotations

from typing import Any

from ortools.graph.python import min_cost_flow

from plugins.internships.matching.instance import Ints


def solve(facts: dict[str, Any], arrays: dict[str, Ints]) -> tuple[dict[str, Any], dict[str, Ints]]:
    """The flow on each arc that carries the supplies at least cost; not found when they cannot be carried."""
    flow = min_cost_flow.SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(arrays["tail"], arrays["head"], arrays["capacity"], arrays["cost"])
    flow.set_nodes_supplies(range(len(arrays["supply"])), arrays["supply"])
    status = flow.solve()
    if status != flow.OPTIMAL:
        return {"found": False, "finished": status == flow.INFEASIBLE, "bound": 0}, {}
    return {"found": True, "finished": True, "bound": int(flow.optimal_cost())}, {"values": flow.flows(arcs)}
