"""Applicants: entered, paired, withdrawn, and what they wish by their link."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from werkzeug.datastructures import MultiDict

from core.db import atomic
from core.errors import Conflict, DomainError, NotFound
from core.records.people import protect
from core.regions.models import Region
from core.regions.queries import municipalities
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.internships.applicants import inviting, queries, service, wishing
from plugins.internships.applicants.forms import ClassForm
from plugins.internships.applicants.links import by_token, token_for
from plugins.internships.applicants.models import ApplicantStatus
from plugins.internships.periods.models import PeriodStatus, WishMode

from .made import a_period, a_school, an_applicant, an_employer, an_offer


@pytest.fixture
def region(make: Factory) -> Iterator[Region]:
    made = make.region(plugins=["internships"])
    with make.inside(made, "internships"), atomic():
        yield made


def test_the_same_address_is_entered_once_in_a_period(region: Region) -> None:
    period, school = a_period(region), a_school(region)
    made = an_applicant(region, period, school, email="Ada@Test.Samkraft.Example")
    assert made.email == "ada@test.samkraft.example"
    with pytest.raises(Conflict):
        an_applicant(region, period, school, email="ada@test.samkraft.example")


@pytest.mark.parametrize("status", [PeriodStatus.MATCHING, PeriodStatus.PUBLISHED, PeriodStatus.ENDED])
def test_nobody_is_entered_once_places_are_given_out(region: Region, status: PeriodStatus) -> None:
    with pytest.raises(Conflict):
        an_applicant(region, a_period(region, status=status), a_school(region))


def test_a_link_is_one_persons(region: Region) -> None:
    made = an_applicant(region, a_period(region), a_school(region))
    assert by_token(region, token_for(made)).id == made.id
    for wrong in (token_for(made)[:-1], "x", token_for(made) + "x" * 200):
        with pytest.raises(NotFound):
            by_token(region, wrong)


def test_a_pair_points_both_ways_and_is_only_theirs(region: Region) -> None:
    period, school = a_period(region), a_school(region)
    ada, bo, cia = (an_applicant(region, period, school, name) for name in ("Ada Demo", "Bo Demo", "Cia Demo"))
    service.set_pair(region=region, applicant=ada, email=bo.email.upper())
    assert (ada.pair_id, bo.pair_id) == (bo.id, ada.id)
    for one, other in ((cia, ada), (ada, cia)):
        with pytest.raises(Conflict):
            service.set_pair(region=region, applicant=one, email=other.email)
    assert (ada.pair_id, bo.pair_id, cia.pair_id) == (bo.id, ada.id, None)
    service.withdraw(region=region, applicant=bo)
    assert (ada.pair_id, bo.pair_id, bo.status) == (None, None, ApplicantStatus.WITHDRAWN)


def test_no_pair_with_oneself_or_outside_the_period_or_the_school(region: Region) -> None:
    period, school = a_period(region), a_school(region)
    ada = an_applicant(region, period, school, "Ada Demo")
    elsewhen = an_applicant(region, a_period(region, title="En annan"), school, "Bo Demo")
    elsewhere = an_applicant(region, period, a_school(region, "En annan skola"), "Cia Demo")
    for email in (ada.email, elsewhen.email, elsewhere.email, "ingen@test.samkraft.example"):
        with pytest.raises(DomainError):
            service.set_pair(region=region, applicant=ada, email=email)
    assert ada.pair_id is None


def test_ranked_places_may_tie_and_replace_those_before(region: Region) -> None:
    period = a_period(region)
    employer = an_employer(region)
    first, second = (an_offer(region, period, employer, workplace=name) for name in ("Norra", "Södra"))
    draft = an_offer(region, period, employer, is_open=False, workplace="Utkastet")
    ada = an_applicant(region, period, a_school(region))
    with pytest.raises(Conflict):
        wishing.save_ranked(region=region, applicant=ada, ranked=[(1, first.id)])
    period.status = PeriodStatus.WISHING
    wishing.save_ranked(region=region, applicant=ada, ranked=[(1, first.id)])
    wishing.save_ranked(region=region, applicant=ada, ranked=[(1, second.id), (1, first.id)])
    assert [(row.rank, row.offer_id) for row in wishing.preferences(ada)] == [(1, second.id), (1, first.id)]
    assert ada.status == ApplicantStatus.READY
    for bad in ([], [(1, draft.id)], [(1, first.id), (2, first.id)]):
        with pytest.raises(DomainError):
            wishing.save_ranked(region=region, applicant=ada, ranked=bad)


def test_an_applicant_ranks_by_link(make: Factory, browser: Browser) -> None:
    region = make.region(plugins=["internships"])
    with make.inside(region, "internships"), atomic():
        period = a_period(region)
        offer = an_offer(region, period, an_employer(region))
        ada = an_applicant(region, period, a_school(region))
        period.status = PeriodStatus.WISHING
        address, home = f"/r/{region.slug}/internships/mine/{token_for(ada)}", municipalities(region)[0].code
    assert browser.get(address).status == 200
    browser.submit({"municipality_code": "", "offer_1": str(offer.id)}, having="offer_1")
    assert browser.status == 422
    browser.submit({"municipality_code": home, "offer_1": str(offer.id)}, having="offer_1")
    assert (browser.status, "Dina önskemål är sparade" in browser.text) == (200, True)
    with make.inside(region, "internships"):
        assert [(row.rank, row.offer_id) for row in wishing.preferences(ada)] == [(1, offer.id)]
    browser.get(address).submit(to=f"{address}/withdraw")
    assert "Din anmälan är tillbakadragen" in browser.text
    assert browser.get(f"/r/{region.slug}/internships/mine/fel").status == 404


def test_an_applicant_wishes_by_link(make: Factory, browser: Browser) -> None:
    region = make.region(plugins=["internships"])
    with make.inside(region, "internships"), atomic():
        period = a_period(region, wish_mode=WishMode.WISHES)
        ada = an_applicant(region, period, a_school(region))
        period.status = PeriodStatus.WISHING
        address, home = f"/r/{region.slug}/internships/mine/{token_for(ada)}", municipalities(region)[0].code
    browser.get(address).submit({"municipality_code": home}, having="at_1")
    assert (browser.status, "Skriv minst ett önskemål" in browser.text) == (422, True)
    browser.get(address).submit({"municipality_code": home, "occupation_1": "5321", "sector_2": "public", "at_2": home}, having="at_1")
    assert browser.status == 200
    with make.inside(region, "internships"):
        found = [(row.rank, row.occupation_group, row.sector, row.municipality_code) for row in wishing.wishes(ada)]
    assert found == [(1, "5321", "", ""), (2, "", "public", home)]


def test_only_those_who_have_not_answered_are_mailed_and_nobody_protected_is_listed(make: Factory) -> None:
    region = make.region(plugins=["internships"])
    user = make.user(region, "placement_coordinator")
    with make.inside(region, "internships"), atomic():
        period, school = a_period(region), a_school(region)
        ada, bo, cia = (an_applicant(region, period, school, name) for name in ("Ada Demo", "Bo Demo", "Cia Demo"))
        bo.status = ApplicantStatus.READY
        with pytest.raises(Conflict):
            inviting.invite(region=region, period=period, school_ids=[school.id])
        period.status = PeriodStatus.WISHING
        assert inviting.invite(region=region, period=period, school_ids=[school.id]) == 2
        assert inviting.invite(region=region, period=period, school_ids=[]) == 0
        protect(email=cia.email, region=region)
        assert [row.applicant.name for row in queries.applicants(region, user).items] == ["Ada Demo", "Bo Demo"]
        with pytest.raises(NotFound):
            queries.own_applicant(region, user, cia.id)
        assert queries.own_applicant(region, user, ada.id).id == ada.id


def test_a_class_is_read_row_by_row(make: Factory) -> None:
    region = make.region(plugins=["internships"])
    with make.inside(region, "internships"), atomic():
        period, school = a_period(region), a_school(region)

    def form(people: str) -> ClassForm:
        data = MultiDict({"period_id": str(period.id), "school_id": str(school.id), "people": people})
        return ClassForm([period], [school], data)

    good = form("Ada  Demo; Ada@x.example\n\nBo\tbo@x.example")
    assert good.rows() == [(1, "Ada Demo", "ada@x.example"), (3, "Bo", "bo@x.example")]
    with make.inside(region, "internships"):
        for bad in ("Ada", "; ada@x.example", "Ada; ada", "Ada; a@x.example\nBo; A@x.example", "x" * 121 + ";a@x.example"):
            read = form(bad)
            read.validate()
            assert "people" in read.errors
