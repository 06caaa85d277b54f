"""The list of applicants: narrowed by what is in the address, and as cheap for thirty as for one."""

from __future__ import annotations

from typing import Any

from core.db import atomic
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from core.testing.statements import statements
from plugins.internships.applicants import queries
from plugins.internships.applicants.models import ApplicantStatus

from .made import a_period, a_school, an_applicant


def shown(browser: Browser, region: Region, query: str = "") -> list[str]:
    """The applicants that the page lists."""
    page = browser.get(f"/r/{region.slug}/internships/applicants{query}")
    assert page.status == 200
    return [words for _href, words in page.links if words.startswith("Demo ")]


def test_the_list_is_narrowed(make: Factory, browser: Browser) -> None:
    region = make.region(plugins=["internships"])
    with make.inside(region, "internships"), atomic():
        school, other, period = a_school(region), a_school(region, "En annan skola"), a_period(region)
        late = a_period(region, title="En annan period")
        for name, where, when, status in (
            ("Demo Ada", school, period, ApplicantStatus.INVITED),
            ("Demo Bo", school, late, ApplicantStatus.WISHING),
            ("Demo Cia", school, period, ApplicantStatus.READY),
            ("Demo Disa", other, period, ApplicantStatus.INVITED),
        ):
            an_applicant(region, when, where, name).status = status
    coordinator, teacher = make.user(region, "placement_coordinator"), make.user(region, "provider_representative", organisation=school)
    browser.sign_in(coordinator)
    assert shown(browser, region) == ["Demo Ada", "Demo Bo", "Demo Cia", "Demo Disa"]
    assert shown(browser, region, "?status=silent") == ["Demo Ada", "Demo Bo", "Demo Disa"]
    assert shown(browser, region, f"?status=silent&school={school.id}&period={period.id}") == ["Demo Ada"]
    assert shown(browser, region, "?status=ready") == ["Demo Cia"]
    assert shown(browser, region, "?q=disa") == ["Demo Disa"]
    assert shown(browser, region, "?status=withdrawn") == []
    assert "Inga sökande passar" in browser.text
    assert len(shown(browser, region, "?status=hittepå&school=x&period=999999999999")) == 4
    browser.sign_in(teacher)
    assert shown(browser, region, f"?school={other.id}") == ["Demo Ada", "Demo Bo", "Demo Cia"]
    assert "En annan skola" not in browser.text


def test_thirty_cost_as_many_statements_as_one(make: Factory, database: Any) -> None:
    region = make.region(plugins=["internships"])
    user = make.user(region, "placement_coordinator")
    counts = []
    with make.inside(region, "internships"), atomic():
        school, period = a_school(region), a_period(region)
        queries.applicants(region, user)  # what a user may is read once
        for number in range(30):
            an_applicant(region, period, school, f"Demo {number}")
            if number in (0, 29):
                with statements(database) as seen:
                    page = queries.applicants(region, user, queries.Filters(status="silent", school=school.id))
                    assert [row.school for row in page.items] == [school.name] * (number + 1)
                counts.append(len(seen))
    assert counts[0] == counts[1]
