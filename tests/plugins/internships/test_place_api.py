"""Places and placements through the API: an employer's token offers and lists its own, a school's reads where its own are placed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import atomic, db
from core.organisations.models import Organisation
from core.records.people import protect
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.internships.offers.models import PlacementOffer
from plugins.internships.periods.models import PeriodStatus, PlacementPeriod
from plugins.internships.permissions import APPLICANTS, COORDINATE, PLACES
from plugins.internships.rounds.models import PlacementStatus

from .made import a_period, a_school, an_employer, an_offer
from .placed import a_placement, an_applicant

BASE = "/api/v1/regions/nord/internships"


@dataclass
class World:
    """Two employers with a token each, and the region's."""

    region: Region
    period: PlacementPeriod
    employer: Organisation
    other: Organisation
    caller: Browser
    stranger: Browser
    whole: Browser


@pytest.fixture
def world(app: Flask, make: Factory) -> World:
    region = make.region("nord", plugins=["internships"])
    with make.inside(region, "internships"), atomic():
        period, employer, other = a_period(region), an_employer(region), an_employer(region, "Andra verken AB")
    tokens = [make.token(region, PLACES, organisation=of) for of in (employer, other, None)]
    caller, stranger, whole = (Browser(app, token=token) for token in tokens)
    return World(region, period, employer, other, caller, stranger, whole)


def two_places(world: World, **more: Any) -> dict[str, Any]:
    said = {"period_id": world.period.id, "workplace": "Verkstaden", "title": "Svetsare", "municipality_code": "2417", "capacity": 2}
    return said | {"occupation_group": "7212", "skills": ["mig"]} | more


def listed(caller: Browser, query: str = "") -> list[tuple[str, str]]:
    return [(row["workplace"], row["status"]) for row in caller.call("GET", f"{BASE}/offers{query}").get_json()["items"]]


def test_an_employer_offers_and_lists_its_own(world: World) -> None:
    (period,) = world.caller.call("GET", f"{BASE}/offer-periods").get_json()["items"]
    assert period["id"] == world.period.id
    contact = {"contact_name": "Demo Kontakt", "contact_email": "plats@test.samkraft.example", "contact_phone": "070-1"}
    made = world.caller.call("POST", f"{BASE}/offers", two_places(world, open=True, **contact))
    assert made.status_code == 201
    shown = made.get_json()
    facts = ("organisation_id", "status", "source", "capacity", "skills", "occupation_group")
    assert [shown[name] for name in facts] == [world.employer.id, "open", "api", 2, ["mig"], "7212"]
    assert "Kontakt" not in made.text
    assert world.caller.call("GET", made.headers["Location"]).get_json() == shown
    assert world.stranger.call("GET", f"{BASE}/offers/{shown['id']}").status_code == 404
    assert world.caller.call("POST", f"{BASE}/offers", two_places(world, workplace="Lagret")).get_json()["status"] == "draft"
    assert listed(world.caller) == [("Lagret", "draft"), ("Verkstaden", "open")]
    assert (listed(world.caller, "?status=open"), listed(world.caller, "?period=999999")) == ([("Verkstaden", "open")], [])
    assert (listed(world.stranger), len(listed(world.whole))) == ([], 2)


@pytest.mark.parametrize(
    ("wrong", "at"),
    [
        ({"municipality_code": "0180"}, "municipality_code"),
        ({"municipality_code": "9999"}, "municipality_code"),
        ({"occupation_group": "0000"}, "occupation_group"),
        ({"capacity": 0}, "capacity"),
        ({"capacity": 501}, "capacity"),
        ({"capacity": "två"}, "capacity"),
        ({"minimum": 3}, "minimum"),
        ({"workplace": " "}, "workplace"),
        ({"title": "x" * 201}, "title"),
        ({"contact_email": "kontakt"}, "contact_email"),
        ({"skills": ["x"] * 21}, "skills"),
        ({"hittepå": 1}, "hittepå"),
    ],
)
def test_what_is_wrong_is_said_where_it_stands_and_nothing_is_kept(world: World, make: Factory, wrong: dict[str, Any], at: str) -> None:
    answer = world.caller.call("POST", f"{BASE}/offers", two_places(world, **wrong))
    assert (answer.status_code, answer.get_json()["errors"][0]["pointer"].split("/")[1]) == (422, at)
    with make.inside(world.region, "internships"):
        assert db.session.execute(select(PlacementOffer.id)).scalars().all() == []


def test_for_whom_and_when(world: World, make: Factory) -> None:
    post = f"{BASE}/offers"
    for caller, said in ((world.caller, world.other.id), (world.whole, None), (world.whole, 999_999)):
        refused = caller.call("POST", post, two_places(world, organisation_id=said))
        assert (refused.status_code, refused.get_json()["errors"][0]["pointer"]) == (422, "#/organisation_id")
    assert world.whole.call("POST", post, two_places(world, organisation_id=world.other.id)).status_code == 201
    assert world.caller.call("POST", post, two_places(world, period_id=999_999)).status_code == 404
    with make.inside(world.region, "internships"), atomic():
        world.period.status = PeriodStatus.MATCHING
    closed = world.caller.call("POST", post, two_places(world))
    assert (closed.status_code, closed.get_json()["errors"][0]["pointer"]) == (409, "#/period_id")


@pytest.mark.requirement("S36")
def test_a_school_reads_where_its_own_are_placed_and_nobody_protected(app: Flask, world: World, make: Factory) -> None:
    with make.inside(world.region, "internships"), atomic():
        school, other = a_school(world.region), a_school(world.region, "En annan skola")
        offer = an_offer(world.region, world.period, world.employer, capacity=9)
        ids = {}
        for name, of in (("Ada Demo", school), ("Bo Demo", school), ("Cia Demo", school), ("Disa Demo", other)):
            found = an_applicant(world.region, world.period, of, name)
            ids[name] = a_placement(found, offer).id
        protect(email="bo.demo@test.samkraft.example", region=world.region)
        proposed = an_applicant(world.region, world.period, school, "Eva Demo")
        ids["Eva Demo"] = a_placement(proposed, offer, status=PlacementStatus.PROPOSED).id
    caller, whole = (Browser(app, token=make.token(world.region, APPLICANTS, organisation=of)) for of in (school, None))

    def names(by: Browser, query: str = "") -> list[str]:
        return [row["applicant"] for row in by.call("GET", f"{BASE}/placements{query}").get_json()["items"]]

    assert (names(caller), names(whole)) == (["Ada Demo", "Cia Demo"], ["Ada Demo", "Cia Demo", "Disa Demo"])
    assert (names(caller, "?q=cia"), names(caller, "?standing=yes"), names(caller, "?period=999999")) == (["Cia Demo"], [], [])
    one = caller.call("GET", f"{BASE}/placements/{ids['Ada Demo']}").get_json()
    assert (one["applicant"], one["workplace"], one["organisation"], one["status"]) == (
        "Ada Demo",
        "Exempelförskolan",
        "Exempelverken AB",
        "published",
    )
    for name in ("Bo Demo", "Disa Demo", "Eva Demo"):
        assert caller.call("GET", f"{BASE}/placements/{ids[name]}").status_code == 404
    assert caller.call("GET", f"{BASE}/placements?standing=hittepå").status_code == 422


def test_a_token_without_the_scope_reaches_nothing(app: Flask, world: World, make: Factory) -> None:
    caller = Browser(app, token=make.token(world.region, COORDINATE))
    for path in ("offers", "placements", "offer-periods"):
        assert caller.call("GET", f"{BASE}/{path}").status_code == 403
        assert Browser(app).call("GET", f"{BASE}/{path}").status_code == 401
    assert caller.call("POST", f"{BASE}/offers", two_places(world)).status_code == 403
