"""The clustering rule, by its properties and by examples one can follow on a map."""

from __future__ import annotations

import random
from collections.abc import Sequence

from hypothesis import example, given, settings
from hypothesis import strategies as st

from plugins.demand_pooling.clustering import Grouping, Need, Reach, Reason, form_clusters

# Municipalities on a line, 50 km apart: distances can be checked in one's head.
CODES = [f"{1000 + n}" for n in range(12)]


def on_a_line(code: str) -> dict[str, float]:
    return {other: abs(int(code) - int(other)) * 50.0 for other in CODES} if code in CODES else {}


def reach(km: float = 120, hubs: Sequence[str] = CODES) -> Reach:
    return Reach(km, hubs, on_a_line)


def cluster(needs: Sequence[Need], threshold: int = 12, km: float = 120, hubs: Sequence[str] = CODES) -> list[Grouping]:
    return form_clusters(needs, reach=reach(km, hubs), threshold=threshold)


def people_in_classes(groupings: Sequence[Grouping], threshold: int) -> int:
    return sum(g.people for g in groupings if g.people >= threshold)


def bound_people(grouping: Grouping) -> int:
    return sum(p.need.people for p in grouping.members if not p.need.distance)


needs_strategy = st.lists(
    st.builds(
        lambda municipality, people, distance: (municipality, people, distance),
        st.sampled_from([*CODES, "9999"]),
        st.integers(0, 9),
        st.booleans(),
    ),
    max_size=30,
).map(lambda found: [Need(key, *facts) for key, facts in enumerate(found, 1)])
patient = settings(deadline=None)  # a busy machine is no fault of the rule
limits = st.sampled_from([0.0, 49.9, 50.0, 120.0, 600.0])
thresholds = st.integers(1, 25)


@patient
@given(needs_strategy, limits, thresholds)
def test_every_need_is_in_exactly_one_cluster(needs: list[Need], km: float, threshold: int) -> None:
    placed = [p.need.key for g in cluster(needs, threshold, km) for p in g.members]
    assert sorted(placed) == [need.key for need in needs]


@patient
@given(needs_strategy, limits, thresholds)
def test_every_member_is_within_reach_of_the_hub_or_can_be_taught_by_distance(needs: list[Need], km: float, threshold: int) -> None:
    for grouping in cluster(needs, threshold, km):
        for placed in grouping.members:
            far = placed.need.municipality != grouping.hub and (placed.km is None or placed.km > km)
            assert placed.need.distance or not far
            assert (placed.reason is Reason.DISTANCE) == far
            assert (placed.reason is Reason.HUB) == (placed.need.municipality == grouping.hub)


@patient
@given(needs_strategy, limits, thresholds, st.randoms(use_true_random=False))
def test_the_order_of_the_needs_does_not_matter(needs: list[Need], km: float, threshold: int, rng: random.Random) -> None:
    shuffled = needs[:]
    rng.shuffle(shuffled)
    assert cluster(shuffled, threshold, km) == cluster(needs, threshold, km)


@patient
@given(needs_strategy, limits, thresholds, st.sampled_from(CODES), st.integers(0, 9), st.booleans())
def test_adding_a_need_never_loses_people_of_the_occupation(
    needs: list[Need], km: float, threshold: int, municipality: str, people: int, distance: bool
) -> None:
    before, after = cluster(needs, threshold, km), cluster([*needs, Need(1000, municipality, people, distance)], threshold, km)
    assert sum(g.people for g in after) == sum(g.people for g in before) + people
    if before:
        assert bound_people(after[0]) >= bound_people(before[0])


@settings(max_examples=300, deadline=None)
@given(needs_strategy, limits, thresholds, st.sampled_from(CODES), st.integers(0, 9))
@example([Need(1, CODES[0], 9), Need(2, CODES[9], 8), Need(3, CODES[5], 3, True)], 120.0, 12, CODES[5], 2)
def test_one_more_need_by_distance_never_makes_fewer_people_part_of_a_class(
    needs: list[Need], km: float, threshold: int, municipality: str, people: int
) -> None:
    before = people_in_classes(cluster(needs, threshold, km), threshold)
    after = people_in_classes(cluster([*needs, Need(1000, municipality, people, True)], threshold, km), threshold)
    assert after >= before


@patient
@given(needs_strategy, limits, thresholds)
def test_no_hub_could_have_gathered_more_of_those_who_must_meet_than_the_first(needs: list[Need], km: float, threshold: int) -> None:
    bound = [need for need in needs if not need.distance]
    if not bound:
        return
    far = reach(km)
    best = max(sum(n.people for n in bound if far.reaches(hub, n.municipality)) for hub in {*CODES, "9999"})
    assert bound_people(cluster(needs, threshold, km)[0]) == best


def test_no_needs_make_no_clusters() -> None:
    assert cluster([]) == []


def test_needs_are_gathered_around_a_municipality_without_a_need_of_its_own() -> None:
    found = cluster([Need(1, "1000", 6), Need(2, "1004", 6)])
    assert [(g.hub, g.people) for g in found] == [("1002", 12)]


def test_a_chain_of_neighbours_is_not_one_cluster() -> None:
    found = cluster([Need(n, code, 1) for n, code in enumerate(CODES, 1)])
    assert [sorted(p.need.municipality for p in g.members) for g in found] == [CODES[0:5], CODES[5:10], CODES[10:12]]


def test_needs_by_distance_go_where_they_make_a_class() -> None:
    found = cluster([Need(1, "1000", 15), Need(2, "1011", 10), Need(3, "1005", 1, True), Need(4, "1005", 1, True)])
    assert {g.hub: g.people for g in found} == {"1000": 15, "1011": 12}


def test_needs_by_distance_that_are_too_few_go_to_the_largest() -> None:
    found = cluster([Need(1, "1000", 8), Need(2, "1011", 3), Need(3, "1010", 2, True)])
    assert {g.hub: g.people for g in found} == {"1000": 10, "1011": 3}


def test_needs_by_distance_that_are_left_over_go_to_the_nearest_class() -> None:
    found = cluster([Need(1, "1000", 15), Need(2, "1011", 12), Need(3, "1009", 1, True)])
    assert {g.hub: g.people for g in found} == {"1000": 15, "1011": 13}


def test_needs_by_distance_alone_make_one_cluster() -> None:
    found = cluster([Need(n, code, 1, True) for n, code in enumerate(CODES, 1)])
    assert [(g.people, len(g.members)) for g in found] == [(12, 12)]


def test_an_unknown_municipality_reaches_only_itself() -> None:
    found = cluster([Need(1, "9999", 4), Need(2, "1000", 2), Need(3, "9999", 1)])
    assert [(g.hub, g.people) for g in found] == [("9999", 5), ("1000", 2)]


def test_people_of_later_horizons_have_a_place_but_do_not_count() -> None:
    found = cluster([Need(1, "1000", 0), Need(2, "1000", 3)])
    assert [(g.people, len(g.members)) for g in found] == [(3, 2)]
