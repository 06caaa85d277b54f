"""Repair of a published match: fewest moves, who stays, before and after, and what makes a proposal too old to publish."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from core.db import atomic, db
from core.errors import Conflict, DomainError
from core.jobs.runner import drain
from core.mail.models import Mail
from core.records.people import protect
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.internships.after.models import Contract
from plugins.internships.applicants.models import Applicant, ApplicantStatus
from plugins.internships.offers import service as offers
from plugins.internships.offers.models import OfferSource, PlacementOffer
from plugins.internships.periods.models import PeriodStatus, PlacementPeriod
from plugins.internships.placements import answers, queries, repair, repair_queries
from plugins.internships.placements.repair_job import repair_period
from plugins.internships.placements.standing import standing
from plugins.internships.rounds.models import MatchRun, Placement, PlacementStatus, RunStatus

from .made import a_period, an_employer, an_offer, offer_facts
from .placed import a_placement, a_school, an_applicant


@dataclass
class World:
    """Three places and three applicants at them, in a published period."""

    region: Region
    period: PlacementPeriod
    offers: list[PlacementOffer]
    people: list[Applicant]
    placements: list[Placement]


@pytest.fixture
def region(make: Factory) -> Iterator[Region]:
    made = make.region(plugins=["internships"])
    with make.inside(made, "internships"):
        yield made


@pytest.fixture
def world(region: Region) -> World:
    with atomic():
        period = a_period(region, travel_limit_km=None)
        employer = an_employer(region)
        school = a_school(region)
        there = [an_offer(region, period, employer, workplace=f"Plats {number}", capacity=1) for number in range(4)]
        wishes = [there[:2], [there[1], there[2]], [there[2], there[3]]]
        people = [an_applicant(region, period, school, f"Elev {letter}", wishes=wishes[number]) for number, letter in enumerate("ABC")]
        period.status, period.seed = PeriodStatus.PUBLISHED, 7
        placements = [a_placement(person, offer) for person, offer in zip(people, there, strict=False)]
    return World(region, period, there, people, placements)


def repaired(world: World) -> MatchRun:
    """A repair that has been worked out."""
    with atomic():
        run = repair.start(region=world.region, period=world.period, actor=None)
    repair_period(world.region, run.id)
    db.session.refresh(run)
    return run


def withdraw(world: World, number: int) -> None:
    with atomic():
        offers.withdraw_offer(region=world.region, offer=world.offers[number], reason="Vi flyttar")


def moves(run: MatchRun) -> list[tuple[int, int | None, int | None, str]]:
    return [(move.applicant_id, move.before_offer_id, move.after_offer_id, move.cause) for move in repair.moves_of(run)]


def publish(world: World, run: MatchRun) -> None:
    with atomic():
        repair.publish(region=world.region, period=world.period, run=run)


def sits(world: World) -> list[int | None]:
    """The offer of each applicant, by what they see themselves."""
    mine = [queries.for_applicant(person) for person in world.people]
    return [each.offer.id if each is not None and each.placement.status in queries.LIVE else None for each in mine]


def test_a_withdrawn_place_moves_as_few_as_it_must(world: World) -> None:
    one, two, three, four = (offer.id for offer in world.offers)
    with atomic():
        answers.accept(region=world.region, applicant=world.people[2], placement_id=world.placements[2].id)
    withdraw(world, 1)
    assert standing(world.period).lost == [world.people[1].id]
    run = repaired(world)
    assert (run.status, run.verifier_lines) == (RunStatus.DONE, [])
    assert moves(run) == [(world.people[1].id, two, None, "withdrawn")]  # the only other place is somebody's who has said yes
    publish(world, run)
    assert sits(world) == [one, None, three]
    assert four not in sits(world)


def test_who_has_not_answered_is_moved_only_for_somebody_who_goes_before(world: World) -> None:
    one, two, three, four = (offer.id for offer in world.offers)
    withdraw(world, 1)
    assert moves(repaired(world)) == [(world.people[1].id, two, None, "withdrawn")]  # equals stay where they are
    with atomic():
        world.people[2].municipality_code = ""  # lives further away than the others
        world.people[2].latitude = (world.people[2].latitude or 0) + 0.2
    run = repaired(world)
    assert moves(run) == [(world.people[1].id, two, three, "withdrawn"), (world.people[2].id, three, four, "room")]
    publish(world, run)
    assert sits(world) == [one, three, four]


def test_everybody_whom_a_repair_concerns_reads_before_and_after(world: World) -> None:
    one, two, three, four = (offer.id for offer in world.offers)
    withdraw(world, 2)
    run = repaired(world)
    assert moves(run) == [(world.people[2].id, three, four, "withdrawn")]
    publish(world, run)
    assert sits(world) == [one, two, four]
    mails = db.session.execute(select(Mail.recipient, Mail.subject).order_by(Mail.id)).all()
    assert [tuple(mail) for mail in mails] == [
        ("elev.c@test.samkraft.example", "Din praktikplats är ändrad: Plats 3, Exempelverken AB"),
        ("plats@test.samkraft.example", "Praktik på Plats 2, Exempelverken AB: 0"),
        ("plats@test.samkraft.example", "Praktik på Plats 3, Exempelverken AB: 1"),
    ]
    body = db.session.execute(select(Mail.body).order_by(Mail.id).limit(1)).scalar_one()
    assert "Förut: Plats 2, Exempelverken AB\nNu: Plats 3, Exempelverken AB" in body
    assert "Skäl: Arbetsgivaren har dragit tillbaka platsen." in body
    with pytest.raises(Conflict, match="redan publicerad"):
        publish(world, run)


def test_a_locked_placement_stays_and_a_better_free_place_goes_to_who_may_move(world: World) -> None:
    one, _two, _three, _four = (offer.id for offer in world.offers)
    with atomic():
        world.people[0].status = ApplicantStatus.WITHDRAWN
        world.placements[1].is_locked = True
    now = standing(world.period)
    assert (now.gone, now.lost, now.facts.held) == ({world.people[0].id}, [], {world.people[1].id: world.offers[1].id})
    run = repaired(world)
    assert moves(run) == [(world.people[0].id, one, None, "left")]
    publish(world, run)
    assert world.placements[0].status == PlacementStatus.WITHDRAWN
    assert world.placements[1].is_locked


def test_an_accepted_place_that_falls_away_takes_its_agreement_with_it(world: World) -> None:
    with atomic():
        answers.accept(region=world.region, applicant=world.people[2], placement_id=world.placements[2].id)
    withdraw(world, 2)
    run = repaired(world)
    assert moves(run) == [(world.people[2].id, world.offers[2].id, world.offers[3].id, "withdrawn")]
    publish(world, run)
    assert db.session.execute(select(Contract.id)).all() == []
    mine = queries.for_applicant(world.people[2])
    assert mine is not None
    assert (mine.offer.id, mine.may_answer) == (world.offers[3].id, True)


def test_who_said_no_is_left_alone_and_the_place_goes_on(world: World) -> None:
    with atomic():
        answers.decline(region=world.region, applicant=world.people[1], placement_id=world.placements[1].id)
        late = an_applicant(world.region, world.period, a_school(world.region, "Andra"), "Elev D", wishes=[world.offers[1]])
    run = repaired(world)
    assert moves(run) == [(late.id, None, world.offers[1].id, "new")]
    publish(world, run)
    assert world.placements[1].status == PlacementStatus.DECLINED


def test_a_place_that_came_late_is_given_to_who_has_none(world: World) -> None:
    with atomic():
        waits = an_applicant(world.region, world.period, a_school(world.region, "Andra"), "Elev D")
        employer = an_employer(world.region, "Sena AB")
        late = offers.make_offer(
            region=world.region, period=world.period, organisation=employer, source=OfferSource.OWN_PAGE, facts=offer_facts(world.region)
        )
        offers.change_offer(region=world.region, offer=late, facts=offer_facts(world.region, capacity=1))
        offers.open_offer(region=world.region, offer=late)
    with pytest.raises(Conflict, match="fördelas eller är fördelade"):
        offers.change_offer(region=world.region, offer=late, facts=offer_facts(world.region))
    assert moves(repaired(world)) == [(waits.id, None, late.id, "new")]


def test_a_proposal_that_no_longer_fits_is_not_published(world: World) -> None:
    withdraw(world, 2)
    run = repaired(world)
    assert repair.stale_because(run, world.period) == ""
    with atomic():
        answers.accept(region=world.region, applicant=world.people[0], placement_id=world.placements[0].id)
    assert repair.stale_because(run, world.period) == ""  # somebody whom it does not concern
    withdraw(world, 3)
    assert repair.stale_because(run, world.period) == "Platser har dragits tillbaka, fyllts eller ändrats sedan dess."
    with pytest.raises(Conflict, match="Räkna en ny omfördelning"):
        publish(world, run)
    assert [placement.status for placement in world.placements] == ["accepted", "published", "published"]


def test_a_repair_needs_something_to_mend_and_one_at_a_time(world: World) -> None:
    with pytest.raises(DomainError, match="inget att omfördela"), atomic():
        repair.start(region=world.region, period=world.period, actor=None)
    withdraw(world, 2)
    with atomic():
        repair.start(region=world.region, period=world.period, actor=None)
    with pytest.raises(Conflict, match="räknas redan"), atomic():
        repair.start(region=world.region, period=world.period, actor=None)
    world.period.status = PeriodStatus.MATCHING
    with pytest.raises(Conflict, match="när placeringarna är publicerade"), atomic():
        repair.start(region=world.region, period=world.period, actor=None)


def test_the_coordinator_reads_before_and_after_and_publishes(world: World, make: Factory, browser: Browser) -> None:
    with atomic():
        protect(email=world.people[2].email, region=world.region)
    withdraw(world, 2)
    with atomic():
        coordinator = make.user(world.region, "placement_coordinator")
    at = f"/r/{world.region.slug}/internships/periods/{world.period.id}"
    browser.sign_in(coordinator).get(at).follow("Omfördela")
    assert "En sökande Exempelgymnasiet Plats 2, Exempelverken AB" in browser.text
    browser.submit(to=f"{at}/repair")
    assert "Omfördelningen räknas" in browser.text
    drain()
    browser.get(browser.url)
    row = "En sökande Exempelgymnasiet Plats 2, Exempelverken AB Plats 3, Exempelverken AB Arbetsgivaren har dragit tillbaka platsen."
    assert row in browser.text
    browser.submit(to=f"{browser.url}/publish")
    assert "Omfördelningen är publicerad." in browser.text
    assert [change.after for change in repair_queries.changes(repair_queries.repairs(world.period)[0])] == ["Plats 3, Exempelverken AB"]
