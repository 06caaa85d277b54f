"""Repair in the engine's process: the fewest changes that make a match right again.

The engine looks for a stable match that changes fewest; with caps, minimums and pairs by an integer program over everybody. Where that is
too large, and where most are to be placed, whoever still has a place keeps it: only those who lost theirs are matched with the seats that
are left, and what would then rather have been otherwise is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from time import monotonic
from typing import Any

from plugins.internships.matching import repair as engine
from plugins.internships.matching.format import parse
from plugins.internships.matching.found import Found
from plugins.internships.matching.instance import NONE, Instance, Ints
from plugins.internships.matching.matching import match, report
from plugins.internships.matching.repair_whole import repair_whole
from plugins.internships.matching.result import Result
from plugins.internships.matching.solvers.client import keep, troubles
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
    with keep(), troubles() as broken:
        found, lost = _mended(data, instance, order, before, lost)
    seconds = monotonic() - began
    result = report(instance, found, policy=order["policy"], ties="largest", seed=order["seed"], seconds=seconds, broken=broken)
    after = found.edges
    changed = [one for number, one in enumerate(instance.applicants) if one in had and one not in lost and after[number] != before[number]]
    return result, {"changed": changed, "affected": lost}


def _mended(data: dict[str, Any], instance: Instance, order: dict[str, Any], before: Ints, lost: list[str]) -> tuple[Found, list[str]]:
    """The repaired match, and who lost what they had."""
    if order["policy"] == "stable" and not (instance.caps or instance.couples or (instance.minimum > 0).any()):
        made = engine.repair(instance, before, seconds=order["seconds"], seed=order["seed"])
        found = Found(edges=made.edges, proof="none", method="repair with fewest changes")
        return found, sorted({*lost, *(instance.applicants[one] for one in made.affected)})
    if order["policy"] == "stable":
        whole = repair_whole(instance, before, seconds=order["seconds"])
        if whole is not None:
            found = Found(edges=whole.edges, closed=whole.closed, proof="none", method="repair with fewest changes")
            return found, sorted({*lost, *(instance.applicants[one] for one in whole.affected)})
    edges, shut = _with_the_rest(data, instance, order, before)
    return Found(edges=edges, closed=shut, method="repair, others keep theirs"), lost


def _with_the_rest(data: dict[str, Any], instance: Instance, order: dict[str, Any], before: Ints) -> tuple[Ints, frozenset[int]]:
    """Match those who lost theirs, or had none, with the seats that nobody keeps."""
    keeps = {one: order["before"][one] for number, one in enumerate(instance.applicants) if before[number] != NONE}
    partner = {person["id"]: person.get("pair") for person in data["applicants"]}
    stays = {one: place for one, place in keeps.items() if partner[one] is None or partner[one] in keeps}
    taken = Counter(stays.values())
    places = [
        {
            **place,
            "capacity": max(0, place["capacity"] - taken[place["id"]]),
            "minimum": 0 if taken[place["id"]] else place.get("minimum", 0),
        }
        | ({"ranking": _without(place["ranking"], stays)} if place.get("ranking") is not None else {})
        for place in data["places"]
    ]
    caps = [{**cap, "maximum": max(0, cap["maximum"] - sum(taken[one] for one in cap["places"]))} for cap in data.get("caps", [])]
    people = [person for person in data["applicants"] if person["id"] not in stays]
    rest = parse({**data, "applicants": people, "places": places, "caps": caps})
    made = match(rest, policy=order["policy"], seed=order["seed"], seconds=order["seconds"])
    shut = frozenset(instance.places.index(one) for one in made.closed)
    return edges_of(instance, {**made.assignments, **stays}), shut


def _without(ranking: list[list[str]], gone: Collection[str]) -> list[list[str]]:
    return [[one for one in group if one not in gone] for group in ranking]
