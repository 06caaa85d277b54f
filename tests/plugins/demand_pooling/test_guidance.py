"""What the guidance page says of the pooled demand: the public sum, and nothing of few employers."""

from __future__ import annotations

from typing import Any

from core.plugins import GuidanceSection, hooks
from core.regions.models import Region

from .conftest import Pool

GROUP = "5330"


def sections(pool: Pool, region: Region) -> list[GuidanceSection]:
    with pool.make.inside(region, "demand_pooling"):
        return hooks.for_region(region).guidance_sections(user=None, municipality="2417", occupation_group=GROUP)


def say(pool: Pool, region: Region, employer: int, people: int, **facts: Any) -> None:
    pool.publish(region, need_id=employer, organisation_id=employer, occupation_group=GROUP, headcount_0_1=people, **facts)


def test_two_employers_are_not_told_of_and_three_are(pool: Pool, north: Region) -> None:
    for employer in (1, 2):
        say(pool, north, employer, 2)
    say(pool, north, 9, 40, secret=True)
    pool.work()
    assert sections(pool, north) == []
    say(pool, north, 3, 2)
    pool.work()
    (section,) = sections(pool, north)
    assert (section.kind, section.items) == ("needed", ())
    assert section.paragraphs[0] == "3 arbetsgivare i regionen behöver tillsammans 6 personer."
