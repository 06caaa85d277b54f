"""Placements once they are published: answers, reminders, lapses, and what is changed by hand."""

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
from core.organisations.models import Organisation
from core.records.people import protect
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from core.web.format import format_date
from plugins.internships.after.models import Contract
from plugins.internships.applicants.models import Applicant, ApplicantStatus
from plugins.internships.offers import service as offers
from plugins.internships.offers.models import PlacementOffer
from plugins.internships.offers.supervisors import save_supervisor
from plugins.internships.periods.models import Cap, CapScope, PeriodStatus, PlacementPeriod
from plugins.internships.placements import answers, changes, following, queries, room, service
from plugins.internships.rounds.models import Pin, PinKind, Placement, PlacementStatus

from .made import a_period, an_employer, an_offer
from .placed import a_placement, a_school, an_applicant, token


@dataclass
class World:
    """A published period with an employer, an offer of two places, a school and an applicant."""

    region: Region
    period: PlacementPeriod
    employer: Organisation
    offer: PlacementOffer
    school: Organisation
    ada: Applicant


@pytest.fixture
def region(make: Factory) -> Iterator[Region]:
    made = make.region(plugins=["internships"])
    with make.inside(made, "internships"), atomic():
        yield made


@pytest.fixture
def world(region: Region) -> World:
    period = a_period(region)
    employer = an_employer(region)
    offer = an_offer(region, period, employer)
    school = a_school(region)
    period.status = PeriodStatus.PUBLISHED
    return World(region, period, employer, offer, school, an_applicant(region, period, school, "Ada Elev"))


def mails() -> list[tuple[str, str]]:
    """To whom, and about what, in the order they were written."""
    return [(to, subject) for to, subject in db.session.execute(select(Mail.recipient, Mail.subject).order_by(Mail.id))]


def test_everybody_whom_a_match_concerns_gets_one_mail(world: World) -> None:
    placement = a_placement(world.ada, world.offer)
    an_applicant(world.region, world.period, world.school, "Bo Elev")
    an_applicant(world.region, world.period, world.school, "Cia Elev", status=ApplicantStatus.WITHDRAWN)
    an_applicant(world.region, world.period, world.school, "Dan Elev", status=ApplicantStatus.INVITED)
    sits = an_applicant(world.region, world.period, world.school, "Eva Elev")
    a_placement(sits, world.offer, status=PlacementStatus.ACCEPTED)
    service.announce(region=world.region, period=world.period, placements=[placement])
    assert mails() == [
        ("ada.elev@test.samkraft.example", "Din praktikplats: Exempelförskolan, Exempelverken AB"),
        ("bo.elev@test.samkraft.example", "Du har ingen praktikplats än"),
        ("plats@test.samkraft.example", "Praktik på Exempelförskolan, Exempelverken AB: 2"),
    ]


def test_yes_makes_the_agreement_and_cannot_be_said_twice(world: World) -> None:
    placement = a_placement(world.ada, world.offer)
    answers.accept(region=world.region, applicant=world.ada, placement_id=placement.id)
    assert (placement.status, placement.answered_at is not None) == (PlacementStatus.ACCEPTED, True)
    assert db.session.execute(select(Contract.placement_id)).scalars().all() == [placement.id]
    for again in (answers.accept, answers.decline):
        with pytest.raises(Conflict, match="redan tackat ja"):
            again(region=world.region, applicant=world.ada, placement_id=placement.id)


def test_no_frees_the_place_and_tells_the_workplace(world: World) -> None:
    placement = a_placement(world.ada, world.offer)
    answers.decline(region=world.region, applicant=world.ada, placement_id=placement.id)
    assert (placement.status, room.left(world.offer)) == (PlacementStatus.DECLINED, 2)
    assert mails() == [("plats@test.samkraft.example", "Praktik på Exempelförskolan, Exempelverken AB: 0")]
    with pytest.raises(Conflict, match="redan tackat nej"):
        answers.accept(region=world.region, applicant=world.ada, placement_id=placement.id)


def test_an_answer_is_refused_with_the_reason(world: World) -> None:
    other = an_applicant(world.region, world.period, world.school, "Bo Elev")
    placement = a_placement(world.ada, world.offer, accept_by=today() - timedelta(days=1))

    def refused(applicant: Applicant, placement_id: int) -> str:
        with pytest.raises(Conflict) as caught:
            answers.accept(region=world.region, applicant=applicant, placement_id=placement_id)
        return caught.value.message

    assert refused(other, placement.id) == "Den platsen har du inte längre. Läs in sidan igen och se vad som gäller."
    late = f"Sista dagen att svara var {format_date(placement.accept_by)}. Hör av dig till skolan."
    assert refused(world.ada, placement.id) == late
    placement.accept_by = today()
    offers.withdraw_offer(region=world.region, offer=world.offer, reason="Vi flyttar")
    assert refused(world.ada, placement.id) == "Arbetsgivaren har dragit tillbaka platsen. Samordnaren söker en annan plats åt dig."
    placement.status = PlacementStatus.WITHDRAWN
    assert refused(world.ada, placement.id) == "Platsen gäller inte längre. Läs in sidan igen och se vad som gäller."
    placement.status = PlacementStatus.PROPOSED
    assert refused(world.ada, placement.id) == "Den platsen har du inte längre. Läs in sidan igen och se vad som gäller."
    placement.status, world.ada.status = PlacementStatus.PUBLISHED, ApplicantStatus.WITHDRAWN
    assert refused(world.ada, placement.id) == "Din anmälan är tillbakadragen. Hör av dig till skolan om det är fel."


def test_what_an_applicant_sees_is_what_stands_now(world: World) -> None:
    assert queries.for_applicant(world.ada) is None
    a_placement(world.ada, world.offer, status=PlacementStatus.PROPOSED)
    assert queries.for_applicant(world.ada) is None
    current = a_placement(world.ada, world.offer)
    a_placement(world.ada, world.offer, status=PlacementStatus.WITHDRAWN)
    mine = queries.for_applicant(world.ada)
    assert mine is not None
    assert (mine.placement, mine.organisation, mine.may_answer, mine.is_late) == (current, "Exempelverken AB", True, False)
    current.accept_by = today() - timedelta(days=1)
    late = queries.for_applicant(world.ada)
    assert late is not None
    assert (late.may_answer, late.is_late, late.has_fallen) == (False, True, False)
    offers.withdraw_offer(region=world.region, offer=world.offer, reason="Vi flyttar")
    fallen = queries.for_applicant(world.ada)
    assert fallen is not None
    assert (fallen.may_answer, fallen.is_late, fallen.has_fallen) == (False, False, True)


def test_who_has_not_answered_is_reminded_once_and_then_loses_the_place(world: World) -> None:
    placement = a_placement(world.ada, world.offer, accept_by=today() + timedelta(days=3))
    assert following.remind(region=world.region) == 0
    placement.accept_by = today() + timedelta(days=2)
    assert [following.remind(region=world.region), following.remind(region=world.region)] == [1, 0]
    assert mails()[0][1].startswith("Svara senast")
    placement.accept_by = today()
    assert following.lapse(region=world.region) == 0
    placement.accept_by = today() - timedelta(days=1)
    placement.is_locked = True
    assert following.lapse(region=world.region) == 0
    placement.is_locked = False
    assert [following.lapse(region=world.region), following.lapse(region=world.region)] == [1, 0]
    assert (placement.status, placement.reason) == (PlacementStatus.DECLINED, "Vi fick inget svar i tid.")
    assert [subject for _to, subject in mails()[1:]] == [
        "Din praktikplats gäller inte längre: Exempelförskolan, Exempelverken AB",
        "Praktik på Exempelförskolan, Exempelverken AB: 0",
    ]


def test_an_ended_placement_takes_its_agreement_with_it(world: World) -> None:
    placement = a_placement(world.ada, world.offer)
    answers.accept(region=world.region, applicant=world.ada, placement_id=placement.id)
    friend = an_applicant(world.region, world.period, world.school, "Bo Elev", pair_id=world.ada.id)
    world.ada.pair_id = friend.id
    changes.end(region=world.region, placement=placement, reason="Sjuk", leaves=True)
    assert (world.ada.pair_id, friend.pair_id) == (None, None)
    assert (placement.status, placement.reason, world.ada.status) == (PlacementStatus.WITHDRAWN, "Sjuk", ApplicantStatus.WITHDRAWN)
    assert db.session.execute(select(Contract.id)).scalars().all() == []
    with pytest.raises(Conflict, match="gäller inte längre"):
        changes.end(region=world.region, placement=placement, reason="Igen")


def test_more_time_is_given_within_the_days_there_are(world: World) -> None:
    placement = a_placement(world.ada, world.offer, accept_by=today() - timedelta(days=1))
    changes.give_time(region=world.region, placement=placement, accept_by=today())
    assert placement.accept_by == today()
    for day in (today() - timedelta(days=1), world.period.starts_on):
        with pytest.raises(DomainError, match="dagen innan praktiken"):
            changes.give_time(region=world.region, placement=placement, accept_by=day)
    placement.status = PlacementStatus.ACCEPTED
    with pytest.raises(Conflict, match="väntar inte på svar"):
        changes.give_time(region=world.region, placement=placement, accept_by=today())


def by_hand(world: World, applicant: Applicant, offer: PlacementOffer) -> Placement:
    return changes.place_by_hand(region=world.region, period=world.period, applicant=applicant, offer=offer, reason="Bor nära")


def test_a_place_by_hand_is_locked_and_mailed(world: World) -> None:
    made = by_hand(world, world.ada, world.offer)
    assert (made.is_locked, made.status, made.run_id) == (True, PlacementStatus.PUBLISHED, None)
    assert made.accept_by == today() + timedelta(days=7)
    assert [to for to, _subject in mails()] == ["ada.elev@test.samkraft.example", "plats@test.samkraft.example"]
    with pytest.raises(Conflict, match="redan en plats"):
        by_hand(world, world.ada, world.offer)


def refusal(world: World, applicant: Applicant | None = None) -> str:
    with pytest.raises(DomainError) as caught:
        by_hand(world, applicant or world.ada, world.offer)
    return caught.value.message


def test_a_place_by_hand_keeps_the_limits(world: World) -> None:
    region, period, offer = world.region, world.period, world.offer
    bo, cia = (an_applicant(region, period, world.school, name) for name in ("Bo Elev", "Cia Elev"))
    period.status = PeriodStatus.COLLECTING
    own = a_school(region, "Andra gymnasiet")
    offers.set_quota(region=region, offer=offer, school=own, places=2)
    period.status = PeriodStatus.PUBLISHED
    assert refusal(world) == "De platser som är kvar är till för andra skolor."
    period.status = PeriodStatus.COLLECTING
    offers.set_quota(region=region, offer=offer, school=own, places=0)
    facts = {"name": "Demo Handledare", "email": "h@test.samkraft.example", "phone": "", "capacity": 1}
    offer.supervisor_id = save_supervisor(region=region, organisation=world.employer, supervisor=None, facts=facts).id
    period.status = PeriodStatus.PUBLISHED
    by_hand(world, bo, offer)
    assert refusal(world) == "Handledaren kan inte ta emot fler."
    offer.supervisor_id = None
    cap = Cap(
        region_id=region.id, period_id=period.id, scope=CapScope.EMPLOYER, organisation_id=world.employer.id, maximum=1, reason="Avtal"
    )
    db.session.add(cap)
    db.session.flush()
    assert refusal(world) == "Taket på 1 placeringar är nått. Avtal"
    cap.maximum = 2
    pin = Pin(region_id=region.id, period_id=period.id, applicant_id=world.ada.id, offer_id=offer.id, kind=PinKind.MUST_NOT)
    db.session.add(pin)
    db.session.flush()
    assert refusal(world) == "Samordnaren har bestämt att den sökande inte ska ha den platsen."
    by_hand(world, cia, offer)
    assert refusal(world) == "Platsen är full."
    offers.withdraw_offer(region=region, offer=offer, reason="Nej")
    assert refusal(world) == "Platsen är inte öppen i den sökandes period."
    period.status = PeriodStatus.WISHING
    assert refusal(world) == "Placera för hand när platserna fördelas eller är fördelade."


def test_schools_see_their_own_and_nobody_with_protected_identity(world: World, make: Factory) -> None:
    region = world.region
    mine = a_placement(world.ada, world.offer)
    hidden = an_applicant(region, world.period, world.school, "Hemlig Elev")
    protect(email=hidden.email, region=region)
    a_placement(hidden, world.offer)
    other = a_school(region, "Andra gymnasiet")
    theirs = a_placement(an_applicant(region, world.period, other, "Bo Elev"), world.offer)
    a_placement(an_applicant(region, world.period, world.school, "Cia Elev"), world.offer, status=PlacementStatus.PROPOSED)
    teacher = make.user(region, "provider_representative", organisation=world.school)
    everybody = make.user(region, "placement_coordinator")

    def seen(user: object, **filters: object) -> list[str]:
        return [row.applicant.name for row in queries.listing(region, user, queries.Filters(**filters)).items]  # type: ignore[arg-type]

    assert seen(teacher) == ["Ada Elev"]
    assert seen(everybody) == ["Ada Elev", "Bo Elev"]
    assert seen(everybody, q="bo") == ["Bo Elev"]
    assert seen(everybody, standing="yes") == []
    assert queries.own_placement(region, teacher, mine.id).applicant == world.ada
    with pytest.raises(NotFound):
        queries.own_placement(region, teacher, theirs.id)
    boss = make.user(region, "employer_representative", organisation=world.employer)
    stranger = make.user(region, "employer_representative", organisation=an_employer(region, "Andra AB"))
    assert [row.applicant.name for row in queries.receiving(region, boss).items] == ["Ada Elev", "Bo Elev"]
    assert queries.receiving(region, stranger).items == []


def test_the_link_leads_to_the_answer(make: Factory, browser: Browser) -> None:
    region = make.region(plugins=["internships"])
    with make.inside(region, "internships"), atomic():
        period = a_period(region)
        offer = an_offer(region, period, an_employer(region))
        ada = an_applicant(region, period, a_school(region), "Ada Elev")
        a_placement(ada, offer)
        address = f"/r/{region.slug}/internships/mine/{token(ada)}/placement"
    assert "Tacka ja" in browser.get(address).text
    for wrong in ({"placement": "x"}, {"placement": "1" * 30}):
        browser.get(address).submit(wrong, having="placement", button=("answer", "yes"))
        assert browser.status == 400
    browser.get(address).submit(having="placement", button=("answer", "maybe"))
    assert browser.status == 400
    open_page = browser.get(address).form(having="placement")
    browser.submit(having="placement", button=("answer", "yes"))
    assert "Du har tackat ja" in browser.text
    data = {**dict(open_page.fields), "submission_key": "another", "answer": "no"}
    browser.post(address, data=data)
    assert (browser.status, "Du har redan tackat ja." in browser.text) == (409, True)
    assert browser.get(f"/r/{region.slug}/internships/mine/fel/placement").status == 404
