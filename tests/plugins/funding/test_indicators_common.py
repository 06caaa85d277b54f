"""The common indicators: everybody once, by period and sex, and nothing of it for who may not see participants."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.db import atomic, db
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.funding import public
from plugins.funding.indicators_common import queries
from plugins.funding.indicators_common.counting import Line
from plugins.funding.participants.models import Education, Result, Work
from plugins.funding.projects.models import Project

from .made import a_participant, a_project, a_protected, number


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("norr", plugins=["funding"], municipalities=["2417"])


@pytest.fixture
def project(make: Factory, region: Region) -> Iterator[Project]:
    with make.inside(region), atomic():
        made = a_project(region)
    yield made


def people(region: Region, project: Project) -> None:
    """Five participants: two are unemployed, one has left, one is protected; and one of another project."""
    a_participant(region, project, 1, work=Work.UNEMPLOYED, education=Education.LOWER, personal_number=number(2009, 1))
    a_participant(region, project, 2, work=Work.LONG_TERM, education=Education.TERTIARY, personal_number=number(1997, 2, woman=False))
    a_participant(region, project, 3, personal_number=number(1971, 3), left_on=date(2026, 6, 30), result=Result.EMPLOYMENT)
    a_participant(region, project, 4, work=Work.INACTIVE, starts_on=date(2026, 5, 1), personal_number=number(1996, 4, woman=False))
    a_protected(region, project, work=Work.UNKNOWN, education=Education.UNKNOWN)
    a_participant(region, a_project(region, title="Annat projekt"), 1, work=Work.UNEMPLOYED)


def told(lines: list[Line]) -> dict[str, tuple[int, int]]:
    return {line.code: (line.women, line.men) for line in lines if line.code}


def test_everybody_is_counted_once_by_each_trait(make: Factory, region: Region, project: Project) -> None:
    with make.inside(region), atomic():
        people(region, project)
        found = queries.indicators(project)
        assert told(found.entered) == {
            "EECO01": (3, 2), "EECO02": (1, 1), "EECO03": (0, 1), "EECO04": (0, 1), "EECO05": (1, 0),
            "EECO06": (1, 0), "EECO07": (0, 1), "EECO08": (1, 0),
            "EECO09": (1, 0), "EECO10": (1, 1), "EECO11": (0, 1),
        }  # fmt: skip
        assert [(line.women, line.men) for line in found.entered if not line.code] == [(1, 0), (1, 0)]
        assert told(found.left) == {"EECR01": (0, 0), "EECR02": (0, 0), "EECR03": (0, 0), "EECR04": (1, 0)}
        assert (found.began, found.ended) == (5, 1)


def test_a_period_counts_who_began_and_who_left_in_it(make: Factory, region: Region, project: Project) -> None:
    with make.inside(region), atomic():
        people(region, project)
        spring = queries.indicators(project, date(2026, 5, 1), date(2026, 5, 31))
        assert (spring.began, spring.ended) == (1, 0)
        rest = queries.indicators(project, date(2026, 6, 30))
        assert (rest.began, rest.ended) == (0, 1)
        before = queries.indicators(project, last=date(2026, 4, 30))
        assert (before.began, before.ended) == (4, 0)


def test_the_page_the_file_and_a_period_that_is_none(make: Factory, region: Region, project: Project, browser: Browser) -> None:
    with make.inside(region), atomic():
        people(region, project)
    at = f"/r/norr/funding/projects/{project.id}/common-indicators"
    browser.sign_in(make.user(region, "strategist"))
    browser.get(at)
    assert "5 personer har börjat i projektet." in browser.text
    assert "Hemlig" not in browser.page
    assert number(2009, 1) not in browser.page
    browser.get(f"{at}?first=2026-05-01&last=2026-05-31")
    assert "1 person började i projektet under perioden." in browser.text
    browser.get(f"{at}?first=2026-05-31&last=2026-05-01")
    assert browser.status == 200
    assert "Sista dagen ligger före den första" in browser.text
    for wrong in ("first=i+maj", "first=2026-05-31&last=2026-05-01"):
        browser.get(f"{at}.csv?{wrong}")
        assert browser.status == 200
        assert "Ändra perioden för att se siffrorna." in browser.text
    browser.get(f"{at}.csv?first=2026-05-01&last=2026-05-31")
    content = browser.response.get_data(as_text=True)
    assert "EECO01" in content
    make.forget()
    with make.inside(region):
        taken = db.session.execute(select(AuditEntry).where(AuditEntry.action == "funding.indicators.taken_out")).scalars().all()
        assert len(taken) == 1


def test_an_empty_project_says_the_next_step(make: Factory, region: Region, project: Project, browser: Browser) -> None:
    browser.sign_in(make.user(region, "strategist"))
    browser.get(f"/r/norr/funding/projects/{project.id}/common-indicators")
    assert "Indikatorerna räknas när det finns deltagare i registret." in browser.text


def test_who_may_not_see_participants_sees_no_figures(make: Factory, region: Region, project: Project, browser: Browser) -> None:
    at = f"/r/norr/funding/projects/{project.id}/common-indicators"
    browser.sign_in(make.user(region, "guidance_counsellor"))
    assert browser.get(at).status == 403
    assert browser.get(f"{at}.xlsx").status == 403
    other = make.region("soder", plugins=["funding"], municipalities=["2418"])
    browser.sign_in(make.user(other, "strategist"))
    assert browser.get(f"/r/soder/funding/projects/{project.id}/common-indicators").status == 404


def test_the_yearly_report_tells_how_many_began_unless_they_are_few(make: Factory, region: Region, project: Project) -> None:
    with make.inside(region), atomic():
        for at in (1, 2):
            a_participant(region, project, at)
        assert len(public.report_sections(region, 2026)[0].paragraphs) == 1
        a_participant(region, project, 3)
        assert "3 deltagare började" in public.report_sections(region, 2026)[0].paragraphs[1]
