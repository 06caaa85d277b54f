"""Most placed against trying everything: placements, then home towns, then ranks, then travel; and the proof."""

from __future__ import annotations

import os

import pytest
from hypothesis import given, settings

from plugins.internships.matching.format import parse
from plugins.internships.matching.matching import match
from plugins.internships.matching.result import Result
from plugins.internships.matching.verifier import verify

from .brute import Data, blocking, choices, feasible, instances

pytestmark = pytest.mark.sqlite_only  # no database

FEW = settings(max_examples=int(os.environ.get("SAMKRAFT_MATCH_EXAMPLES", "0")) or 40, deadline=None)


def worth(data: Data, matching: dict[str, str | None]) -> tuple[int, int, int, float]:
    """What counts, in order."""
    towns = {one["id"]: one.get("town") for one in data["places"]}
    placed = [(one, at) for one in data["applicants"] if (at := matching[one["id"]]) is not None]
    home = sum(one.get("home") is not None and one["home"] == towns[at] for one, at in placed)
    ranks = sum(choices(data, one)[at] for one, at in placed)
    return len(placed), home, -ranks, -sum(one.get("travel", {}).get(at, 0) for one, at in placed)


@FEW
@given(instances(ties=True, caps="nested", extras=True, fixed=True))
def test_the_flow_is_the_best_by_every_criterion_and_proved(data: Data) -> None:
    made = parse(data)
    result = match(made, policy="most_placed")
    assert verify(made, result) == []
    assert (result.guarantee, result.size and result.size.proof) == ("most_placed", "certificate")
    assert worth(data, dict(result.assignments)) == max(worth(data, one) for one in feasible(data))
    singles, _pairs, _closed = blocking(data, dict(result.assignments))
    assert result.breaks is not None
    assert result.breaks.blocking == len(singles)


@FEW
@given(instances(ties=True, caps="any", minimums=True, pairs=True, extras=True, fixed=True))
def test_whatever_the_rules_no_match_places_more(data: Data) -> None:
    made = parse(data)
    result: Result = match(made, policy="most_placed", seconds=30.0)
    assert verify(made, result) == []
    assert (result.guarantee, result.placed) == ("most_placed", max(sum(at is not None for at in one.values()) for one in feasible(data)))


def test_who_is_placed_beforehand_is_not_moved_for_others_to_fit_or_live_nearer() -> None:
    """Without the one who is fixed, both others could be placed, and one of them at home: that must not count."""
    people = [
        {"id": "a", "preferences": [], "fixed": "p", "home": "south"},
        {"id": "b", "preferences": [["p"]], "home": "north"},
        {"id": "c", "preferences": [["p"], ["q"]], "home": "north"},
    ]
    places = [{"id": "p", "capacity": 1, "minimum": 1, "town": "north"}, {"id": "q", "capacity": 1, "town": "south"}]
    for caps in ([], [{"places": ["p", "q"], "maximum": 2}]):
        data: Data = {"format": "samkraft-match/1", "applicants": people, "places": places, "caps": caps}
        made = parse(data)
        result = match(made, policy="most_placed")
        assert verify(made, result) == []
        assert (result.assignments, result.guarantee) == ({"a": "p", "b": None, "c": "q"}, "most_placed")
