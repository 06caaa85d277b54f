"""Repair in the engine's process: the fewest changes that make a match right again.

Without caps, minimums and pairs the engine's own repair looks for a stable match that changes fewest. With them, whoever still has a place
keeps it, and only those who lost theirs are matched with the seats that are left; what would then rather have been otherwise is counted.
"""

from __future__ import annotations

from time import monotonic
from typing import Any

from plugins.internships.matching import repair as engine
from plugins.internships.matching.format import parse
from plugins.internships.matching.found import Found
from plugins.internships.matching.instance import NONE, Instance
from plugins.internships.matching.matching import match, report
from plugins.internships.matching.result import Result
from plugins.internships.matching.solvers.client import keep
from plugins.internships.rounds.reasoning import edges_of


def mend(data: dict[str, Any], instance: Instance, order: dict[str, Any]) -> tuple[Result, dict[str, Any]]:
    """A repaired match, and who was changed and who was affected by what happened.

    Args:
        data: The instance as JSON.
        order: `before` (place by applicant, as it was), `seconds`, `seed`, `policy`.
    """
    began = monotonic()
    before = edges_of(instance, order["before"])
    had = {one for one, place in order["before"].items() if place is not None}
    lost = [one for number, one in enumerate(instance.applicants) if one in had and before[number] == NONE]
    if order["policy"] == "stable" and not (instance.caps or instance.couples or (instance.minimum > 0).any()):
        with keep():
            made = engine.repair(instance, before, seconds=order["seconds"], seed=order["seed"])
        found = Found(edges=made.edges, proof="none", method="repair with fewest changes")
        lost = sorted({*lost, *(instance.applicants[one] for one in made.affected)})
    else:
        frozen = parse(_frozen(data, instance, order["before"]))
        placed = match(frozen, policy=order["policy"], seed=order["seed"], seconds=order["seconds"])
        shut = frozenset(instance.places.index(one) for one in placed.closed)
        found = Found(edges=edges_of(instance, placed.assignments), closed=shut, method="repair, others keep theirs")
    result = report(instance, found, policy=order["policy"], ties="largest", seed=order["seed"], seconds=monotonic() - began)
    after = found.edges
    changed = [one for number, one in enumerate(instance.applicants) if one in had and one not in lost and after[number] != before[number]]
    return result, {"changed": changed, "affected": lost}


def _frozen(data: dict[str, Any], instance: Instance, before: dict[str, str | None]) -> dict[str, Any]:
    """The instance in which all who still have a possible place are fixed there."""
    edges = edges_of(instance, before)
    keeps = {one: before[one] for number, one in enumerate(instance.applicants) if edges[number] != NONE}
    people = []
    for person in data["applicants"]:
        one, other = person["id"], person.get("pair")
        if one in keeps and (other is None or other in keeps):
            people.append(
                {key: value for key, value in person.items() if key in ("id", "home", "travel")}
                | {"preferences": [[keeps[one]]], "fixed": keeps[one]}
            )
        else:
            people.append(person)
    return {**data, "applicants": people}
