"""Modules for other systems: read, and written as drafts, by a token that may; nobody's progress."""

from __future__ import annotations

import pytest
from flask import Flask

from core.db import atomic
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.guidance.modules import queries

from .made import a_module, done

AT = "/api/v1/regions/norr/guidance/modules"


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("norr", plugins=["guidance"], municipalities=["2417"])


def test_a_platform_reads_sums_and_writes_drafts(app: Flask, make: Factory, region: Region) -> None:
    people = [make.user(region, "guidance_counsellor") for _ in range(3)]
    with make.inside(region), atomic():
        module, few = a_module(region), a_module(region, title="Få")
        for user in people:
            done(region, user, module)
        done(region, people[0], few, *queries.steps(few))
    caller = Browser(app, token=make.token(region, "guidance.module.manage"))
    listed = caller.call("GET", AT).get_json()["items"]
    told = [(each["title"], each["begun"], each["finished"]) for each in listed]
    assert told == [
        ("Få", None, None),
        ("Möt den som vill byta yrke", 3, None),
    ]
    body = {"title": "Från plattformen", "hours": 1.5, "themes": ["a", "a"], "steps": [
        {"kind": "text", "title": "Läs", "text": "Hej"}, {"kind": "link", "title": "Film", "url": "exempel.se/film"}]}  # fmt: skip
    made = caller.call("POST", AT, body)
    assert (made.status_code, made.get_json()["status"], made.get_json()["themes"]) == (201, "draft", ["a"])
    one = caller.call("GET", f"{AT}/{made.get_json()['id']}").get_json()
    assert [(each["title"], each["url"]) for each in one["steps"]] == [("Läs", ""), ("Film", "https://exempel.se/film")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"hours": 0},
        {"title": ""},
        {"themes": ["x" * 61]},
        {"steps": [{"kind": "link", "title": "Film", "url": "javascript:alert(1)"}]},
        {"steps": [{"kind": "link", "title": "Film"}]},
        {"steps": [{"kind": "occasion", "title": "Träff"}]},
    ],
)
def test_what_is_wrong_is_refused_and_leaves_nothing(app: Flask, make: Factory, region: Region, wrong: dict[str, object]) -> None:
    caller = Browser(app, token=make.token(region, "guidance.module.manage"))
    assert caller.call("POST", AT, {"title": "Ny", "hours": 1, **wrong}).status_code == 422
    assert caller.call("GET", AT).get_json()["items"] == []


def test_another_region_and_another_right(app: Flask, make: Factory, region: Region) -> None:
    south = make.region("soder", plugins=["guidance"], municipalities=["1280"])
    with make.inside(south), atomic():
        foreign = a_module(south)
    caller = Browser(app, token=make.token(region, "guidance.module.manage"))
    assert caller.call("GET", f"{AT}/{foreign.id}").status_code == 404
    assert Browser(app).call("GET", AT).status_code == 401
    assert Browser(app, token=make.token(region, "guidance.module.take")).call("GET", AT).status_code == 403
