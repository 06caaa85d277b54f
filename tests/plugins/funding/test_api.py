"""Calls and projects for other systems."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core.clock import today
from core.db import atomic, db
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.funding.calls.models import FundingCall
from plugins.funding.permissions import MANAGE_CALLS, MANAGE_PROJECTS, READ_CALLS, READ_PROJECTS
from plugins.funding.projects.models import ProjectStatus

from .made import a_call, a_package, a_partner, a_project, an_indicator, spend

BASE = "/api/v1/regions/nord/funding"


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("nord", plugins=["funding"])


def body(**facts: Any) -> dict[str, Any]:
    closes = (today() + timedelta(days=40)).isoformat()
    return {"title": "Gröna jobb", "funder": "Exempelfonden", "closes_on": closes, "amount_max": 5_000_000, **facts}


def test_a_service_sends_its_calls_every_night_and_each_stands_once(app: Flask, make: Factory, region: Region) -> None:
    sender = Browser(app, token=make.token(region, MANAGE_CALLS, READ_CALLS))
    address = f"{BASE}/calls/by-number/ESF-2026-17"
    first = sender.call("PUT", address, body(occupation_groups=["7411"], words=["el", "el"], url="exempel.example/utlysning"))
    assert (first.status_code, first.get_json()["words"], first.get_json()["url"]) == (200, ["el"], "https://exempel.example/utlysning")
    again = sender.call("PUT", address, body(title="Gröna jobb i hela länet"))
    assert again.get_json()["id"] == first.get_json()["id"]
    listed = sender.call("GET", f"{BASE}/calls?q=gröna").get_json()
    assert [(row["title"], row["external_id"], row["occupation_groups"]) for row in listed["items"]] == [
        ("Gröna jobb i hela länet", "ESF-2026-17", [])
    ]
    assert sender.call("GET", f"{BASE}/calls/{first.get_json()['id']}").get_json()["amount_max"] == 5_000_000


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"closes_on": "2026-02-31"}, "closes_on"),
        ({"opens_on": "2999-01-01"}, "closes_on"),
        ({"amount_min": 6_000_000}, "amount_max"),
        ({"co_financing": 140}, "co_financing"),
        ({"occupation_groups": ["0000"]}, "occupation_groups"),
        ({"url": "inte en adress"}, "url"),
        ({"titel": "felstavat"}, "titel"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_kept(app: Flask, make: Factory, region: Region, wrong: dict[str, Any], field: str) -> None:
    sender = Browser(app, token=make.token(region, MANAGE_CALLS))
    answer = sender.call("PUT", f"{BASE}/calls/by-number/1", body(**wrong))
    assert (answer.status_code, field in str(answer.get_json()["errors"])) == (422, True)
    with make.inside(region, "funding"):
        assert db.session.execute(select(FundingCall.id)).first() is None


def test_a_projects_own_system_reads_it_and_reports_outcomes(app: Flask, make: Factory, region: Region) -> None:
    with make.inside(region, "funding"), atomic():
        project, ended = a_project(region), a_project(region, title="Det som är slut")
        a_partner(region, project)
        a_package(region, project)
        spend(region, project, budget=600_000, m1=40_000, m2=25_000)
        indicator, other = an_indicator(region, project), an_indicator(region, ended)
        ended.status = ProjectStatus.ENDED
    reader = Browser(app, token=make.token(region, READ_PROJECTS))
    assert [row["title"] for row in reader.call("GET", f"{BASE}/projects").get_json()["items"]] == [project.title]
    assert [row["title"] for row in reader.call("GET", f"{BASE}/projects?ended=true").get_json()["items"]] == ["Det som är slut"]
    detail = reader.call("GET", f"{BASE}/projects/{project.id}").get_json()
    assert (detail["budget"], detail["cost"], detail["co_financing_money"], detail["co_financing_time"]) == (
        600_000,
        65_000,
        100_000,
        50_000,
    )
    outcomes = f"{BASE}/projects/{project.id}/indicators/{indicator.id}/outcomes"
    said = {"measured_on": "2026-02-01", "value": 17}
    assert reader.call("POST", outcomes, said).status_code == 403
    writer = Browser(app, token=make.token(region, MANAGE_PROJECTS))
    assert writer.call("POST", outcomes, said).status_code == 201
    assert writer.call("POST", outcomes, {**said, "value": 18}).status_code == 201
    assert writer.call("POST", outcomes, {"measured_on": date(2999, 1, 1).isoformat(), "value": 1}).status_code == 422
    assert writer.call("POST", f"{BASE}/projects/{project.id}/indicators/{other.id}/outcomes", said).status_code == 404
    told = reader.call("GET", f"{BASE}/projects/{project.id}").get_json()["indicators"][0]["outcomes"]
    assert told == [{"measured_on": "2026-02-01", "value": 18.0, "note": ""}]


def test_nothing_of_another_region_is_reached(app: Flask, make: Factory, region: Region) -> None:
    other = make.region("syd", plugins=["funding"])
    with make.inside(other, "funding"), atomic():
        call, project = a_call(other), a_project(other)
    reader = Browser(app, token=make.token(region, READ_CALLS, READ_PROJECTS))
    assert reader.call("GET", f"{BASE}/calls/{call.id}").status_code == 404
    assert reader.call("GET", f"{BASE}/projects/{project.id}").status_code == 404
    assert reader.call("GET", f"{BASE}/calls").get_json()["total"] == 0
    assert Browser(app).call("GET", f"{BASE}/calls").status_code == 401
