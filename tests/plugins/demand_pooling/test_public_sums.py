"""What everybody sees of the demand: two looks at it never differ by what fewer than three employers said."""

from __future__ import annotations

import itertools
import random

import pytest
from sqlalchemy import select

from core.db import db
from core.regions.models import Region
from plugins.demand_pooling.public import public_figures
from plugins.demand_pooling.sums.models import PublicSum

from .conftest import Pool

GROUP = "0001"


def shown(pool: Pool, region: Region) -> list[tuple[int, int, bool]]:
    with pool.make.inside(region, "demand_pooling"):
        return [(figure.people, figure.employers, figure.viable) for figure in public_figures(region)]


def say(pool: Pool, region: Region, employer: int, people: int) -> None:
    """One employer's need, said anew."""
    pool.publish(region, need_id=employer, organisation_id=employer, occupation_group=GROUP, headcount_0_1=people)


def test_what_one_or_two_employers_change_is_told_only_with_a_third_s(pool: Pool, north: Region) -> None:
    for employer in (1, 2, 3, 4):
        say(pool, north, employer, 2)
    pool.work()
    assert shown(pool, north) == [(8, 4, False)]
    for employer in (1, 2):
        say(pool, north, employer, 5)
        pool.work()
        assert shown(pool, north) == [(8, 4, False)]
    say(pool, north, 5, 1)  # a new one is a third
    pool.work()
    assert shown(pool, north) == [(15, 5, True)]


def test_a_change_that_is_taken_back_counts_as_none(pool: Pool, north: Region) -> None:
    for employer in (1, 2, 3):
        say(pool, north, employer, 2)
    pool.work()
    for people in (3, 2):
        say(pool, north, 1, people)
        pool.work()
    for employer in (2, 3):
        say(pool, north, employer, 4)
    pool.work()
    assert shown(pool, north) == [(6, 3, False)]


def test_too_few_are_not_shown_and_come_back_as_they_were_or_much_changed(pool: Pool, north: Region) -> None:
    for employer in (1, 2, 3):
        say(pool, north, employer, 2)
    pool.work()
    pool.withdraw(north, 3)
    pool.work()
    assert shown(pool, north) == []
    say(pool, north, 4, 9)  # three again, but only two parts differ from what was told: the one that left, the one that came
    pool.work()
    assert shown(pool, north) == []
    say(pool, north, 1, 1)
    pool.work()
    assert shown(pool, north) == [(12, 3, True)]


def test_a_secret_need_is_in_no_sum(pool: Pool, north: Region) -> None:
    for employer in (1, 2, 3):
        say(pool, north, employer, 2)
    pool.publish(north, need_id=9, organisation_id=9, occupation_group=GROUP, headcount_0_1=40, secret=True)
    pool.work()
    assert shown(pool, north) == [(6, 3, False)]


@pytest.mark.parametrize("seed", range(3))
def test_whoever_subtracts_two_looks_has_the_sum_of_three_employers_at_least(pool: Pool, north: Region, seed: int) -> None:
    chance, said, looks = random.Random(seed), dict[int, int](), list[tuple[tuple[int, int], dict[int, int]]]()
    for _step in range(25):
        employer = chance.randint(1, 6)
        if employer in said and chance.random() < 0.3:
            pool.withdraw(north, employer)
            del said[employer]
        else:
            said[employer] = chance.randint(1, 9)
            say(pool, north, employer, said[employer])
        pool.work()
        for people, employers, _viable in shown(pool, north):
            if not looks or looks[-1][0] != (people, employers):
                looks.append(((people, employers), _parts(pool, north)))
    assert len(looks) > 2
    for (_first, before), (_second, after) in itertools.pairwise(looks):
        assert sum(before.get(each) != after.get(each) for each in before.keys() | after.keys()) >= 3


def _parts(pool: Pool, region: Region) -> dict[int, int]:
    with pool.make.inside(region, "demand_pooling"):
        told = db.session.execute(select(PublicSum).execution_options(populate_existing=True)).scalars().one()
        return {int(employer): part[0] for employer, part in told.parts.items()}
