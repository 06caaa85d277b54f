"""Distances between municipalities."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import NotFound
from core.geo.distance import distance_km, great_circle_km, within
from core.geo.places import municipalities

codes = st.sampled_from(sorted(municipalities()))


def test_a_quarter_of_a_great_circle() -> None:
    assert great_circle_km(0, 0, 90, 0) == pytest.approx(10_007.557, abs=0.01)
    assert great_circle_km(0, 179, 0, -179) == pytest.approx(222.39, abs=0.01), "across the date line"


def test_known_distances() -> None:
    """Stockholm to Gothenburg is about 397 km as the crow flies, Skellefteå to Umeå about 108."""
    assert distance_km("0180", "1480") == pytest.approx(397, abs=2)
    assert distance_km("2482", "2480") == pytest.approx(108, abs=2)


@given(codes, codes, codes)
def test_distance_is_a_metric(a: str, b: str, c: str) -> None:
    assert distance_km(a, a) == 0.0
    assert distance_km(a, b) == distance_km(b, a)
    assert distance_km(a, c) <= distance_km(a, b) + distance_km(b, c) + 0.2  # each is rounded to 0.1


def test_within_gives_the_near_ones_nearest_first() -> None:
    near = within("2482", 75, among=["2482", "2417", "2409", "2480", "0180", "0000"])
    assert [code for code, _ in near] == ["2482", "2409", "2417"]
    assert near[0][1] == 0.0
    assert all(km <= 75 for _, km in near)


def test_within_measures_to_all_when_nobody_is_named() -> None:
    assert len(within("2482", 20_000)) == 290


@pytest.mark.parametrize("call", [lambda: distance_km("0000", "2482"), lambda: distance_km("2482", "0000"), lambda: within("0000", 10)])
def test_an_unknown_code_is_an_error_that_says_which(context: None, call) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(NotFound, match="0000"):
        call()
