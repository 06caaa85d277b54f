"""Employers that show themselves: written by their own people, checked by the region, in an order that nobody can buy."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from core.db import atomic, db
from core.errors import Conflict
from core.organisations.models import Organisation
from core.plugins import hooks
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.guidance.employers import service
from plugins.guidance.employers.models import EmployerProfile, ProfileStatus

from .made import GROUP, a_profile, an_employer, an_open_house

AT = "/r/norr/guidance/employers"
HERE, THERE = "2417", "2482"


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("norr", plugins=["guidance"], municipalities=[HERE, THERE])


@pytest.fixture
def employer(make: Factory, region: Region) -> Organisation:
    with make.inside(region), atomic():
        return an_employer(region)


def status_of(make: Factory, region: Region) -> ProfileStatus:
    make.forget()
    with make.inside(region):
        return db.session.execute(select(EmployerProfile.status)).scalar_one()


def test_an_employer_writes_and_the_region_shows(make: Factory, region: Region, employer: Organisation, browser: Browser) -> None:
    browser.sign_in(make.user(region, "employer_representative", organisation=employer))
    browser.get(f"{AT}/new").submit(having="about", about="Vi bygger hus.", occupation_groups="abcd", url="inte en adress")
    assert browser.status == 422
    assert "Det finns ingen yrkesgrupp abcd" in browser.text
    assert "Vi bygger hus." in browser.page
    browser.submit(having="about", occupation_groups=GROUP, url="")
    address = browser.url
    browser.submit(to=f"{address}/step")
    assert status_of(make, region) == ProfileStatus.WAITING
    assert "Visa för alla" not in browser.text
    assert "Vi bygger hus." not in browser.get(AT).text
    browser.sign_in(make.user(region, "strategist"))
    assert "Visa för alla" in browser.get(address).text
    browser.submit(to=f"{address}/step")
    assert status_of(make, region) == ProfileStatus.PUBLISHED
    assert "Vi bygger hus." in Browser(browser.client.application).get(AT).text


def test_only_the_region_publishes(make: Factory, region: Region, employer: Organisation, browser: Browser) -> None:
    with make.inside(region), atomic():
        profile = a_profile(region, shown=False, name="Andra verken")
        profile.status = ProfileStatus.WAITING
        number = profile.id
    browser.sign_in(make.user(region, "employer_representative", organisation=employer))
    assert browser.get(f"{AT}/{number}").status == 404
    assert browser.get(f"{AT}/{number}/edit").status == 404


def test_nearest_first_then_by_name_and_only_what_is_shown(make: Factory, region: Region) -> None:
    with make.inside(region), atomic():
        a_profile(region, name="Alfa", municipality_code=THERE)
        near = a_profile(region, name="Omega", municipality_code=HERE)
        an_open_house(region, near)
        a_profile(region, name="Beta", shown=False)
        a_profile(region, name="Gamma", occupation_groups=["2512"])
        (section,) = hooks.for_region(region).guidance_sections(user=None, municipality=HERE, occupation_group=GROUP)
        assert (section.kind, [item.title for item in section.items]) == ("employers", ["Omega", "Alfa"])
        assert section.items[0].text.startswith("Norsjö. Öppet hus ")
        (whole,) = hooks.for_region(region).guidance_sections(user=None, municipality="", occupation_group=GROUP)
        assert [item.title for item in whole.items] == ["Alfa", "Omega"]


def test_one_profile_each_and_steps_in_order(make: Factory, region: Region, employer: Organisation) -> None:
    facts = {"municipality_code": None, "about": "Vi", "story": "", "url": "", "occupation_groups": []}
    with make.inside(region), atomic():
        profile = service.save_profile(region=region, profile=None, organisation=employer, facts=facts)
        with pytest.raises(Conflict, match="redan en profil"):
            service.save_profile(region=region, profile=None, organisation=employer, facts=facts)
        with pytest.raises(Conflict, match="redan bytt läge"):
            service.move_profile(region=region, profile=profile, to=ProfileStatus.PUBLISHED)
