"""Projects: money against budget, indicators against target, what is refused, and the files."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from core.db import atomic
from core.errors import Conflict, DomainError
from core.plugins import hooks
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.funding.projects import queries, service
from plugins.funding.projects.models import BudgetKind, ProjectStatus

from .made import a_package, a_partner, a_project, an_indicator, spend

AT = "/r/norr/funding/projects"


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("norr", plugins=["funding"], municipalities=["2417"])


def test_money_partners_and_what_is_due(make: Factory, region: Region) -> None:
    with make.inside(region), atomic():
        project = a_project(region)
        spend(region, project, budget=1000, m1=300, m2=100)
        spend(region, project, BudgetKind.TRAVEL, budget=50, m2=-20)
        a_partner(region, project, cash=5, time_value=7)
        a_partner(region, project, name="Åre", cash=1, time_value=2)
        late = a_package(region, project)
        a_package(region, project, title="Långt bort", ends_on=date(2027, 3, 1))
        indicator = an_indicator(region, project)
        service.measure(region=region, project=project, indicator=indicator, measured_on=date(2026, 3, 1), value=50)
        service.measure(region=region, project=project, indicator=indicator, measured_on=date(2026, 3, 1), value=80)
        whole = queries.follow_up(region, project.id)
    assert [(each.kind, each.budget, each.cost) for each in whole.spent] == [(BudgetKind.STAFF, 1000, 400), (BudgetKind.TRAVEL, 50, -20)]
    assert (whole.budget, whole.cost, whole.co_financing) == (1050, 380, (6, 9))
    assert [each.name for each in whole.partners] == ["Exempelskolan", "Åre"]
    assert [each.id for each in whole.due] == [late.id]
    assert [(each.share, len(each.outcomes)) for each in whole.indicators] == [(40.0, 1)]


def test_the_sums_of_every_file_are_those_of_the_page(make: Factory, region: Region, browser: Browser) -> None:
    with make.inside(region), atomic():
        project = a_project(region)
        spend(region, project, budget=1000, m1=300, m2=100)
        spend(region, project, BudgetKind.TRAVEL, m2=-20)
        service.set_budget(region=region, project=project, kind=BudgetKind.STAFF, year=2027, amount=250)
        a_partner(region, project, cash=5, time_value=7)
        a_partner(region, project, name="Åre", cash=1, time_value=2)
        whole = queries.follow_up(region, project.id)
    browser.sign_in(make.user(region, "strategist"))

    def file(what: str) -> list[list[str]]:
        text = browser.client.get(f"{AT}/{project.id}/{what}.csv").get_data().decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text), delimiter=";"))

    assert file("costs")[-2][-1] == str(whole.cost)
    assert file("years")[1:] == [
        ["2026", "Personal", "1000", "400", "600"],
        ["2026", "Resor och logi", "0", "-20", "20"],
        ["2026", "Summa", "1000", "380", "620"],
        ["2027", "Personal", "250", "0", "250"],
        ["2027", "Summa", "250", "0", "250"],
        ["Alla år", "Summa", str(whole.budget), str(whole.cost), str(whole.budget - whole.cost)],
    ]
    assert file("partners")[1:] == [
        ["Exempelskolan", "Utbildar", "5", "7", "12"],
        ["Åre", "Utbildar", "1", "2", "3"],
        ["Totalt", "", *(str(each) for each in whole.co_financing), "15"],
    ]


def test_what_is_refused(make: Factory, region: Region) -> None:
    with make.inside(region), atomic():
        project = a_project(region)
        with pytest.raises(DomainError, match="Projektet pågår 2026–2027"):
            service.set_budget(region=region, project=project, kind=BudgetKind.STAFF, year=2030, amount=1)
        for month in (date(2025, 12, 31), date(2199, 1, 1)):
            with pytest.raises(DomainError, match="Välj en månad då projektet pågår"):
                service.set_cost(region=region, project=project, kind=BudgetKind.STAFF, month=month, amount=1)
        with pytest.raises(DomainError, match="Slutet kan inte vara före början"):
            a_package(region, project, starts_on=date(2026, 7, 1))
        indicator = an_indicator(region, project)
        service.measure(region=region, project=project, indicator=indicator, measured_on=date(2026, 3, 1), value=1)
        with pytest.raises(Conflict, match="har utfall"):
            service.remove_part(region=region, project=project, row=indicator)
        service.move_project(region=region, project=project, to=ProjectStatus.ENDED)
        with pytest.raises(Conflict, match="avslutat"):
            a_partner(region, project)
        with pytest.raises(Conflict, match="redan bytt läge"):
            service.move_project(region=region, project=project, to=ProjectStatus.RUNNING)


def test_the_pages_write_parts_and_say_what_is_wrong(make: Factory, region: Region, browser: Browser) -> None:
    with make.inside(region), atomic():
        project = a_project(region)
    browser.sign_in(make.user(region, "strategist"))
    browser.get(f"{AT}/{project.id}/partner/new").submit(having="cash", name="Skolan", cash="9" * 30)
    assert browser.status == 422
    assert "Skolan" in browser.page
    browser.submit(having="cash", cash="100")
    assert "Skolan" in browser.text
    browser.get(f"{AT}/{project.id}/costs").submit(having="month", kind="staff", month="2026-02-10", amount="1234")
    browser.get(f"{AT}/{project.id}/budget").submit(having="year", kind="staff", year="2026", amount="5000")
    assert "1 234 kr är använda av en budget på 5 000 kr." in browser.text.replace("\u00a0", " ").replace("\u202f", " ")
    browser.get(f"{AT}/{project.id}/costs.csv")
    rows = list(csv.reader(io.StringIO(browser.response.data.decode("utf-8-sig")), delimiter=";"))
    assert [(row[0], row[1], row[-1]) for row in rows[1:]] == [
        ("2026-02", "1234", "1234"),
        ("Totalt", "1234", "1234"),
        ("Budget", "5000", "5000"),
    ]


def test_the_year_s_report(make: Factory, region: Region) -> None:
    with make.inside(region), atomic():
        assert hooks.for_region(region).report_sections(period=2026) == []
        spend(region, a_project(region), m1=300)
        a_project(region, title="Annat år", starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31))
        (section,) = hooks.for_region(region).report_sections(period=2026)
    assert (
        str(section.paragraphs[0])
        .replace("\u00a0", " ")
        .replace("\u202f", " ")
        .startswith("Under 2026 pågick 1 projekt med 1 000 000 kronor i beviljade medel. 300 kronor")
    )
