"""What is published cannot be used to work out what is not. An attacker with a solver tries."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from core.statistics import OTHER, Counted, Published, Total, publish, recode
from tests.core.statistics.attacker import Attacker

AXES = ("centre", "municipality", "term")
PLACES = st.tuples(st.sampled_from("abc"), st.sampled_from("wxyz"), st.sampled_from("12"))


def attack(published: Published) -> int:
    """Try every hidden cell; returns how many there were."""
    attacker, tried = Attacker(published, AXES), 0
    for name, cells in published.tables.items():
        for cell, people in cells.items():
            if people is None:
                low, high = attacker.interval(name, cell)
                assert high > low, f"{name} {cell} must be {low}"
                tried += 1
    return tried


@settings(max_examples=40, deadline=None)
@given(places=st.lists(PLACES, max_size=40))
def test_no_hidden_person_can_be_found(places: list[Any]) -> None:
    published = publish([Counted(number, place) for number, place in enumerate(places)], AXES)
    if published is None:
        assert len(places) < 3
        return
    attack(published)
    for cells in published.tables.values():
        assert all(people is None or people == 0 or people >= 3 for people in cells.values())
    for totals in published.totals.values():
        assert all(total.people >= 3 for total in totals.values())


def test_most_figures_are_shown_and_they_are_true() -> None:
    rng = Random(3)
    places = [(rng.choice("aaabbc"), rng.choice("wwxxyz"), rng.choice("12")) for _ in range(300)]
    published = publish([Counted(number, place) for number, place in enumerate(places)], AXES)
    assert published is not None
    assert set(published.tables) == {"centre_municipality", "centre_term", "municipality_term"}
    truth = Counter((place[0], place[1]) for place in places)
    assert {cell: people for cell, people in published.tables["centre_municipality"].items() if people is not None} == {
        cell: truth[cell] for cell, people in published.tables["centre_municipality"].items() if people is not None
    }
    assert published.whole == Total(300, 300)
    assert sum(people is not None for cells in published.tables.values() for people in cells.values()) > 15


def test_who_is_there_twice_is_one_behind_the_figure() -> None:
    """One person with four exams is not four people."""
    assert publish([Counted(1, ("a", "w", "1"))] * 4 + [Counted(2, ("a", "w", "1"))], AXES) is None


def test_small_values_are_put_together_and_never_stand_alone() -> None:
    employers = {"a": {1, 2, 3, 4}, "b": {1, 2, 3}, "c": {5}}
    assert recode(employers, {"a": 40, "b": 10, "c": 2}) == {"a": "a", "b": OTHER, "c": OTHER}
    employers["d"] = {6, 7}
    assert recode(employers, {"a": 40, "b": 10, "c": 2, "d": 9}) == {"a": "a", "b": "b", "c": OTHER, "d": OTHER}


def test_the_attacker_is_a_real_one() -> None:
    """With cells of few employers hidden and nothing else, it finds what they hold."""
    totals = {"occupation": {"o1": Total(9, 3), "o2": Total(9, 3)}, "municipality": {"m1": Total(9, 3), "m2": Total(9, 3)}}
    careless = {("o1", "m1"): None, ("o1", "m2"): 5, ("o2", "m1"): 5, ("o2", "m2"): 4}
    published = Published(Total(18, 6), totals, {"occupation_municipality": careless})
    assert Attacker(published, ("occupation", "municipality", "horizon")).interval("occupation_municipality", ("o1", "m1")) == (4, 4)
