"""Stable matches against trying everything, for every combination of rules."""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.internships.matching.format import parse
from plugins.internships.matching.matching import match
from plugins.internships.matching.result import Result
from plugins.internships.matching.verifier import verify

from .brute import Data, blocking, closed, feasible, instances

pytestmark = pytest.mark.sqlite_only  # no database

MANY = int(os.environ.get("SAMKRAFT_MATCH_EXAMPLES", "0"))
FEW = settings(max_examples=MANY or 40, deadline=None)


def counts(data: Data, result: Result) -> tuple[int, int, int]:
    singles, pairs, wanted = blocking(data, dict(result.assignments))
    return len(singles), len(pairs), len(wanted)


def checked(data: Data, **options: Any) -> Result:
    """A match of which the verifier says nothing, and whose counts are those found by trying."""
    made = parse(data)
    result = match(made, **options)
    assert verify(made, result) == []
    assert result.breaks is not None
    assert counts(data, result) == (result.breaks.blocking, result.breaks.blocking_pairs, result.breaks.closed_but_wanted)
    assert sorted(result.closed) == sorted(closed(data, dict(result.assignments)))
    return result


@FEW
@given(instances())
def test_strict_lists_give_what_is_best_for_every_applicant_at_once(data: Data) -> None:
    result = checked(data, ties="lottery")
    assert result.guarantee == "stable"
    indifferent = any(one.get("ranking") is None for one in data["places"])
    if not indifferent:
        stable = [one for one in feasible(data) if not any(blocking(data, one))]
        for person in data["applicants"]:
            order = {place: number for number, group in enumerate(person["preferences"]) for place in group}
            best = min((order.get(str(one[person["id"]]), 99) for one in stable), default=99)
            assert order.get(str(result.assignments[person["id"]]), 99) == best


@FEW
@given(instances(ties=True, extras=True))
def test_by_lottery_ties_are_stable(data: Data) -> None:
    assert checked(data, ties="lottery").guarantee == "stable"


@FEW
@given(instances(ties=True, caps="nested"))
def test_nested_caps_are_stable(data: Data) -> None:
    assert checked(data, ties="lottery").guarantee == "stable"


def most_of(data: Data, stable: bool = True) -> int | None:
    """How many the largest matching places; None when there is no stable one."""
    sizes = [sum(at is not None for at in one.values()) for one in feasible(data) if not stable or not any(blocking(data, one))]
    return max(sizes, default=None)


@FEW
@given(instances(ties=True, people=6))
def test_ties_are_solved_to_the_largest_stable_size_and_proved(data: Data) -> None:
    result = checked(data, seconds=30.0)
    assert result.guarantee == "stable"
    assert result.placed == most_of(data)
    assert result.size is not None
    assert result.size.proof in ("certificate", "theorem", "two_solvers")


@FEW
@given(instances(ties=True, caps="nested"))
def test_ties_with_nested_caps_too(data: Data) -> None:
    result = checked(data, seconds=30.0)
    assert (result.guarantee, result.placed) == ("stable", most_of(data))


@FEW
@given(st.sampled_from(["", "nested"]).flatmap(lambda caps: instances(ties=True, caps=caps, extras=True, fixed=True)))
def test_who_is_placed_beforehand_stays_and_the_rest_is_as_large_as_can_be(data: Data) -> None:
    result = checked(data, seconds=30.0)
    assert {one["id"]: one["fixed"] for one in data["applicants"] if one.get("fixed")}.items() <= result.assignments.items()
    assert (result.guarantee, result.placed) == ("stable", most_of(data))


@FEW
@given(instances(ties=True, caps="any", fixed=True))
def test_caps_that_overlap_are_stable_where_that_is_possible(data: Data) -> None:
    result = checked(data, seconds=30.0)
    largest = most_of(data)
    assert (result.guarantee == "stable") == (largest is not None)
    assert largest is None or result.placed == largest


@FEW
@given(instances(ties=True, caps="nested", minimums=True, fixed=True))
def test_minimums_within_caps_too(data: Data) -> None:
    result = checked(data, seconds=30.0)
    largest = most_of(data)
    assert (result.guarantee == "stable") == (largest is not None)
    assert largest is None or result.placed == largest


@FEW
@given(instances(ties=True, minimums=True))
def test_minimums_are_kept_and_what_breaks_stability_is_counted(data: Data) -> None:
    result = checked(data, seconds=30.0)
    largest = most_of(data)
    assert (result.guarantee == "stable") == (largest is not None)
    assert result.guarantee != "nearly_stable"
    assert largest is None or result.placed == largest


@FEW
@given(instances(ties=True, pairs=True))
def test_pairs_are_stable_where_that_is_possible(data: Data) -> None:
    result = checked(data, seconds=30.0)
    largest = most_of(data)
    assert (result.guarantee == "stable") == (largest is not None)
    assert largest is None or result.placed == largest


@FEW
@given(instances(ties=True, caps="any", minimums=True, pairs=True, extras=True, fixed=True))
def test_everything_at_once_is_stable_where_that_is_possible(data: Data) -> None:
    result = checked(data, seconds=30.0)
    largest = most_of(data)
    assert (result.guarantee == "stable") == (largest is not None)
    assert largest is None or result.placed == largest
