"""Orders for places: sent by a school, given out to units, answered by link, reminded of and closed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.clock import today
from core.db import atomic, db
from core.errors import Conflict, DomainError, NotFound
from core.mail.models import Mail
from core.notices.models import Notice
from core.organisations.models import Organisation, OrganisationKind
from core.records.people import protect
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import NORTH, Factory
from plugins.internships.offers import queries as offers
from plugins.internships.offers.models import OfferSource, OfferStatus, PlacementOffer
from plugins.internships.periods.models import PeriodStatus, PlacementPeriod
from plugins.internships.requests import queries, service
from plugins.internships.requests.models import PlacementRequest, RequestStatus

from .made import a_period, an_employer
from .ordered import a_unit, an_order, link
from .placed import a_school


@dataclass
class World:
    """An order of six places."""

    region: Region
    period: PlacementPeriod
    school: Organisation
    receiver: Organisation
    order: PlacementRequest


@pytest.fixture
def region(make: Factory) -> Iterator[Region]:
    made = make.region(plugins=["internships"])
    with make.inside(made, "internships"), atomic():
        yield made


@pytest.fixture
def world(region: Region) -> World:
    period, school, receiver = a_period(region), a_school(region), an_employer(region, "Exempelkommunen")
    return World(region, period, school, receiver, an_order(region, period, school, receiver))


def mails() -> list[tuple[str, str]]:
    """To whom, and about what, in the order they were written."""
    return [(to, subject) for to, subject in db.session.execute(select(Mail.recipient, Mail.subject).order_by(Mail.id))]


def test_a_reply_makes_an_open_offer_for_the_school(world: World) -> None:
    share = a_unit(world.region, world.order)
    assert world.order.status == RequestStatus.DISTRIBUTED
    assert mails() == [("enhet@test.samkraft.example", "Hur många kan Björkens förskola ta emot?")]
    offer = service.reply(region=world.region, share=share, places=2, note="Börja klockan 8")
    assert offer is not None
    assert (offer.status, offer.source, offer.capacity, offer.organisation_id) == (
        OfferStatus.OPEN,
        OfferSource.REQUEST,
        2,
        world.receiver.id,
    )
    assert offers.shares(offer) == [(world.school.name, 2)]
    assert (share.answered, share.offer_id, world.order.status) == (2, offer.id, RequestStatus.ANSWERED)
    with pytest.raises(Conflict, match="redan svarat"):
        service.reply(region=world.region, share=share, places=1, note="")


def test_no_makes_no_offer_and_the_order_waits_for_the_others(world: World) -> None:
    share, _other = a_unit(world.region, world.order), a_unit(world.region, world.order, "Ekens förskola")
    assert service.reply(region=world.region, share=share, places=0, note="") is None
    assert (share.answered, world.order.status) == (0, RequestStatus.DISTRIBUTED)
    assert db.session.execute(select(PlacementOffer.id)).all() == []


def test_what_cannot_be_answered_is_refused(world: World) -> None:
    region, period, order = world.region, world.period, world.order
    a_unit(region, order)
    with pytest.raises(DomainError, match="redan fått frågan"):
        a_unit(region, order, "BJÖRKENS förskola")
    with pytest.raises(DomainError, match="regionens kommuner"):
        a_unit(region, order, "Ekens förskola", municipality_code="0000")
    for day in (today() - timedelta(days=1), period.offers_by + timedelta(days=1)):
        with pytest.raises(DomainError, match="sista dag att erbjuda"):
            an_order(region, period, world.school, world.receiver, reply_by=day)
    with pytest.raises(DomainError, match="av sig själv"):
        an_order(region, period, world.school, world.school)
    period.status = PeriodStatus.WISHING
    with pytest.raises(Conflict, match="tar inte emot"):
        an_order(region, period, world.school, world.receiver)


def test_a_closed_or_late_order_takes_no_reply(world: World) -> None:
    share = a_unit(world.region, world.order)
    world.order.reply_by = today() - timedelta(days=1)
    with pytest.raises(Conflict, match="har passerat"):
        service.reply(region=world.region, share=share, places=1, note="")
    assert (service.close_late(region=world.region), service.close_late(region=world.region)) == (1, 0)
    with pytest.raises(Conflict, match="stängd"):
        service.reply(region=world.region, share=share, places=1, note="")


def test_silent_units_are_reminded_once_when_the_day_is_near(world: World) -> None:
    share, done = a_unit(world.region, world.order), a_unit(world.region, world.order, "Ekens förskola", email="ek@test.samkraft.example")
    service.reply(region=world.region, share=done, places=1, note="")
    assert service.remind_silent(region=world.region) == 0
    world.order.reply_by = today() + timedelta(days=2)
    assert (service.remind_silent(region=world.region), service.remind_silent(region=world.region)) == (1, 0)
    assert [to for to, subject in mails() if subject.startswith("Svara senast")] == ["enhet@test.samkraft.example"]
    with pytest.raises(Conflict, match="ett dygn"):
        service.remind_unit(region=world.region, request=world.order, share=share)
    with pytest.raises(Conflict, match="redan svarat"):
        service.remind_unit(region=world.region, request=world.order, share=done)


def test_the_same_units_are_asked_again(world: World) -> None:
    a_unit(world.region, world.order)
    a_unit(world.region, world.order, "Ekens förskola", asked=3)
    later = an_order(world.region, world.period, world.school, world.receiver)
    a_unit(world.region, later)
    assert service.ask_again(region=world.region, request=later) == 1
    assert [(row.workplace, row.asked) for row in queries.shares(later)] == [("Björkens förskola", 2), ("Ekens förskola", 3)]


def test_each_sees_their_own_and_no_protected_address(world: World, make: Factory) -> None:
    region, order = world.region, world.order
    share = a_unit(region, order)
    teacher = make.user(region, "provider_representative", organisation=world.school)
    boss = make.user(region, "employer_representative", organisation=world.receiver)
    strangers = [
        make.user(region, "provider_representative", organisation=a_school(region, "Andra gymnasiet")),
        make.user(region, "employer_representative", organisation=an_employer(region, "Andra AB")),
    ]
    assert [row.request for row in queries.ordered(region, teacher).items] == [order]
    assert [(row.request, row.promised, row.silent) for row in queries.received(region, boss).items] == [(order, 0, 1)]
    assert queries.ordered(region, strangers[0]).items == queries.received(region, strangers[1]).items == []
    with pytest.raises(NotFound):
        queries.own_order(region, strangers[0], order.id)
    with pytest.raises(NotFound):
        queries.own_request(region, strangers[1], order.id)
    assert queries.shown_addresses([share]) == {share.id: "enhet@test.samkraft.example"}
    protect(email=share.email, region=region)
    assert queries.shown_addresses([share]) == {share.id: ""}


def test_from_the_order_to_the_unit_s_answer(make: Factory, browser: Browser) -> None:
    region = make.region(plugins=["internships"])
    with make.inside(region, "internships"), atomic():
        a_period(region)
        school, receiver = a_school(region), make.organisation(region, kind=OrganisationKind.MUNICIPALITY, name="Exempelkommunen")
    base = f"/r/{region.slug}/internships"
    teacher = make.user(region, "provider_representative", organisation=school)
    boss = make.user(region, "employer_representative", organisation=receiver)
    browser.sign_in(teacher)
    browser.get(f"{base}/orders").follow("Beställ platser")
    order = {"receiver_id": str(receiver.id), "programme": "Barn och fritid", "places": "4"}
    browser.submit({**order, "places": "0", "reply_by": "snart"}, having="receiver_id")
    assert browser.status == 422
    browser.submit({**order, "reply_by": (today() + timedelta(days=7)).isoformat()}, having="receiver_id")
    assert "Ingen enhet har fått frågan än." in browser.text
    with make.inside(region, "internships"):
        assert db.session.execute(select(Notice.user_id).where(Notice.kind == "internships.request_sent")).scalars().all() == [boss.id]
    browser.sign_in(boss)
    browser.get(f"{base}/requests").follow(school.name)
    page = browser.url
    unit = {"workplace": "Björkens förskola", "municipality_code": NORTH[0], "email": "inte en adress", "asked": "2"}
    browser.get(f"{page}/units").submit(unit, having="workplace")
    assert browser.status == 422
    browser.submit({"email": "enhet@test.samkraft.example"}, having="workplace")
    assert (browser.url, "enhet@test.samkraft.example" in browser.text) == (page, True)
    with make.inside(region, "internships"):
        found = queries.received(region, boss).items[0].request
        address = f"{base}/reply/{link(queries.shares(found)[0])}"
    browser.get(address).submit({"places": "501"}, having="places")
    assert browser.status == 422
    browser.submit({"places": "1"}, having="places")
    assert "Ni tar emot 1 person." in browser.text
    assert browser.get(f"{base}/reply/fel").status == 404
