"""The catalogue through the API: as many on a page as is asked for, and occasions across educations."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from core.testing.client import Browser
from core.testing.factories import Factory

from .conftest import LYCKSELE, NORSJO, NORTH, Catalogue, row

BASE = "/api/v1/regions/norr/training-catalog"


@pytest.fixture
def filled(catalogue: Catalogue) -> Catalogue:
    """Three educations: one with two occasions, one by distance, one without a start; and one occasion that has begun."""
    catalogue.rows(
        row(kurstillfalleId="1", Kurskod="A", Namn="Svetsning"),
        row(kurstillfalleId="2", Kurskod="A", Namn="Svetsning", KurstillfalleStartdatum="2027-03-01", Studieort="Lycksele"),
        row(kurstillfalleId="3", Kurskod="B", Namn="Bokföring", KurstillfalleStartdatum="2027-05-01", DistansObligatorisk="1"),
        row(
            kurstillfalleId="4", Kurskod="C", Namn="Redan börjat", KurstillfalleStartdatum="2026-08-23", KurstillfalleSlutdatum="2027-06-01"
        ),
    )
    return catalogue


def _get(app: Flask, path: str) -> Any:
    answer = Browser(app).call("GET", f"{BASE}/{path}")
    assert answer.status_code == 200, answer.text
    return answer


def _events(app: Flask, query: str = "") -> list[tuple[str, str]]:
    return [(row["education"], row["start"]) for row in _get(app, f"events{query}").get_json()["items"]]


@pytest.mark.requirement("S36")
def test_as_many_educations_as_is_asked_for(app: Flask, filled: Catalogue) -> None:
    titles = []
    for query in ("", "q=exempelskolan&", f"place={NORSJO}&"):
        pages = [_get(app, f"educations?{query}sort=title&limit=1&page={number}") for number in (1, 2)]
        titles.append([row["title"] for page in pages for row in page.get_json()["items"]])
        body = pages[0].get_json()
        assert (body["limit"], body["pages"], body["total"]) == (1, body["total"], body["total"])
        assert 'rel="next"' in pages[0].headers["Link"]
    assert titles == [["Bokföring", "Svetsning"]] * 3
    assert _get(app, "educations").get_json()["limit"] == 20
    assert Browser(app).call("GET", f"{BASE}/educations?limit=101").status_code == 422


def test_occasions_to_come_soonest_first_as_they_are_chosen(app: Flask, filled: Catalogue) -> None:
    march, may, august = ("Svetsning", "2027-03-01"), ("Bokföring", "2027-05-01"), ("Svetsning", "2027-08-23")
    assert _events(app) == [march, may, august]
    assert _events(app, f"?education={filled.info('Svetsning').id}") == [march, august]
    assert _events(app, "?start_from=2027-05-01") == [may, august]
    assert _events(app, "?start_from=2027-03-02&start_to=2027-05-01") == [may]
    assert _events(app, "?distance=true") == [may]
    assert _events(app, "?distance=false") == [march, august]
    assert _events(app, f"?municipality={LYCKSELE}") == [march]
    assert _events(app, "?limit=1&page=3") == [august]
    first = _get(app, "events?limit=1").get_json()["items"][0]
    assert (first["places"], first["provider"], first["distance"], first["education_id"]) == (
        ["Lycksele"],
        "Exempelskolan",
        False,
        filled.info("Svetsning").id,
    )


@pytest.mark.parametrize(
    "query", ["start_from=i+dag", "start_from=2027-02-30", "distance=ja", "municipality=Norsjö", "education=0", "start=2027"]
)
def test_nonsense_is_refused_by_name(app: Flask, filled: Catalogue, query: str) -> None:
    answer = Browser(app).call("GET", f"{BASE}/events?{query}")
    assert (answer.status_code, [e["parameter"] for e in answer.get_json()["errors"]]) == (422, [query.partition("=")[0]])


@pytest.mark.requirement("S1")
def test_another_region_s_occasions_are_not_there(app: Flask, make: Factory, filled: Catalogue) -> None:
    south = Catalogue(make, make.region("syd", plugins=["training_catalog"], municipalities=NORTH))
    south.rows(row(Namn="Söderns kurs"))
    theirs = south.info("Söderns kurs").id
    assert "Söderns kurs" not in str(_events(app))
    assert _events(app, f"?education={theirs}") == []
    assert Browser(app).call("GET", f"{BASE}/educations/{theirs}").status_code == 404
    off = make.region("off")
    answer = Browser(app).call("GET", f"/api/v1/regions/{off.slug}/training-catalog/events")
    assert (answer.status_code, answer.get_json()["code"]) == (404, "plugin_not_enabled")
