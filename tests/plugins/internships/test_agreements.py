"""Cooperation agreements: parties, promises against what came of them, reviews, renewal and their pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.clock import today
from core.db import atomic, db
from core.errors import Conflict, DomainError, NotFound
from core.notices.models import Notice
from core.records.people import protect
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.internships.agreements import queries, service, telling
from plugins.internships.agreements.models import AgreementStatus
from plugins.internships.kinds.queries import kind as kind_of
from plugins.internships.rounds.models import PlacementStatus

from .made import a_period, an_employer, an_offer
from .ordered import agreement_facts, an_agreement
from .placed import a_placement, a_school, an_applicant


@pytest.fixture
def region(make: Factory) -> Iterator[Region]:
    made = make.region(plugins=["internships"])
    with make.inside(made, "internships"), atomic():
        yield made


def test_what_was_promised_stands_against_what_came_of_it(region: Region) -> None:
    school, employer, period = a_school(region), an_employer(region), a_period(region)
    found = an_agreement(region, school, employer)
    kind, year = kind_of(period.kind_id), period.starts_on.year
    service.set_promise(region=region, agreement=found, organisation_id=employer.id, kind=kind, year=year, places=5)
    service.set_promise(region=region, agreement=found, organisation_id=employer.id, kind=kind, year=year + 1, places=1)
    offer = an_offer(region, period, employer, capacity=3)
    an_offer(region, period, employer, is_open=False, workplace="Ett utkast")
    an_offer(region, period, an_employer(region, "Andra AB"), workplace="Hos andra")
    a_placement(an_applicant(region, period, school, "Ada Elev"), offer, status=PlacementStatus.ACCEPTED)
    a_placement(an_applicant(region, period, school, "Bo Elev"), offer)
    a_placement(an_applicant(region, period, a_school(region, "Andra skolan"), "Cia Elev"), offer, status=PlacementStatus.ACCEPTED)
    seen = [(row.promise.year, row.promise.places, row.offered, row.taken) for row in queries.deliveries(found)]
    assert seen == [(year + 1, 1, 0, 0), (year, 5, 3, 1)]
    service.set_promise(region=region, agreement=found, organisation_id=employer.id, kind=kind, year=year + 1, places=0)
    assert [row.promise.year for row in queries.deliveries(found)] == [year]


def test_promises_and_reviews_stay_within_the_agreement(region: Region) -> None:
    school, employer, kind = a_school(region), an_employer(region), kind_of(a_period(region).kind_id)
    found = an_agreement(region, school, employer)
    start = found.starts_on.year
    for who, year, words in ((school, start, "arbetsgivare"), (employer, start - 1, "inte det året")):
        with pytest.raises(DomainError, match=words):
            service.set_promise(region=region, agreement=found, organisation_id=who.id, kind=kind, year=year, places=1)
    for year in (start - 1, today().year + 1):
        with pytest.raises(DomainError, match="inte här än"):
            service.review(region=region, agreement=found, year=year, score=4, text="Bra")
    for score in (2, 4):
        service.review(region=region, agreement=found, year=start, score=score, text="Det gick bra")
    assert [(row.year, row.score) for row in queries.reviews(found)] == [(start, 4)]


def test_an_agreement_needs_both_sides_and_ends_for_good(region: Region) -> None:
    draft = service.save_agreement(region=region, agreement=None, facts=agreement_facts())
    with pytest.raises(Conflict, match="minst en skola"):
        service.move_agreement(region=region, agreement=draft, to=AgreementStatus.IN_FORCE)
    start = draft.starts_on
    for wrong in ({"ends_on": start - timedelta(days=1)}, {"renew_by": start - timedelta(days=1)}):
        with pytest.raises(DomainError):
            service.save_agreement(region=region, agreement=draft, facts=agreement_facts(**wrong))
    found = an_agreement(region, a_school(region), an_employer(region), ends_on=today() - timedelta(days=1))
    party = queries.parties(found)[0][0]
    with pytest.raises(NotFound):
        queries.party(draft, party.id)
    assert (service.follow(region=region), service.follow(region=region)) == (1, 0)
    assert found.status == AgreementStatus.ENDED
    with pytest.raises(Conflict, match="upphört"):
        service.remove_party(region=region, agreement=found, party=party)


def test_the_day_of_renewal_is_told_once_and_is_in_the_calendar(region: Region, make: Factory) -> None:
    keeper, other = make.user(region, "strategist"), make.user(region, "provider_representative", organisation=a_school(region, "Annan"))
    found = an_agreement(region, a_school(region), an_employer(region), renew_by=today() + timedelta(days=20))
    an_agreement(region, a_school(region, "B-skolan"), an_employer(region, "B AB"), renew_by=today() + timedelta(days=90))
    for _again in range(2):
        service.follow(region=region)
    told = select(Notice.user_id, Notice.subject_ref).where(Notice.kind == telling.RENEWAL)
    assert [tuple(row) for row in db.session.execute(told)] == [(keeper.id, found.ref)]
    assert [item.start for item in telling.calendar_items(region, keeper)] == [found.renew_by, today() + timedelta(days=90)]
    assert telling.calendar_items(region, other) == telling.calendar_items(region, None) == []


def test_an_agreement_is_made_on_its_pages(make: Factory, browser: Browser) -> None:
    region = make.region(plugins=["internships"])
    with make.inside(region, "internships"), atomic():
        school, employer, period = a_school(region), an_employer(region), a_period(region)
        an_offer(region, period, employer)
    browser.sign_in(make.user(region, "placement_coordinator"))
    browser.get(f"/r/{region.slug}/internships/agreements").follow("Lägg till ett avtal")
    browser.submit({"title": "", "starts_on": "2026-01-01"}, having="title")
    assert browser.status == 422
    browser.submit({"title": "Vårdpraktik"}, having="title")
    page = browser.url
    for organisation, side in ((school, "school"), (employer, "employer")):
        values = {
            "organisation_id": str(organisation.id),
            "side": side,
            "contact_name": "Kim",
            "contact_email": f"{side}@test.samkraft.example",
        }
        browser.get(f"{page}/parties").submit(values, having="organisation_id")
    with make.inside(region, "internships"), atomic():
        protect(email="school@test.samkraft.example", region=region)
    text = browser.get(page).text
    assert ("employer@test.samkraft.example" in text, "school@test.samkraft.example" in text) == (True, False)
    browser.submit(to=f"{page}/step")
    assert "Avtalet gäller nu." in browser.text
    promise = {"organisation_id": str(employer.id), "kind_id": str(period.kind_id), "year": str(period.starts_on.year), "places": "3"}
    browser.get(f"{page}/promises").submit({**promise, "year": "1999"}, having="year")
    assert browser.status == 422
    browser.submit(promise, having="year")
    assert "Saknas: 1" in browser.text
    browser.get(f"{page}/reviews").submit({"year": "2026", "score": "6", "text": "Bra"}, having="score")
    assert browser.status == 422
    browser.submit({"score": "5"}, having="score")
    assert "5 av 5" in browser.text
