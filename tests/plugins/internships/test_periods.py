"""Periods: days and weeks that hold together, and steps in their order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from core.clock import today
from core.db import atomic
from core.errors import Conflict, DomainError
from core.regions.models import Region
from core.testing.factories import Factory
from plugins.internships.periods import queries, service
from plugins.internships.periods.models import PeriodStatus, WishMode

from .made import a_kind, a_period, an_employer, an_offer, period_facts


@pytest.fixture
def region(make: Factory) -> Iterator[Region]:
    made = make.region(plugins=["internships"])
    with make.inside(made, "internships"), atomic():
        yield made


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"ends_on": timedelta(days=-1)}, "ends_on"),
    ({"wishes_by": None}, "wishes_by"),
    ({"weeks": 53}, "weeks"),
    ({"weeks": 0}, "weeks"),
]


@pytest.mark.parametrize(("facts", "field"), WRONG)
def test_days_and_weeks_that_do_not_fit_are_refused_at_their_field(region: Region, facts: dict[str, Any], field: str) -> None:
    base = period_facts(region)
    said = {
        "ends_on": base["starts_on"] + facts["ends_on"] if "ends_on" in facts else base["ends_on"],
        "wishes_by": base["offers_by"] - timedelta(days=1) if "wishes_by" in facts else base["wishes_by"],
        "weeks": facts.get("weeks", base["weeks"]),
    }
    with pytest.raises(DomainError) as caught:
        service.save_period(region=region, period=None, facts={**base, **said})
    assert caught.value.field == field


def test_wishes_close_before_the_first_day_and_weeks_fit_between_the_days(region: Region) -> None:
    base = period_facts(region)
    with pytest.raises(DomainError) as caught:
        service.save_period(region=region, period=None, facts={**base, "wishes_by": base["starts_on"]})
    assert caught.value.message == "Önskemålen måste stänga innan praktiken börjar."
    with pytest.raises(DomainError) as caught:
        service.save_period(region=region, period=None, facts={**base, "ends_on": base["starts_on"] + timedelta(days=20)})
    assert caught.value.message == "Så många veckor ryms inte mellan första och sista dagen."


def test_kind_and_way_of_wishing_are_fixed_once_places_are_collected(region: Region) -> None:
    found = a_period(region, status=PeriodStatus.PLANNING)
    facts = period_facts(region)
    service.save_period(region=region, period=found, facts={**facts, "wish_mode": WishMode.WISHES})
    assert found.wish_mode == WishMode.WISHES
    service.move_period(region=region, period=found, to=PeriodStatus.COLLECTING)
    for change in ({"wish_mode": WishMode.RANKED}, {"kind_id": a_kind(region, "praktik").id, "wish_mode": WishMode.WISHES}):
        with pytest.raises(DomainError) as caught:
            service.save_period(region=region, period=found, facts={**facts, **change})
        assert caught.value.message == "Det kan bara ändras medan perioden planeras."
    later = today() + timedelta(weeks=5)
    service.save_period(region=region, period=found, facts={**facts, "wish_mode": WishMode.WISHES, "offers_by": later})
    assert found.offers_by == later


@pytest.mark.parametrize("start", list(PeriodStatus))
def test_only_the_steps_from_where_the_period_is_can_be_taken(region: Region, start: PeriodStatus) -> None:
    for to in PeriodStatus:
        found = a_period(region, status=start)
        if to in service.STEPS[start]:
            assert service.move_period(region=region, period=found, to=to).status == to
            assert (found.ended_at is not None) == (to == PeriodStatus.ENDED)
        else:
            with pytest.raises(Conflict):
                service.move_period(region=region, period=found, to=to)
            assert found.status == start


def test_ended_periods_are_listed_apart(region: Region) -> None:
    now, over = a_period(region, title="Nu"), a_period(region, title="Över", status=PeriodStatus.ENDED)
    an_offer(region, now, an_employer(region), capacity=3)
    an_offer(region, now, an_employer(region, "Andra AB"), is_open=False)
    [row] = queries.periods(region).items
    assert (row.period.id, row.counts) == (now.id, queries.Counts(offers=1, places=3, drafts=1, employers=1, municipalities=1))
    assert [each.period.id for each in queries.periods(region, ended=True).items] == [over.id]
