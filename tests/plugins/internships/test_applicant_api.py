"""Applicants through the API: a school's token enters and lists its own, and nobody else's."""

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
from plugins.internships.applicants.models import Applicant, ApplicantStatus
from plugins.internships.periods.models import PeriodStatus, PlacementPeriod
from plugins.internships.permissions import APPLICANTS, COORDINATE

from .made import a_period, a_school, an_applicant

BASE = "/api/v1/regions/nord/internships"


@dataclass
class World:
    """Two schools with a token each, and the region's."""

    region: Region
    period: PlacementPeriod
    school: Organisation
    other: Organisation
    caller: Browser
    stranger: Browser
    whole: Browser


@pytest.fixture
def world(app: Flask, make: Factory) -> World:
    region = make.region("nord", plugins=["internships"])
    with make.inside(region, "internships"), atomic():
        period, school, other = a_period(region), a_school(region), a_school(region, "En annan skola")
    tokens = [make.token(region, APPLICANTS, organisation=of) for of in (school, other, None)]
    caller, stranger, whole = (Browser(app, token=token) for token in tokens)
    return World(region, period, school, other, caller, stranger, whole)


def ada(world: World, **more: Any) -> dict[str, Any]:
    return {"period_id": world.period.id, "name": "Ada Demo", "email": "Ada@Test.Samkraft.Example", **more}


def names(caller: Browser, query: str = "") -> list[str]:
    return [row["name"] for row in caller.call("GET", f"{BASE}/applicants{query}").get_json()["items"]]


def test_a_school_enters_and_lists_its_own(world: World) -> None:
    (period,) = world.caller.call("GET", f"{BASE}/applicant-periods").get_json()["items"]
    assert (period["id"], period["status"]) == (world.period.id, "collecting")
    made = world.caller.call("POST", f"{BASE}/applicants", ada(world, municipality_code="2482", occupation_groups=["5311"]))
    assert made.status_code == 201
    shown = made.get_json()
    assert (shown["school_id"], shown["email"], shown["status"]) == (world.school.id, "ada@test.samkraft.example", "invited")
    assert world.caller.call("GET", made.headers["Location"]).get_json() == shown
    assert world.stranger.call("GET", f"{BASE}/applicants/{shown['id']}").status_code == 404
    assert (names(world.caller), names(world.stranger), names(world.whole)) == (["Ada Demo"], [], ["Ada Demo"])
    assert "token" not in made.text


def test_the_same_address_another_school_and_a_closed_period_are_refused(world: World, make: Factory) -> None:
    post = f"{BASE}/applicants"
    assert world.caller.call("POST", post, ada(world)).status_code == 201
    again = world.caller.call("POST", post, ada(world))
    assert (again.status_code, again.get_json()["errors"][0]["pointer"]) == (409, "#/email")
    foreign = world.caller.call("POST", post, ada(world, school_id=world.other.id, email="b@x.example"))
    assert (foreign.status_code, foreign.get_json()["errors"][0]["pointer"]) == (422, "#/school_id")
    unsaid = world.whole.call("POST", post, ada(world, email="b@x.example"))
    assert (unsaid.status_code, unsaid.get_json()["errors"][0]["pointer"]) == (422, "#/school_id")
    for wrong in (
        {"municipality_code": "9999"},
        {"occupation_groups": ["0000"]},
        {"name": " "},
        {"name": "x" * 121},
        {"email": "ada"},
        {"personnummer": "x"},
    ):
        assert world.caller.call("POST", post, ada(world, email="b@x.example") | wrong).status_code == 422
    assert world.caller.call("POST", post, ada(world, period_id=999_999, email="b@x.example")).status_code == 404
    with make.inside(world.region, "internships"), atomic():
        world.period.status = PeriodStatus.MATCHING
    assert world.caller.call("POST", post, ada(world, email="b@x.example")).status_code == 409
    with make.inside(world.region, "internships"):
        assert db.session.execute(select(Applicant.email)).scalars().all() == ["ada@test.samkraft.example"]


def test_a_list_is_narrowed_and_holds_nobody_protected(world: World, make: Factory) -> None:
    with make.inside(world.region, "internships"), atomic():
        for name in ("Ada Demo", "Bo Demo", "Cia Demo"):
            an_applicant(world.region, world.period, world.school, name)
        an_applicant(world.region, world.period, world.other, "Disa Demo")
        bo = db.session.execute(select(Applicant).where(Applicant.name == "Bo Demo")).scalar_one()
        bo.status = ApplicantStatus.READY
        hidden = db.session.execute(select(Applicant).where(Applicant.name == "Cia Demo")).scalar_one()
        protect(email=hidden.email, region=world.region)
    assert names(world.caller) == ["Ada Demo", "Bo Demo"]
    assert (names(world.caller, "?status=silent"), names(world.caller, "?status=ready")) == (["Ada Demo"], ["Bo Demo"])
    assert names(world.whole, f"?school={world.other.id}&period={world.period.id}") == ["Disa Demo"]
    assert names(world.caller, f"?school={world.other.id}") == []
    assert world.whole.call("GET", f"{BASE}/applicants/{hidden.id}").status_code == 404
    assert world.caller.call("GET", f"{BASE}/applicants?status=hittepå").status_code == 422


def test_a_token_without_the_scope_or_of_another_region_reaches_nothing(app: Flask, make: Factory, world: World) -> None:
    elsewhere = make.region("syd", plugins=["internships"])
    for token in (make.token(world.region, COORDINATE), make.token(elsewhere, APPLICANTS)):
        caller = Browser(app, token=token)
        assert caller.call("GET", f"{BASE}/applicants").status_code in (403, 404)
        assert caller.call("POST", f"{BASE}/applicants", ada(world)).status_code in (403, 404)
    assert Browser(app).call("GET", f"{BASE}/applicants").status_code == 401
