"""What the rules ask, by themselves."""

from __future__ import annotations

import pytest

from plugins.demand_pooling.dossier.models import Role
from plugins.demand_pooling.dossier.rules import placements, points_lacking, steering

WORK, STUDENT, LEADER, SCHOOL, UNIVERSITY, OTHER = Role


@pytest.mark.parametrize(
    ("roles", "qualified", "majority", "lacking", "needed"),
    [
        ([], False, False, (WORK, STUDENT, LEADER), 3),
        ([WORK, STUDENT, LEADER], False, False, (), 2),
        ([WORK, WORK, STUDENT, LEADER], False, False, (), 1),
        ([WORK, WORK, WORK, STUDENT, LEADER], False, True, (), 0),
        ([WORK, WORK, WORK, STUDENT, LEADER], True, True, (SCHOOL, UNIVERSITY), 2),
        ([WORK] * 5 + [STUDENT, LEADER, SCHOOL, UNIVERSITY], True, True, (), 0),
        ([WORK] * 4 + [STUDENT, LEADER, SCHOOL, UNIVERSITY], True, False, (), 1),
        ([WORK] * 3, False, True, (STUDENT, LEADER), 0),
        ([WORK, WORK, WORK, STUDENT, LEADER, OTHER], False, False, (), 1),
    ],
)
def test_the_steering_group(roles: list[Role], qualified: bool, majority: bool, lacking: tuple[Role, ...], needed: int) -> None:
    found = steering(roles, qualified=qualified)
    assert (found.majority, found.lacking, found.needed) == (majority, lacking, needed)
    assert found.complete is (majority and not lacking)
    grown = steering([*roles, *lacking, *[WORK] * found.needed], qualified=qualified)
    assert grown.majority


def test_adding_what_is_needed_makes_a_majority_and_one_fewer_does_not() -> None:
    found = steering([WORK, STUDENT, LEADER], qualified=True)
    others = [role for role in found.lacking if role is not WORK]
    assert steering([WORK, STUDENT, LEADER, *others, *[WORK] * found.needed], qualified=True).complete
    assert not steering([WORK, STUDENT, LEADER, *others, *[WORK] * (found.needed - 1)], qualified=True).majority


@pytest.mark.parametrize(
    ("promised", "per_term", "missing"),
    [
        ([], 0, 20),
        ([(12, "per termin"), (8, "per termin")], 20, 0),
        ([(12, "per termin"), (15, "per år")], 19, 1),
        ([(1, "per år")] * 3, 1, 19),
        ([(20, "")], 20, 0),
    ],
)
def test_placements_are_counted_per_term(promised: list[tuple[int, str]], per_term: int, missing: int) -> None:
    found = placements(students=20, weeks=24, periods=3, promised=promised, offered=5)
    assert (found.promised, found.missing, found.enough, found.student_weeks) == (per_term, missing, missing == 0, 480)


def test_placements_without_facts_are_never_enough() -> None:
    assert not placements(students=0, weeks=0, periods=0, promised=[(99, "per termin")], offered=0).enough


@pytest.mark.parametrize(
    ("exam", "points", "weeks", "lacking"),
    [
        ("qualified", 400, 20, (0, 0)),
        ("qualified", 399, 19, (1, 5)),
        ("yh", 200, 0, (0, 0)),
        ("yh", 150, 0, (50, 0)),
        ("none", 0, 0, (0, 0)),
    ],
)
def test_points_of_an_exam(exam: str, points: int, weeks: int, lacking: tuple[int, int]) -> None:
    assert points_lacking(exam, points, weeks) == lacking
