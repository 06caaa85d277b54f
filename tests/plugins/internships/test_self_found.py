"""Places that applicants have found: proposed by link, approved into an offer that is theirs, or refused with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from core.clock import today
from core.db import atomic, db, get
from core.errors import Conflict, DomainError, NotFound
from core.mail.models import Mail
from core.notices.models import Notice
from core.records.people import protect
from core.regions.models import Region
from core.regions.queries import municipalities
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.internships.applicants import inviting, self_found, service, wishing
from plugins.internships.applicants.links import token_for
from plugins.internships.applicants.models import Applicant, ApplicantStatus, SelfFound, SelfFoundStatus
from plugins.internships.offers.models import OfferSource, OfferStatus, PlacementOffer
from plugins.internships.periods.models import PeriodStatus, PlacementPeriod
from plugins.internships.rounds.facts import facts_of
from plugins.internships.rounds.models import Pin, PinKind

from .made import a_kind, a_period, a_school, an_applicant, an_employer


@dataclass
class World:
    """An applicant in a period where wishes are open."""

    region: Region
    period: PlacementPeriod
    ada: Applicant

    def proposed(self, **more: Any) -> SelfFound:
        return self_found.propose(region=self.region, applicant=self.ada, facts=place(self.region, **more))


def place(region: Region, **more: Any) -> dict[str, Any]:
    return {
        "organisation_name": "Egna Bageriet AB",
        "workplace": "Butiken",
        "municipality_code": municipalities(region)[0].code,
        "contact_name": "Demo Bagare",
        "contact_email": "bagare@test.samkraft.example",
        **more,
    }


@pytest.fixture
def world(make: Factory) -> Iterator[World]:
    region = make.region(plugins=["internships"])
    with make.inside(region, "internships"), atomic():
        period = a_period(region)
        ada = an_applicant(region, period, a_school(region), "Ada Demo")
        period.status = PeriodStatus.WISHING
        yield World(region, period, ada)


def subjects() -> list[tuple[str, str]]:
    return [(to, subject) for to, subject in db.session.execute(select(Mail.recipient, Mail.subject).order_by(Mail.id))]


def test_a_place_that_is_approved_is_open_for_one_and_decided(world: World) -> None:
    found = world.proposed()
    offer = self_found.approve(region=world.region, found=found, orgnr="")
    assert (offer.status, offer.source, offer.capacity, offer.workplace) == (OfferStatus.OPEN, OfferSource.SELF_FOUND, 1, "Butiken")
    pin = db.session.execute(select(Pin)).scalar_one()
    assert (pin.applicant_id, pin.offer_id, pin.kind) == (world.ada.id, offer.id, PinKind.MUST)
    facts = facts_of(world.period)
    assert (facts.owners, facts.must) == ({offer.id: world.ada.id}, {world.ada.id: offer.id})
    assert (found.status, world.ada.status) == (SelfFoundStatus.APPROVED, ApplicantStatus.READY)
    assert subjects() == [(world.ada.email, "Butiken är godkänd som din praktikplats")]
    bo = an_applicant(world.region, world.period, a_school(world.region, "En annan skola"), "Bo Demo")
    assert [each.id for each in wishing.open_places(world.period, bo)] == []
    assert inviting.invite(region=world.region, period=world.period, school_ids=[world.ada.school_id]) == 0


def test_an_employer_that_is_known_by_name_or_number_is_not_made_again(world: World) -> None:
    known = an_employer(world.region, "Egna Bageriet AB")
    offer = self_found.approve(region=world.region, found=world.proposed(organisation_name="EGNA bageriet"), orgnr="")
    assert offer.organisation_id == known.id


def test_a_wrong_number_is_told_and_nothing_is_made(world: World) -> None:
    found = world.proposed()
    with pytest.raises(DomainError), atomic():
        self_found.approve(region=world.region, found=found, orgnr="123")
    db.session.expire_all()
    assert (found.status, db.session.execute(select(PlacementOffer.id)).all()) == (SelfFoundStatus.ASKED, [])


def test_a_refusal_needs_a_reason_is_mailed_and_another_can_be_proposed(world: World) -> None:
    found = world.proposed()
    with pytest.raises(DomainError, match="varför"):
        self_found.refuse(region=world.region, found=found, reason="")
    self_found.refuse(region=world.region, found=found, reason="Ingen handledare")
    assert subjects() == [(world.ada.email, "Butiken kan inte bli din praktikplats")]
    assert "Ingen handledare" in db.session.execute(select(Mail.body)).scalar_one()
    for again in (
        lambda: self_found.refuse(region=world.region, found=found, reason="Igen"),
        lambda: self_found.approve(region=world.region, found=found, orgnr=""),
    ):
        with pytest.raises(Conflict, match="redan besvarat"):
            again()
    assert world.proposed(workplace="En annan").status is SelfFoundStatus.ASKED


def test_twice_late_closed_withdrawn_and_not_allowed_each_have_their_words(world: World) -> None:
    region, period, ada = world.region, world.period, world.ada
    with pytest.raises(DomainError, match="regionens kommuner"):
        world.proposed(municipality_code="0180")
    found = world.proposed()
    with pytest.raises(Conflict, match="Vänta på svaret"):
        world.proposed()
    with atomic():
        self_found.approve(region=region, found=found, orgnr="")
    with pytest.raises(Conflict, match="redan godkänd"):
        world.proposed()
    bo = an_applicant(region, period, a_school(region, "En annan skola"), "Bo Demo")
    world.ada = bo
    period.wishes_by = today() - timedelta(days=1)
    with pytest.raises(Conflict, match="inte att föreslå en plats längre"):
        world.proposed()
    period.wishes_by = today()
    waits = world.proposed()
    period.status = PeriodStatus.MATCHING
    with pytest.raises(Conflict, match="tills önskemålen stängs"):
        self_found.approve(region=region, found=waits, orgnr="")
    self_found.refuse(region=region, found=waits, reason="För sent")
    period.status = PeriodStatus.WISHING
    a_kind(region).self_found_allowed = False
    db.session.flush()
    with pytest.raises(Conflict, match="inte att ordna en egen plats"):
        world.proposed()
    a_kind(region).self_found_allowed = True
    service.withdraw(region=region, applicant=bo)
    with pytest.raises(Conflict, match="tillbakadragen"):
        world.proposed()
    assert ada.status is ApplicantStatus.READY


def test_who_leaves_leaves_no_place_behind(world: World) -> None:
    offer = self_found.approve(region=world.region, found=world.proposed(), orgnr="")
    service.withdraw(region=world.region, applicant=world.ada)
    assert (offer.status, world.ada.status) == (OfferStatus.WITHDRAWN, ApplicantStatus.WITHDRAWN)
    assert facts_of(world.period).people == {}


def test_nobody_protected_is_listed_and_the_notice_names_nobody(world: World, make: Factory) -> None:
    coordinator = make.user(world.region, "placement_coordinator")
    found = world.proposed()
    assert [row.applicant.name for row in self_found.of_period(world.period).items] == ["Ada Demo"]
    notice = db.session.execute(select(Notice).where(Notice.user_id == coordinator.id)).scalar_one()
    assert "Ada" not in f"{notice.title}{notice.body}"
    protect(email=world.ada.email, region=world.region)
    assert self_found.of_period(world.period).items == []
    with pytest.raises(NotFound):
        self_found.proposal(found.id)


def test_from_the_proposal_by_link_to_the_answer(make: Factory, browser: Browser) -> None:
    region = make.region(plugins=["internships"])
    with make.inside(region, "internships"), atomic():
        period = a_period(region)
        ada = an_applicant(region, period, a_school(region), "Ada Demo")
        period.status = PeriodStatus.WISHING
        mine = f"/r/{region.slug}/internships/mine/{token_for(ada)}"
        said = place(region)
    browser.get(mine).follow("Egen praktikplats")
    browser.submit({**said, "contact_email": "inte en adress"}, having="organisation_name")
    assert (browser.status, "Egna Bageriet AB" in browser.page) == (422, True)
    browser.submit({"contact_email": said["contact_email"]}, having="organisation_name")
    assert (browser.status, "Vänta på svaret" in browser.text) == (200, True)
    browser.sign_in(make.user(region, "placement_coordinator"))
    browser.get(f"/r/{region.slug}/internships/periods/{period.id}").follow("Platser som sökande har ordnat")
    browser.follow("Ada Demo")
    page = browser.url
    browser.submit({"answer": "no"}, having="answer")
    assert (browser.status, "Skriv varför platsen inte kan godkännas" in browser.text) == (422, True)
    browser.submit({"answer": "yes", "reason": None}, having="answer")
    assert (browser.status, "Godkänd" in browser.text) == (200, True)
    browser.repeat()
    with make.inside(region, "internships"):
        assert len(db.session.execute(select(PlacementOffer.id)).all()) == 1
        assert get(Applicant, ada.id, lock=True).status is ApplicantStatus.READY
    assert [form for form in browser.get(page).forms if "answer" in form.names] == []
    browser.get(mine).follow("Egen praktikplats")
    assert "Din egen plats är redan godkänd" in browser.text
    teacher = make.user(region, "provider_representative")
    assert browser.sign_in(teacher).get(page).status == 403
