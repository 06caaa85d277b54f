"""The verifier takes a right result and refuses every wrong one, with the rule that is broken."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.internships.matching.format import parse
from plugins.internships.matching.instance import Instance
from plugins.internships.matching.matching import match
from plugins.internships.matching.result import Breaks, Result, parse_result
from plugins.internships.matching.verifier import verify

from .brute import Data, blocking, closed, feasible, instances

pytestmark = pytest.mark.sqlite_only  # no database

Change = Callable[[dict[str, Any]], None]
WORLD: Data = {
    "format": "samkraft-match/1",
    "applicants": [
        {"id": "a", "preferences": [["x"], ["y"]]},
        {"id": "b", "preferences": [["x"], ["y"]]},
        {"id": "c", "preferences": [["x"], ["z"]]},
        {"id": "d", "pair": "e", "preferences": [[["z", "z"]], [["y", "z"]]]},
        {"id": "e", "pair": "d", "preferences": [[["z", "z"]], [["z", "y"]]]},
        {"id": "f", "preferences": [["m"], ["y"]]},
        {"id": "g", "preferences": [["y"]], "fixed": "y"},
    ],
    "places": [
        {"id": "x", "capacity": 1, "ranking": [["a"], ["b"], ["c"]]},
        {"id": "y", "capacity": 3, "ranking": [["a"], ["b", "f"], ["d", "e"]]},
        {"id": "z", "capacity": 3},
        {"id": "m", "capacity": 2, "minimum": 2},
    ],
    "caps": [{"places": ["x", "y"], "maximum": 4}],
}


@pytest.fixture(scope="module")
def right() -> tuple[Instance, Result]:
    made = parse(WORLD, b"file")
    return made, match(made)


def test_a_right_result_is_right(right: tuple[Instance, Result]) -> None:
    assert right[1].assignments == {"a": "x", "b": "y", "c": "z", "d": "z", "e": "z", "f": "y", "g": "y"}
    assert (right[1].closed, right[1].guarantee, verify(*right)) == (["m"], "stable", [])


def seat(**assignments: str | None) -> Change:
    return lambda data: data["assignments"].update(assignments)


@pytest.mark.parametrize(
    ("change", "rules"),
    [
        (seat(a="z"), {"eligible", "totals", "blocking", "guarantee"}),
        (seat(a="q"), {"eligible", "totals", "blocking", "guarantee"}),
        (seat(zz="x"), {"eligible"}),
        (lambda data: data["assignments"].pop("a"), {"complete", "totals", "blocking", "guarantee"}),
        (seat(b="x"), {"capacity"}),
        (seat(a=None), {"totals", "blocking", "guarantee"}),
        (seat(a="y", b="x"), {"blocking", "guarantee"}),
        (seat(d="y"), {"capacity", "cap", "blocking", "guarantee"}),
        (seat(d=None), {"pair", "totals", "blocking", "guarantee"}),
        (seat(d=None, e=None), {"totals", "blocking", "guarantee"}),
        (seat(g=None), {"fixed", "totals", "blocking", "guarantee"}),
        (seat(f="m"), {"closed"}),
        (lambda data: data.update(closed=[]), {"minimum", "blocking", "guarantee"}),
        (lambda data: data.update(closed=["m", "x"]), {"closed", "blocking", "guarantee"}),
        (lambda data: data.update(closed=["m", "q"]), {"closed"}),
        (lambda data: data.update(placed=9), {"totals"}),
        (lambda data: data.update(guarantee="most_placed"), {"guarantee"}),
        (lambda data: data.update(guarantee="nearly_stable", breaks=None), {"guarantee"}),
        (lambda data: data["breaks"].update(blocking=3), {"guarantee"}),
        (lambda data: data["size"].update(bound=3, proof="none"), {"totals"}),
        (lambda data: data["size"].update(bound=9, proof="two_solvers"), {"totals"}),
        (lambda data: data["size"].update(proof="certificate"), {"certificate"}),
        (lambda data: data.update(instance="0" * 64), {"instance"}),
    ],
)
def test_every_change_of_a_right_result_is_caught(right: tuple[Instance, Result], change: Change, rules: set[str]) -> None:
    data = copy.deepcopy(right[1].model_dump(mode="json"))
    change(data)
    assert {fault.rule for fault in verify(right[0], parse_result(data))} == rules


@pytest.mark.parametrize(
    "change",
    [
        lambda prices: prices["places"].update(x=[0, 0]),
        lambda prices: prices["places"].update(x=[5, 0]),
        lambda prices: prices["places"].update(x=[-1, 0]),
        lambda prices: prices["places"].update(x=[1]),
        lambda prices: prices["places"].update(x=[1 << 71, 0]),
        lambda prices: prices["places"].update(q=[1, 0]),
        lambda prices: prices["caps"].update({"4": [1, 0]}),
        lambda prices: prices["caps"].update({"-1": [1, 0]}),
        lambda prices: prices["worth"].reverse(),
    ],
)
def test_prices_that_prove_nothing_are_refused(change: Change) -> None:
    people = [{"id": f"a{n}", "preferences": [["x"], ["y"]]} for n in range(4)]
    made = parse({"format": "samkraft-match/1", "applicants": people, "places": [{"id": "x", "capacity": 1}, {"id": "y", "capacity": 2}]})
    result = match(made, policy="most_placed")
    assert verify(made, result) == []
    data = result.model_dump(mode="json")
    change(data["certificate"])
    assert {fault.rule for fault in verify(made, parse_result(data))} == {"certificate"}


def test_a_match_that_is_not_the_largest_cannot_be_proved(right: tuple[Instance, Result]) -> None:
    people = [{"id": "a", "preferences": [["x"], ["y"]]}, {"id": "b", "preferences": [["x"]]}]
    made = parse({"format": "samkraft-match/1", "applicants": people, "places": [{"id": "x", "capacity": 1}, {"id": "y", "capacity": 1}]})
    data = match(made, policy="most_placed").model_dump(mode="json")
    data.update(assignments={"a": "x", "b": None}, placed=1, breaks=None, size={"bound": 1, "proof": "certificate"})
    assert [fault.rule for fault in verify(made, parse_result(data))] == ["certificate"]


@settings(max_examples=50, deadline=None)
@given(instances(ties=True, caps="any", minimums=True, pairs=True, extras=True), st.randoms(use_true_random=False))
def test_it_counts_what_blocks_any_matching_as_the_definition_does(data: Data, rng: Any) -> None:
    every = list(feasible(data))
    for matching in rng.sample(every, min(5, len(every))):
        singles, pairs, wanted = blocking(data, matching)
        breaks = Breaks(blocking=len(singles), blocking_pairs=len(pairs), closed_but_wanted=len(wanted))
        result = Result(
            policy="stable",
            assignments=matching,
            closed=closed(data, matching),
            placed=sum(at is not None for at in matching.values()),
            guarantee=breaks.guarantee,
            breaks=breaks,
        )
        assert verify(parse(data), result) == []
