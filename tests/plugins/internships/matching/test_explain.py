"""Reasons from cut-offs, against the definition; and a small match read line by line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from plugins.internships.matching import lottery
from plugins.internships.matching.acceptance import Acceptance
from plugins.internships.matching.continuing import edges_of
from plugins.internships.matching.explain import Binding, Unfilled, Why, binding, reasons, unfilled
from plugins.internships.matching.format import parse
from plugins.internships.matching.instance import NONE

from .brute import Data, instances

pytestmark = pytest.mark.sqlite_only  # no database


@settings(max_examples=40, deadline=None)
@given(instances(ties=True, caps="nested"))
def test_in_a_stable_match_each_wish_above_has_one_reason(data: Data) -> None:
    made = parse(data)
    state = Acceptance(made, lottery.draw(made.applicants, 1)).everybody()
    found = reasons(made, state.result())
    rows = [row for applicant in range(len(made.applicants)) for row in found.of(made, applicant)]
    assert rows == list(range(len(found.edge)))
    for edge, why, limit in zip(found.edge.tolist(), found.why.tolist(), found.limit.tolist(), strict=True):
        now = state.edge[int(made.owner[edge])]
        assert now == NONE or made.tier[edge] < made.tier[now]
        inside = [one for one in state.edge if one != NONE and limit in state.chains[made.place[one]]]
        assert len(inside) >= state.maximum[limit]
        level = made.grade if limit < len(made.places) else state.limits.level
        last = max((int(level[one]) for one in inside), default=NONE)
        assert why == (Why.EQUAL if last == level[edge] else Why.FULL)


SMALL: Data = {
    "format": "samkraft-match/1",
    "applicants": [
        {"id": "a", "preferences": [["x"], ["y"]]},
        {"id": "b", "preferences": [["x"], ["y"]]},
        {"id": "c", "preferences": [["z"], ["x"]], "travel": {"z": 90}, "travel_limit": 60},
        {"id": "d", "preferences": [["x"], ["m"], ["w"]], "excluded": {"w": "clearance"}},
    ],
    "places": [
        {"id": "x", "capacity": 1, "ranking": [["a"], ["b", "c"], ["d"]]},
        {"id": "y", "capacity": 2},
        {"id": "z", "capacity": 1},
        {"id": "m", "capacity": 2, "minimum": 2},
        {"id": "w", "capacity": 1, "ranking": [["a"]]},
        {"id": "v", "capacity": 1},
    ],
    "caps": [],
}


def test_a_small_match_is_explained_line_by_line() -> None:
    made = parse(SMALL)
    edges = edges_of(made, {"a": "x", "b": "y", "c": None, "d": None})
    found = reasons(made, edges, closed=[3])
    told = {
        (made.applicants[made.owner[e]], made.places[made.place[e]]): (Why(why).name, int(cut), int(ahead))
        for e, why, cut, ahead in zip(found.edge.tolist(), found.why.tolist(), found.cut_off, found.ahead, strict=True)
    }
    assert told == {
        ("b", "x"): ("FULL", NONE, 0),
        ("c", "x"): ("FULL", NONE, 0),
        ("d", "x"): ("FULL", NONE, 2),
        ("d", "m"): ("CLOSED", NONE, 0),
    }
    assert {(made.applicants[one.applicant], made.places[one.place], one.reason) for one in made.refused} == {
        ("c", "z", "travel"),
        ("d", "w", "clearance"),
    }
    assert unfilled(made, edges, closed=[3]) == {
        1: Unfilled.ELSEWHERE,
        2: Unfilled.NOT_ACCEPTED,
        3: Unfilled.CLOSED,
        4: Unfilled.NOT_ACCEPTED,
        5: Unfilled.NOBODY,
    }
    assert binding(made, edges, found) == Binding({0: 3}, {3: 1}, {"travel": 1, "clearance": 1})


def test_a_cut_off_is_shown_only_where_three_or_more_were_admitted() -> None:
    people = [{"id": f"a{n}", "preferences": [["x"]]} for n in range(4)]
    ranking = [[f"a{n}"] for n in range(4)]
    for seats, cut_off in ((2, NONE), (3, 2)):
        made = parse({"format": "samkraft-match/1", "applicants": people, "places": [{"id": "x", "capacity": seats, "ranking": ranking}]})
        edges = edges_of(made, {f"a{n}": "x" for n in range(seats)})
        assert reasons(made, edges).cut_off.tolist() == [cut_off] * (4 - seats)


def test_a_place_that_would_take_somebody_whom_the_total_sends_elsewhere() -> None:
    data: Data = {
        "format": "samkraft-match/1",
        "applicants": [{"id": "a", "preferences": [["x"], ["y"]]}, {"id": "b", "preferences": [["x"]]}],
        "places": [{"id": "x", "capacity": 1, "ranking": [["a"], ["b"]]}, {"id": "y", "capacity": 1}],
    }
    made = parse(data)
    found = reasons(made, edges_of(made, {"a": "y", "b": "x"}))
    assert [(int(made.place[e]), w) for e, w in zip(found.edge.tolist(), found.why.tolist(), strict=True)] == [(0, Why.TOTAL)]
