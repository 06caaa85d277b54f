"""The verifier takes a right plan and refuses every wrong one, with the rule that is broken."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from plugins.demand_pooling.solving.instance import Instance
from plugins.demand_pooling.solving.result import Result, parse_result
from plugins.demand_pooling.solving.solver import solve
from plugins.demand_pooling.solving.verify import verify

from .tiny import instance, need

Change = Callable[[dict[str, Any]], None]


@pytest.fixture(scope="module")
def right() -> tuple[Instance, Result]:
    made = instance(
        centres=[{"id": "c0", "place": "p0", "seats": 6, "network": ["c1"]}, {"id": "c1", "place": "p1", "seats": 3, "receives": True}],
        profiles=[{"id": "A", "group": "A", "skills": ["s1"]}, {"id": "B", "group": "B"}],
        needs=[
            need(0, people=2, forms=["centre"], periods=["t1"]),
            need(1, people=2, forms=["centre"], periods=["t1"], place="p1"),
            need(2, people=1, forms=["distance"], periods=["t1"], sessions_max=1),
            need(3, people=2, group="B", forms=["on_site"]),
            need(4, people=1, group="B", place="p2", forms=["on_site"]),
            need(5, people=1, group="B", place="p2", forms=["on_site"], travel_km=10),
        ],
    )
    return made, solve(made, seconds=5)


def broken(right: tuple[Instance, Result], change: Change) -> set[str]:
    made, result = right
    data = copy.deepcopy(result.model_dump(mode="json"))
    change(data)
    return {fault.rule for fault in verify(made, parse_result(data))}


def first(data: dict[str, Any], profile: str = "A") -> dict[str, Any]:
    return next(one for one in data["classes"] if one["profile"] == profile)


def test_a_right_plan_is_right(right: tuple[Instance, Result]) -> None:
    assert (right[1].people, len(right[1].classes), verify(*right)) == (7, 2, [])


def _people(data: dict[str, Any]) -> None:
    first(data)["members"][0]["people"] += 1


def _too_small(data: dict[str, Any]) -> None:
    first(data, "B")["members"].pop()


def _far(data: dict[str, Any]) -> None:
    first(data, "B")["members"].append({"need": "n5", "people": 1, "centre": "c0", "km": 40.0})


def _at_home(data: dict[str, Any]) -> None:
    first(data)["members"][0] |= {"centre": None, "km": 0}


def _sessions(data: dict[str, Any]) -> None:
    first(data)["members"].append({"need": "n2", "people": 1})


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (lambda d: d.update(instance="x"), "instance"),
        (_people, "once"),
        (_too_small, "threshold"),
        (lambda d: first(d).update(groups=2), "threshold"),
        (lambda d: first(d).update(groups=0), "threshold"),
        (lambda d: d["classes"].append(copy.deepcopy(first(d))), "once"),
        (_far, "reach"),
        (_at_home, "reach"),
        (_sessions, "reach"),
        (lambda d: first(d).update(form="on_site"), "reach"),
        (lambda d: first(d)["members"][0].update(centre="c1"), "reach"),
        (lambda d: first(d)["members"][0].update(km=3.0), "travel"),
        (lambda d: first(d).update(period="t2"), "period"),
        (lambda d: first(d).update(period="t9"), "period"),
        (lambda d: first(d).update(level="long"), "level"),
        (lambda d: first(d).update(profile="B"), "profile"),
        (lambda d: first(d).update(profile="Z"), "profile"),
        (lambda d: first(d).update(hub="c9"), "hub"),
        (lambda d: first(d).update(hub="c1"), "reach"),
        (lambda d: first(d).update(centres=["c0"]), "centres"),
        (lambda d: first(d)["members"][0].update(need="n9"), "need"),
        (lambda d: first(d)["members"][0].update(people=0), "people"),
        (lambda d: d.update(people=99), "totals"),
        (lambda d: d.update(groups=9), "totals"),
        (lambda d: d.update(travel_km=999), "totals"),
        (lambda d: d.update(bound=1), "totals"),
        (lambda d: d.update(bound=50, certainty="proven"), "totals"),
        (lambda d: d["left_out"].pop(), "left_out"),
        (lambda d: d["classes"].pop(), "totals"),
    ],
)
def test_every_change_of_a_right_plan_is_caught(right: tuple[Instance, Result], change: Change, rule: str) -> None:
    assert rule in broken(right, change)


def test_seats_and_the_largest_class_are_counted_over_all_classes() -> None:
    needs = [need(n, people=2, forms=["on_site"], periods=["t1"]) for n in range(3)]
    wide, narrow = instance(needs=needs, school_forms={"short": {"min": 3, "max": 6}}), instance(needs=needs)
    few = instance(needs=needs, school_forms={"short": {"min": 3, "max": 6}}, centres=[{"id": "c0", "place": "p0", "seats": 5}])
    data = solve(wide, seconds=5).model_dump(mode="json")

    def rules(made: Instance) -> set[str]:
        return {fault.rule for fault in verify(made, parse_result({**data, "instance": made.digest()}))}

    assert (rules(wide), rules(narrow), rules(few)) == (set(), {"capacity"}, {"seats"})
