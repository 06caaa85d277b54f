"""Caps on placements: what can be set, what is refused, and their pages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.db import atomic, db
from core.errors import Conflict, DomainError, NotFound
from core.regions.models import Region
from core.regions.queries import municipalities
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.internships.periods import caps
from plugins.internships.periods.models import CapScope, PeriodStatus

from .made import a_period, an_employer, an_offer
from .ordered import a_cap
from .placed import a_school


@pytest.fixture
def region(make: Factory) -> Iterator[Region]:
    made = make.region(plugins=["internships"])
    with make.inside(made, "internships"), atomic():
        yield made


def test_caps_are_listed_by_what_they_hold_over(region: Region) -> None:
    period, code = a_period(region), municipalities(region)[0].code
    area = a_cap(region, period, None, municipality_code=code, maximum=9)
    school = a_cap(region, period, a_school(region), scope=CapScope.SCHOOL)
    late, early = (a_cap(region, period, an_employer(region, name)) for name in ("Övriga AB", "Alla AB"))
    assert [row.cap for row in caps.of_period(period)] == [early, late, school, area]
    caps.remove_cap(region=region, period=period, cap=school)
    assert [row.subject for row in caps.of_period(period)][:2] == ["Alla AB", "Övriga AB"]


def test_one_cap_for_each_and_none_when_it_is_over(region: Region) -> None:
    period, employer = a_period(region), an_employer(region)
    cap = a_cap(region, period, employer)
    with pytest.raises(DomainError, match="redan ett tak"):
        a_cap(region, period, employer, maximum=4)
    with pytest.raises(DomainError, match="regionens kommuner"):
        a_cap(region, period, None, municipality_code="0000")
    other = a_period(region, title="En annan")
    a_cap(region, other, employer)
    with pytest.raises(NotFound):
        caps.cap_of(other, cap.id)
    period.status = PeriodStatus.ENDED
    for act in (
        lambda: a_cap(region, period, an_employer(region, "Nya AB")),
        lambda: caps.remove_cap(region=region, period=period, cap=cap),
    ):
        with pytest.raises(Conflict, match="avslutad"):
            act()


def test_a_cap_is_set_changed_and_removed_on_its_pages(make: Factory, browser: Browser) -> None:
    region = make.region(plugins=["internships"])
    with make.inside(region, "internships"), atomic():
        period, employer = a_period(region), an_employer(region)
        an_offer(region, period, employer)
        elsewhere = an_employer(region, "Utanför AB")
        address = f"/r/{region.slug}/internships/periods/{period.id}"
    browser.sign_in(make.user(region, "placement_coordinator"))
    assert "Tak för arbetsgivare" in browser.get(address).text
    new = f"{address}/caps/new"
    browser.get(new).submit({"subject": f"employer:{elsewhere.id}", "maximum": "2", "reason": "Nej"}, having="maximum")
    assert browser.status == 422
    browser.get(new).submit({"subject": f"employer:{employer.id}", "maximum": "-1", "reason": "Nej"}, having="maximum")
    assert browser.status == 422
    browser.get(new).submit({"subject": f"employer:{employer.id}", "maximum": "2", "reason": "Två handledare"}, having="maximum")
    assert "Två handledare" in browser.text
    with make.inside(region, "internships"):
        row = caps.of_period(period)[0]
    browser.get(f"{address}/caps/{row.cap.id}").submit({"maximum": "0", "version": "9"}, having="maximum")
    assert browser.status == 409
    browser.submit(having="maximum")
    assert (browser.status, browser.url) == (200, f"{address}/caps")
    db.session.expire_all()
    with make.inside(region, "internships"):
        assert [each.cap.maximum for each in caps.of_period(period)] == [0]
    browser.get(f"{address}/caps/{row.cap.id}").submit(to=f"{address}/caps/{row.cap.id}/remove")
    with make.inside(region, "internships"):
        assert caps.of_period(period) == []
