"""What is published cannot be used to work out what is not. An attacker with a solver tries."""

from __future__ import annotations

from collections import defaultdict
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.db import atomic
from core.statistics import OTHER, Published, Total
from core.testing.factories import Factory
from plugins.employer_needs import demo
from plugins.employer_needs.dashboards import published as published_queries
from plugins.employer_needs.dashboards import publishing
from plugins.employer_needs.dashboards.suppression import AXES, PAIRS, Said, publish
from tests.core.statistics.attacker import Attacker

PEOPLE = st.tuples(st.integers(0, 4), st.integers(0, 2), st.integers(0, 2))


def said_by(rows: list[tuple[int, int, int, tuple[int, int, int]]]) -> list[Said]:
    return [Said(employer, f"o{occupation}", f"m{place}", "CQ"[employer % 2], people) for employer, occupation, place, people in rows]


def employers_of(said: list[Said], published: Published) -> dict[str, dict[tuple[str, str], set[int]]]:
    """The employers of each cell that has its own row and column in a published table."""
    found: dict[str, dict[tuple[str, str], set[int]]] = defaultdict(lambda: defaultdict(set))
    for each in said:
        for number, horizon in enumerate(("0_1", "1_3", "3_5")):
            if each.people[number]:
                place = (each.occupation, each.municipality, horizon)
                for name, (first, second) in PAIRS.items():
                    found[name][place[first], place[second]].add(each.employer)
    return found


def attack(said: list[Said], published: Published) -> int:
    """Try every hidden cell; returns how many there were."""
    attacker, behind = Attacker(published, AXES), employers_of(said, published)
    tried = 0
    for name, cells in published.tables.items():
        for cell, people in cells.items():
            if people is not None:
                if people and OTHER not in cell and all(part not in ("0_3", "1_5", "0_5") for part in cell):
                    assert len(behind[name][cell]) >= 3
                continue
            low, high = attacker.interval(name, cell)
            assert high > low, f"{name} {cell} must be {low}"
            tried += 1
    return tried


@settings(max_examples=50, deadline=None)
@given(rows=st.lists(st.tuples(st.integers(1, 9), st.integers(1, 4), st.integers(1, 4), PEOPLE), max_size=30))
def test_no_hidden_cell_can_be_worked_out(rows: list[Any]) -> None:
    said = said_by(rows)
    published = publish(said)
    if published is not None:
        attack(said, published)


@pytest.mark.parametrize("seed", range(2))
def test_a_region_keeps_most_of_its_figures_and_none_of_the_others_is_found(seed: int) -> None:
    rng = Random(seed)
    rows = []
    for employer in range(150):
        place, branch = rng.randrange(8), rng.randrange(4)
        for _ in range(rng.choice((1, 2, 3))):
            rows.append((employer, branch * 3 + rng.randrange(3), place, (rng.randrange(4), rng.randrange(3), rng.randrange(2))))
    said = said_by(rows)
    published = publish(said)
    assert published is not None
    assert set(published.tables) == set(PAIRS)
    assert attack(said, published) > 0
    shown = [people for cells in published.tables.values() for people in cells.values() if people]
    assert len(shown) > 30


def test_published_sums_are_true() -> None:
    rng = Random(7)
    said = said_by([(rng.randrange(40), rng.randrange(5), rng.randrange(4), (rng.randrange(4), 1, rng.randrange(2))) for _ in range(160)])
    published = publish(said)
    assert published is not None
    assert published.whole == Total(sum(sum(each.people) for each in said), len({each.employer for each in said}))
    for name, cells in published.tables.items():
        first, second = PAIRS[name]
        for cell, people in cells.items():
            if people is None:
                continue
            truth = sum(
                each.people[number]
                for each in said
                for number, horizon in enumerate(("0_1", "1_3", "3_5"))
                if ((each.occupation, each.municipality, horizon)[first], (each.occupation, each.municipality, horizon)[second]) == cell
            )
            assert people == truth
    assert published.totals["horizon"]["0_1"].people == sum(each.people[0] for each in said)


def test_two_employers_are_too_few_for_anything() -> None:
    assert publish(said_by([(1, 1, 1, (5, 0, 0)), (2, 1, 1, (5, 0, 0))])) is None
    assert publish([]) is None


def test_a_row_s_hidden_part_is_of_three_employers() -> None:
    """Employer 9 knows its own figure: were it hidden beside one other employer's only, it would know that one's too."""
    rows = [(e, o, m, (2, 1, 1)) for o in range(1, 5) for m in range(1, 5) for e in range(10 * o + m, 10 * o + m + 120, 30)]
    rows = [row for row in rows if (row[1], row[2]) not in {(1, 1), (1, 2)}] + [(901, 1, 1, (3, 0, 0)), (902, 1, 2, (4, 1, 0))]
    said = said_by(rows)
    published = publish(said)
    assert published is not None
    cells, behind = published.tables["occupation_municipality"], employers_of(said, published)["occupation_municipality"]
    hidden = {cell for cell, people in cells.items() if people is None}
    assert {("o1", "m1"), ("o1", "m2")} < hidden
    for axis in (0, 1):
        for value in {cell[axis] for cell in hidden}:
            assert len(set().union(*(behind[cell] for cell in hidden if cell[axis] == value))) >= 3


def test_a_horizon_of_few_is_joined_with_its_neighbour() -> None:
    rows = [(e, e % 3, e % 2, (3, 2, 0)) for e in range(30)] + [(1, 1, 1, (0, 0, 7))]
    published = publish(said_by(rows))
    assert published is not None
    assert published.totals["horizon"] == {"0_1": Total(90, 30), "1_5": Total(67, 30)}


def test_the_demo_s_published_figures_hold(make: Factory) -> None:
    region = make.region(plugins=["employer_needs"], municipalities=["2417", "2482", "2481", "2401", "2418", "2421", "2422", "2425"])
    with atomic(), make.inside(region, "employer_needs"):
        demo.seed(region, Random(7))
    with make.inside(region, "employer_needs"):
        issues = published_queries.issues(region)
        said = list(publishing.said_in(region, issues[0].round.id))
        told = published_queries.cells(region, [issues[0].publication.id], published_queries.TABLES)
    published = publish(said)
    assert published is not None
    kept = {table: {(cell.row, cell.column): cell.people for cell in cells} for (_issue, table), cells in told.items()}
    assert {name: kept[name] for name in published.tables} == published.tables
    assert attack(said, published) > 0
