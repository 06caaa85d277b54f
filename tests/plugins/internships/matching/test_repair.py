"""Going on after a change against whole re-runs, and the fewest changes against trying everything."""

from __future__ import annotations

import os
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.internships.matching import lottery
from plugins.internships.matching.acceptance import Acceptance
from plugins.internships.matching.continuing import Continued, edges_of
from plugins.internships.matching.deferred import accept
from plugins.internships.matching.format import parse
from plugins.internships.matching.generate import generate
from plugins.internships.matching.instance import NONE
from plugins.internships.matching.matching import match
from plugins.internships.matching.repair import WHOLE, lock, repair
from plugins.internships.matching.repair_whole import repair_whole

from .brute import Data, blocking, closed, feasible, instances

pytestmark = pytest.mark.sqlite_only  # no database

FEW = settings(max_examples=int(os.environ.get("SAMKRAFT_MATCH_EXAMPLES", "0")) or 30, deadline=None)


def test_withdrawals_give_what_a_whole_re_run_gives_and_touch_few() -> None:
    made = parse(generate(1000, 4))
    turn = lottery.draw(made.applicants, 9)
    first = accept(made, turn)
    assert (Acceptance(made, turn).everybody().result() == first).all()
    state = Continued(made, turn, first)
    for place in range(0, 300, 3):
        before = state.result()
        changed = state.withdraw(place)
        made.capacity[place] = 0
        assert changed == np.flatnonzero(before != state.result()).tolist()
    assert (state.result() == accept(made, turn)).all()


@FEW
@given(instances(ties=True), st.integers(0, 4))
def test_when_somebody_leaves_only_people_who_gain_move_and_it_stays_stable(data: Data, leaver: int) -> None:
    made = parse(data)
    turn = lottery.draw(made.applicants, 1)
    first = accept(made, turn)
    leaver %= len(made.applicants)
    state = Continued(made, turn, first)
    moved = state.drop_out(leaver)
    after = state.result()
    assert sorted(moved) == [one for one in np.flatnonzero(first != after).tolist() if one != leaver]
    for one in moved:
        assert first[one] == NONE or made.tier[after[one]] < made.tier[first[one]]
    left: Data = {**data, "applicants": [{**one, "preferences": []} if n == leaver else one for n, one in enumerate(data["applicants"])]}
    found = {one: made.places[made.place[e]] if e != NONE else None for one, e in zip(made.applicants, after.tolist(), strict=True)}
    assert blocking(left, found) == (set(), set(), set())


@FEW
@given(instances(ties=True), st.integers(0, 3), st.integers(0, 1))
def test_a_repair_changes_the_fewest_that_any_stable_match_changes(data: Data, place: int, seats: int) -> None:
    result = match(parse(data))
    smaller = _with_seats(data, place % len(data["places"]), seats)
    made = parse(smaller)
    before = edges_of(made, result.assignments)
    found = repair(made, before, seconds=30.0)
    after = {one: made.places[made.place[e]] if e != NONE else None for one, e in zip(made.applicants, found.edges.tolist(), strict=True)}
    assert blocking(smaller, after) == (set(), set(), set())
    affected = {made.applicants[one] for one in found.affected}
    kept = [one for one, at in result.assignments.items() if at is not None and one not in affected]
    stable = [one for one in feasible(smaller) if not any(blocking(smaller, one))]
    fewest = min(sum(one[name] != result.assignments[name] for name in kept) for one in stable)
    assert (len(found.changed), found.proof in ("theorem", "two_solvers")) == (fewest, True)


@FEW
@given(instances(ties=True, caps="any", minimums=True, pairs=True), st.integers(0, 3), st.integers(0, 1))
def test_with_caps_minimums_and_pairs_a_repair_changes_the_fewest_too(data: Data, place: int, seats: int) -> None:
    result = match(parse(data))
    smaller = _with_seats(data, place % len(data["places"]), seats)
    for one in smaller["places"]:
        one["minimum"] = min(one.get("minimum", 0), one["capacity"])
    made = parse(smaller)
    before = edges_of(made, result.assignments)
    found = repair_whole(made, before, seconds=60.0)
    assert found is not None
    after = {one: made.places[made.place[e]] if e != NONE else None for one, e in zip(made.applicants, found.edges.tolist(), strict=True)}
    held = [one for one in made.applicants if result.assignments[one] is not None]
    stable = [one for one in feasible(smaller) if not any(blocking(smaller, one))]
    if stable:
        assert blocking(smaller, after) == (set(), set(), set())
        fewest = min(sum(one[name] != result.assignments[name] for name in held) for one in stable)
        assert len(found.changed) + len(found.affected) == fewest
        assert found.proof == "two_solvers"
    assert sorted(made.places[one] for one in found.closed) == sorted(closed(smaller, after))


def _with_seats(data: Data, place: int, seats: int) -> Data:
    places: list[dict[str, Any]] = [
        {**one, "capacity": min(one["capacity"], seats)} if n == place else one for n, one in enumerate(data["places"])
    ]
    return {**data, "places": places}


def test_whoever_is_locked_stays() -> None:
    applicants = [{"id": f"a{n}", "preferences": [["p0"], ["p1"]]} for n in range(3)]
    places = [{"id": "p0", "capacity": 2, "ranking": [["a0"], ["a1"], ["a2"]]}, {"id": "p1", "capacity": 2}]
    data: Data = {"format": "samkraft-match/1", "applicants": applicants, "places": places, "caps": []}
    made = parse(data)
    before = edges_of(made, {"a0": "p1", "a1": "p0", "a2": "p0"})
    assert repair(made, before).edges.tolist() == edges_of(made, {"a0": "p0", "a1": "p0", "a2": "p1"}).tolist()
    locked = lock(made, before, [0, 2])
    again = edges_of(locked, {"a0": "p1", "a1": "p0", "a2": "p0"})
    assert repair(locked, again).edges.tolist() == again.tolist()


def test_a_large_match_is_repaired_in_its_neighbourhood() -> None:
    data = generate(2800, 2)
    made = parse(data)
    assert len(made.place) > WHOLE
    before = edges_of(made, match(made, ties="lottery").assignments)
    made.capacity[[5, 6]] = 0
    found = repair(made, before, seconds=5.0)
    assert len(found.changed) <= 3 * len(found.affected) + 2
    assert (found.edges[found.affected] == before[found.affected]).sum() == 0
