"""What a change does to whom: read line by line, and against the definition of stability."""

from __future__ import annotations

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.internships.matching.format import parse
from plugins.internships.matching.matching import match
from plugins.internships.matching.what_if import Effects, Moved, what_if

from .brute import Data, blocking, instances

pytestmark = pytest.mark.sqlite_only  # no database

FEW = settings(max_examples=int(os.environ.get("SAMKRAFT_MATCH_EXAMPLES", "0")) or 30, deadline=None)
PEOPLE: list[Data] = [
    {"id": "a", "preferences": [["x"], ["y"]]},
    {"id": "b", "preferences": [["x"], ["y"]]},
    {"id": "c", "preferences": [["y"]], "travel": {"y": 90}, "travel_limit": 60},
]
RANKING = [["a"], ["b"], ["c"]]


def world(seats: int, limit: int, **more: object) -> Data:
    places = [{"id": "x", "capacity": seats, "ranking": RANKING}, {"id": "y", "capacity": 1, "ranking": [["c"], ["b"], ["a"]]}]
    people = [*PEOPLE[:2], {**PEOPLE[2], "travel_limit": limit}]
    return {"format": "samkraft-match/1", "applicants": people, "places": places, "caps": [], **more}


def test_a_seat_more_helps_those_who_move_up_and_costs_nobody() -> None:
    now: dict[str, str | None] = {"a": "x", "b": "y", "c": None}
    assert what_if(parse(world(2, 60)), now) == Effects([Moved("b", "y", "x", 1, 0, None)], [], [], 0, "two_solvers")
    assert what_if(parse(world(2, 100)), now) == Effects(
        [Moved("b", "y", "x", 1, 0, None), Moved("c", None, "y", None, 0, "b")], [], [], 1, "two_solvers"
    )


def test_a_limit_less_may_cost_somebody_the_place() -> None:
    now: dict[str, str | None] = {"a": "x", "b": "y", "c": None}
    found = what_if(parse(world(1, 100)), now)
    assert found is not None
    assert (found.helped, found.costs) == ([Moved("c", None, "y", None, 0, "b")], [Moved("b", "y", None, 1, None, None)])
    assert (found.others, found.placed) == ([], 0)


def test_a_cap_taken_away_is_answered_too() -> None:
    now: dict[str, str | None] = {"a": "x", "b": None, "c": None}
    capped = world(1, 60, caps=[{"places": ["x", "y"], "maximum": 1}])
    assert what_if(parse(capped), now) == Effects([], [], [], 0, "two_solvers")
    capped["caps"][0]["maximum"] = 2
    assert what_if(parse(capped), now) == Effects([Moved("b", None, "y", None, 1, None)], [], [], 1, "two_solvers")


@FEW
@given(instances(ties=True), st.integers(0, 3))
def test_what_would_be_is_stable_and_everybody_who_moves_is_told(data: Data, place: int) -> None:
    now = dict(match(parse(data)).assignments)
    place %= len(data["places"])
    more: Data = {**data, "places": [{**one, "capacity": one["capacity"] + (n == place)} for n, one in enumerate(data["places"])]}
    found = what_if(parse(more), now, seconds=60.0)
    assert found is not None
    then = now | {one.applicant: one.after for one in [*found.helped, *found.costs, *found.others]}
    assert blocking(more, then) == (set(), set(), set())
    assert found.placed == sum(at is not None for at in then.values()) - sum(at is not None for at in now.values())
    order = {p["id"]: {at: rank for rank, group in enumerate(p["preferences"]) for at in group} for p in data["applicants"]}
    worth = {one: (99 if now[one] is None else order[one][now[one]], 99 if then[one] is None else order[one][then[one]]) for one in now}
    assert {one.applicant for one in found.helped} == {one for one, (old, new) in worth.items() if new < old}
    assert {one.applicant for one in found.costs} == {one for one, (old, new) in worth.items() if new > old}
