"""What the guidance page says of placements: counts of open places in periods to come."""

from __future__ import annotations

import pytest

from core.db import atomic
from core.plugins import GuidanceSection, hooks
from core.regions.models import Region
from core.testing.factories import Factory
from plugins.internships.periods.models import PeriodStatus

from .made import a_period, an_employer, an_offer

HERE, THERE = "2417", "2482"


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("norr", plugins=["internships"], municipalities=[HERE, THERE])


def sections(region: Region, municipality: str) -> list[GuidanceSection]:
    return hooks.for_region(region).guidance_sections(user=None, municipality=municipality, occupation_group="5311")


def test_open_places_are_counted_here_and_else_in_the_region(make: Factory, region: Region) -> None:
    with make.inside(region), atomic():
        employer, period = an_employer(region), a_period(region)
        an_offer(region, period, employer, occupation_group="5311", capacity=2)
        an_offer(region, period, employer, occupation_group="5311", capacity=3)
        an_offer(region, period, employer, occupation_group="5330", capacity=7)
        an_offer(region, period, employer, occupation_group="5311", capacity=11, is_open=False)
        ended = a_period(region, title="Slut")
        an_offer(region, ended, employer, occupation_group="5311", capacity=13)
        ended.status = PeriodStatus.ENDED
    with make.inside(region):
        (here,) = sections(region, HERE)
        assert (here.kind, here.paragraphs[0]) == ("placements", "I Norsjö erbjuds 5 platser.")
        assert [(item.title, item.text, item.url) for item in here.items] == [
            ("APL nästa termin", "Arbetsplatsförlagt lärande (APL), 5 platser", "")
        ]
        assert "Exempelverken" not in repr(here)
        assert (here.items[0].fits, here.items[0].lacks) == (["near"], [])
        assert (sections(region, THERE)[0].items[0].fits, sections(region, THERE)[0].items[0].lacks) == ([], ["near"])
        assert (sections(region, "")[0].items[0].fits, sections(region, "")[0].items[0].lacks) == ([], [])
        assert sections(region, THERE)[0].paragraphs[0] == "I regionen erbjuds 5 platser."


def test_without_places_there_is_no_section(make: Factory, region: Region) -> None:
    with make.inside(region):
        assert sections(region, HERE) == []
