"""What the engine can say of its result, as plain data: per applicant, per place with seats left, and what binds. No words, no persons."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np

from plugins.internships.matching.explain import Reasons, Unfilled, Why, binding, reasons, unfilled
from plugins.internships.matching.instance import NONE, Instance, Ints
from plugins.internships.matching.limits import limits_of
from plugins.internships.matching.result import Result

MAX_WISHES = 20  # of an applicant's reasons; in a list of wishes, hundreds of places may be better than none


def edges_of(instance: Instance, assignments: dict[str, str | None]) -> Ints:
    """(applicants) the edge of what each has been given, or `NONE`."""
    number = {one: at for at, one in enumerate(instance.places)}
    found = np.full(len(instance.applicants), NONE, dtype=np.int64)
    for at, one in enumerate(instance.applicants):
        place = assignments.get(one)
        if place is not None and place in number:
            found[at] = instance.edge_of(at, number[place])
    return found


def why(instance: Instance, result: Result) -> dict[str, Any]:
    """Everything that can be said of a result."""
    edges = edges_of(instance, result.assignments)
    limits = limits_of(instance)
    shut = {instance.places.index(one) for one in result.closed}
    found = reasons(instance, edges, shut, limits)
    binds = binding(instance, edges, found)
    taken = np.bincount(instance.place[edges[edges != NONE]], minlength=len(instance.places))
    left = unfilled(instance, edges, shut, limits)
    return {
        "applicants": _applicants(instance, edges, found),
        "unfilled": {
            instance.places[place]: {"left": int(instance.capacity[place] - taken[place]), "why": Unfilled(reason).name.lower()}
            for place, reason in left.items()
        },
        "binding": {
            "limits": {_limit(instance, limit): count for limit, count in binds.limits.items()},
            "closed": {instance.places[place]: count for place, count in binds.closed.items()},
            "refused": binds.refused,
        },
    }


def _applicants(instance: Instance, edges: Ints, found: Reasons) -> dict[str, Any]:
    refused: dict[int, list[Any]] = defaultdict(list)
    for one in instance.refused:
        refused[one.applicant].append({"place": instance.places[one.place], "tier": one.tier, "why": one.reason})
    said = {}
    for number, name in enumerate(instance.applicants):
        edge = int(edges[number])
        rows = [_reason(instance, found, row) for row in found.of(instance, number)[:MAX_WISHES]]
        better = [one for one in refused[number] if edge == NONE or one["tier"] < instance.tier[edge]]
        said[name] = {
            "at": None if edge == NONE else instance.places[instance.place[edge]],
            "tier": None if edge == NONE else int(instance.tier[edge]),
            "of": int(instance.start[number + 1] - instance.start[number]),
            "why": sorted([*rows, *better[:MAX_WISHES]], key=lambda one: one["tier"]),
        }
    return said


def _reason(instance: Instance, found: Reasons, row: int) -> dict[str, Any]:
    edge, limit = int(found.edge[row]), int(found.limit[row])
    return {
        "place": instance.places[instance.place[edge]],
        "tier": int(instance.tier[edge]),
        "why": "taken" if limit != NONE and not _room(instance, limit) else Why(int(found.why[row])).name.lower(),
        "limit": None if limit == NONE else _limit(instance, limit),
        "ahead": int(found.ahead[row]),
        "grade": int(instance.grade[edge]),
        "cut_off": None if found.cut_off[row] == NONE else int(found.cut_off[row]),
    }


def _room(instance: Instance, limit: int) -> int:
    """How many a limit takes; none where all its seats were given beforehand."""
    places = len(instance.places)
    return int(instance.capacity[limit]) if limit < places else instance.caps[limit - places].maximum


def _limit(instance: Instance, limit: int) -> str:
    """A place's id, or a cap's name."""
    places = len(instance.places)
    return instance.places[limit] if limit < places else instance.caps[limit - places].name
