"""From closed wishes to published placements, as a coordinator does it; and what strangers, protected persons and what-ifs meet."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from sqlalchemy import select

from core.db import atomic, db
from core.errors import Conflict, DomainError
from core.jobs.models import Outbox
from core.jobs.runner import drain
from core.mail.models import Mail
from core.records.people import protect
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from core.testing.statements import statements
from plugins.internships.offers import service as offers
from plugins.internships.periods.models import Cap, CapScope, PeriodStatus, PlacementPeriod
from plugins.internships.rounds import explaining, publishing, queries
from plugins.internships.rounds.models import MatchRun, Pin, Placement, PlacementStatus
from tests.plugins.internships.made import a_period, an_employer, an_offer

from .made_round import a_run, a_school, an_applicant
from .test_runs import NORTH, Small

BASE = "/r/norr/internships"


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("norr", plugins=["internships"], municipalities=NORTH)


@pytest.fixture
def small(make: Factory, region: Region) -> Small:
    with make.inside(region, "internships"), atomic():
        return Small(region)


@pytest.fixture
def coordinator(make: Factory, region: Region, browser: Browser) -> Browser:
    return browser.sign_in(make.user(region, "placement_coordinator", name="Demo Samordnare"))


def matched(browser: Browser, period: PlacementPeriod, **fields: str) -> str:
    browser.get(f"{BASE}/periods/{period.id}").follow("Fördelningar")
    browser.follow("Fördela platserna").submit(**{"seconds": "30", **fields})
    address = browser.url
    drain()
    browser.get(address)
    return address


def test_from_start_to_published(make: Factory, region: Region, small: Small, coordinator: Browser) -> None:
    matched(coordinator, small.period)
    assert "Fick plats 2 av 3 sökande" in coordinator.text
    assert "Stabil: ingen sökande och ingen plats kan hitta en bättre lösning tillsammans." in coordinator.text
    assert "inga regler är brutna" in coordinator.text
    assert "Alla platser är tillsatta." in coordinator.text
    run_page = coordinator.url
    coordinator.get(f"{run_page}/applicants?unplaced=1").follow(small.people[0].name)
    assert "Ingen av de önskade platserna gick att få." in coordinator.text
    assert "Val 1, Exempelförskolan (Barnskötare): platsen är full, och de som fick plats bor närmare." in coordinator.text
    coordinator.get(run_page).submit(to=f"{run_page.removeprefix('http://localhost')}/publish")
    assert "2 placeringar är publicerade." in coordinator.text
    drain()
    with make.inside(region, "internships"):
        made = db.session.execute(select(Placement).order_by(Placement.id)).scalars().all()
        assert {(one.applicant_id, one.offer_id, one.status) for one in made} == {
            (small.people[1].id, small.near.id, PlacementStatus.PUBLISHED),
            (small.people[2].id, small.far.id, PlacementStatus.PUBLISHED),
        }
        assert all(one.accept_by is not None and one.run_id is not None for one in made)
        assert db.session.execute(select(PlacementPeriod.status)).scalar_one() == PeriodStatus.PUBLISHED
        assert explaining.of(small.people[1]) == ["Exempelförskolan (Barnskötare). Det var det som önskades mest."]
        assert db.session.execute(select(Outbox).where(Outbox.name == "internships.matched.v1")).scalars().one().payload["placed"] == 2
        assert len(db.session.execute(select(Mail.id).where(Mail.recipient.like("elev%"))).scalars().all()) == 3
    coordinator.get(run_page)
    assert "Publicera placeringarna" not in coordinator.text
    with make.inside(region, "internships"), pytest.raises(Conflict, match="redan publicerade"), atomic():
        publishing.publish(region=region, run=db.session.execute(select(MatchRun)).scalar_one())


def test_a_stale_result_cannot_be_published(make: Factory, region: Region, small: Small, coordinator: Browser) -> None:
    run_page = matched(coordinator, small.period)
    with make.inside(region, "internships"), atomic():
        offers.withdraw_offer(region=region, offer=small.far, reason="Flyttar")
    coordinator.submit(to=f"{run_page.removeprefix('http://localhost')}/publish")
    assert "har ändrats sedan resultatet räknades. Räkna ett nytt och publicera det." in coordinator.text
    coordinator.get(run_page)
    assert "Resultatet är inaktuellt" in coordinator.text
    assert "Publicera placeringarna" not in coordinator.text
    with make.inside(region, "internships"):
        assert db.session.execute(select(Placement.id)).scalars().all() == []
        assert db.session.execute(select(PlacementPeriod.status)).scalar_one() == PeriodStatus.MATCHING


def test_the_second_coordinator_is_told(make: Factory, region: Region, small: Small, coordinator: Browser) -> None:
    coordinator.get(f"{BASE}/periods/{small.period.id}/runs/new").submit(seconds="30")
    coordinator.get(f"{BASE}/periods/{small.period.id}/runs/new").submit(seconds="30")
    assert coordinator.status == 409
    assert "En fördelning i perioden räknas redan, startad av Demo Samordnare. Vänta tills den är klar." in coordinator.text


def test_what_if_says_whom_it_helps_and_changes_nothing(make: Factory, region: Region, small: Small, coordinator: Browser) -> None:
    matched(coordinator, small.period)
    coordinator.follow("Fråga: tänk om").submit(what="offer", offer=str(small.near.id), more="1")
    address = coordinator.url
    drain()
    coordinator.get(address)
    assert "får 1 till en plats, och 0 blir utan." in coordinator.text
    assert f"{small.people[0].name} Exempelskolan Ingen plats Exempelförskolan" in coordinator.text
    assert "Publicera placeringarna" not in coordinator.text
    with make.inside(region, "internships"), pytest.raises(DomainError, match="bara en fråga"), atomic():
        publishing.publish(region=region, run=queries.run(int(address.rpartition("/")[2])))
    coordinator.get(f"{BASE}/periods/{small.period.id}/what-if").submit(what="cap")
    assert (coordinator.status, "Välj en gräns." in coordinator.text) == (422, True)


def test_without_a_limit_more_get_a_place(make: Factory, region: Region, small: Small, coordinator: Browser) -> None:
    with make.inside(region, "internships"), atomic():
        cap = Cap(region_id=region.id, period_id=small.period.id, scope=CapScope.AREA, municipality_code=NORTH[0], maximum=0)
        db.session.add(cap)
    matched(coordinator, small.period)
    assert "Fick plats 1 av 3 sökande" in coordinator.text
    assert "Gränsen för kommunen Skellefteå: 3" in coordinator.text
    coordinator.follow("Fråga: tänk om").submit(what="cap", cap=f"area:{NORTH[0]}")
    address = coordinator.url
    drain()
    assert "får 1 till en plats, och 0 blir utan." in coordinator.get(address).text


def test_decisions_by_form_and_taken_back(make: Factory, region: Region, small: Small, coordinator: Browser) -> None:
    page = f"{BASE}/periods/{small.period.id}/decided"
    fields = {"applicant_id": str(small.people[0].id), "offer_id": str(small.near.id), "kind": "must", "reason": "Beslut av rektor"}
    coordinator.get(page).submit(**{**fields, "reason": ""})
    assert (coordinator.status, "Skriv varför det är bestämt." in coordinator.text) == (422, True)
    coordinator.submit(**fields)
    assert "Det är bestämt. Nästa fördelning tar hänsyn till det." in coordinator.text
    assert "Ska ha platsen Exempelförskolan Beslut av rektor" in coordinator.text
    with make.inside(region, "internships"):
        pin_id = db.session.execute(select(Pin.id)).scalar_one()
    coordinator.submit(to=f"{BASE}/decided/{pin_id}/remove")
    assert "Borttaget. Fördelningen avgör." in coordinator.text
    with make.inside(region, "internships"):
        assert db.session.execute(select(Pin.id)).scalars().all() == []


def test_protected_persons_are_counted_but_stand_nowhere(make: Factory, region: Region, small: Small, coordinator: Browser) -> None:
    with make.inside(region, "internships"), atomic():
        protect(email=small.people[1].email, region=region)
    run_page = matched(coordinator, small.period)
    assert "Fick plats 2 av 3 sökande" in coordinator.text
    coordinator.get(f"{run_page}/applicants")
    assert "1 sökande räknas men står inte i listan." in coordinator.text
    assert small.people[1].name not in coordinator.text
    assert coordinator.get(f"{run_page}/applicants/{small.people[1].id}").status == 404
    assert small.people[1].name not in coordinator.get(f"{BASE}/periods/{small.period.id}/decided").page


def test_the_files_hold_no_names_and_can_be_checked(make: Factory, region: Region, small: Small, coordinator: Browser) -> None:
    run_page = matched(coordinator, small.period)
    instance, result = (coordinator.call("GET", f"{run_page}/files/{which}").get_data(as_text=True) for which in ("instance", "result"))
    assert [one["id"] for one in json.loads(instance)["applicants"]] == [f"a{person.id}" for person in small.people]
    assert json.loads(result)["guarantee"] == "stable"
    assert re.search(r"Elev|Exempel|@", instance + result) is None
    assert coordinator.get(f"{run_page}/files/else").status == 404


def test_others_see_nothing(make: Factory, region: Region, small: Small, browser: Browser) -> None:
    with make.inside(region, "internships"), atomic():
        run = a_run(small.period, small.people, small.near)
    pages = (f"periods/{small.period.id}/runs", f"runs/{run.id}", f"runs/{run.id}/applicants", f"periods/{small.period.id}/decided")
    browser.sign_in(make.user(region, "employer_representative"))
    assert {browser.get(f"{BASE}/{page}").status for page in pages} == {403}
    other = make.region("soder", plugins=["internships"])
    browser.sign_in(make.user(other, "placement_coordinator"))
    assert {browser.get(f"/r/soder/internships/{page}").status for page in pages} == {404}


def test_lists_take_as_many_questions_for_many_as_for_few(make: Factory, region: Region, coordinator: Browser, database: Any) -> None:
    asked: list[dict[str, int]] = []
    for count in (3, 9):
        with make.inside(region, "internships"), atomic():
            period = a_period(region, title=f"APL {count}")
            employer, school = an_employer(region), a_school(region)
            made = [an_offer(region, period, employer) for _n in range(count)]
            people = [an_applicant(region, period, school, made[0]) for _n in range(count)]
            for person, offer in zip(people, made, strict=True):
                pin = Pin(region_id=region.id, period_id=period.id, applicant_id=person.id, offer_id=offer.id, kind="must_not")
                db.session.add(pin)
            for _n in range(count):
                run = a_run(period, people, made[0])
            unfilled = {str(offer.id): {"left": 1, "why": "nobody", "own": 0} for offer in made}
            run.statistics = {**run.statistics, "unfilled": unfilled}
            period.status = PeriodStatus.MATCHING
        counts = {}
        for page in (f"periods/{period.id}/runs", f"runs/{run.id}/applicants", f"runs/{run.id}/places", f"periods/{period.id}/decided"):
            with statements(database) as seen:
                assert coordinator.get(f"{BASE}/{page}").status == 200
            counts[re.sub(r"\d+", "", page)] = len(seen)
        asked.append(counts)
    assert asked[0] == asked[1]
