"""Needs and rounds through the API: only what is published, never an employer who is to be shown in sums, never another region's."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from core.db import atomic
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.employer_needs.values import NeedState, Visibility

from .test_conformance import _open_round, _sent

READ, ALL, ROUNDS = "employer_needs.response.read", "employer_needs.response.read_all", "employer_needs.round.read"


def _world(make: Factory, slug: str) -> tuple[Region, dict[str, int]]:
    """A region with needs of every kind, by what they are: their ids."""
    region = make.region(slug, plugins=["employer_needs"])
    kinds = {
        "named": (NeedState.PUBLISHED, Visibility.NAMED),
        "in_sums": (NeedState.PUBLISHED, Visibility.AGGREGATE_ONLY),
        "draft": (NeedState.DRAFT, Visibility.NAMED),
        "withdrawn": (NeedState.WITHDRAWN, Visibility.NAMED),
        "replaced": (NeedState.REPLACED, Visibility.NAMED),
    }
    ids = {}
    with make.inside(region, "employer_needs"), atomic():
        survey_round = _open_round(region)
        for number, (kind, (state, visibility)) in enumerate(kinds.items()):
            response, need = _sent(make, region, survey_round, number)
            response.organisation_name, response.visibility = f"Bolaget {kind} i {slug}", visibility
            need.state, need.visibility = state, visibility
            ids[kind] = need.id
        ids["round"] = survey_round.id
    return region, ids


def _shown(caller: Browser, slug: str = "nord") -> list[str]:
    answer = caller.call("GET", f"/api/v1/regions/{slug}/employer-needs/needs")
    assert answer.status_code == 200
    return [row["organisation_name"] for row in answer.get_json()["items"]]


@pytest.mark.requirement("S1", "S3")
def test_a_token_reads_what_is_published_and_no_employer_that_is_to_be_shown_in_sums(app: Flask, make: Factory) -> None:
    region, ids = _world(make, "nord")
    reader, everything = Browser(app, token=make.token(region, READ)), Browser(app, token=make.token(region, READ, ALL))
    assert _shown(reader) == ["Bolaget named i nord"]
    assert _shown(everything) == ["Bolaget in_sums i nord", "Bolaget named i nord"]
    statuses: dict[str, Any] = {}
    for kind in ("named", "in_sums", "draft", "withdrawn", "replaced"):
        answers = [caller.call("GET", f"/api/v1/regions/nord/employer-needs/needs/{ids[kind]}") for caller in (reader, everything)]
        statuses[kind] = [answer.status_code for answer in answers]
        assert ("Bolaget" in answers[0].text) == (kind == "named")
    hidden = [404, 404]
    assert statuses == {"named": [200, 200], "in_sums": [404, 200], "draft": hidden, "withdrawn": hidden, "replaced": hidden}
    # A search or a filter does not give away what is hidden either.
    for query in ("q=vårdbiträde", "group=5321", "municipality=2417", f"round={ids['round']}"):
        answer = reader.call("GET", f"/api/v1/regions/nord/employer-needs/needs?{query}").get_json()
        assert answer["total"] <= 1
        assert "in_sums" not in str(answer)


@pytest.mark.requirement("S1", "S2")
def test_another_region_s_needs_and_rounds_are_not_there(app: Flask, make: Factory) -> None:
    region, _ids = _world(make, "nord")
    south, theirs = _world(make, "syd")
    caller = Browser(app, token=make.token(region, READ, ALL, ROUNDS))
    assert sorted(_shown(caller)) == ["Bolaget in_sums i nord", "Bolaget named i nord"]
    paths = ("needs/" + str(theirs["named"]), "rounds/" + str(theirs["round"]))
    for path in paths:
        answer = caller.call("GET", f"/api/v1/regions/nord/employer-needs/{path}")
        assert (answer.status_code, answer.get_json()["code"], "syd" in answer.text) == (404, "not_found", False)
    for path in (*paths, "needs", "rounds"):
        answer = caller.call("GET", f"/api/v1/regions/syd/employer-needs/{path}")
        assert (answer.status_code, answer.get_json()["code"], "Bolaget" in answer.text) == (403, "forbidden", False)
    there = Browser(app, token=make.token(south, READ, ROUNDS))
    assert _shown(there, "syd") == ["Bolaget named i syd"]
    assert there.call("GET", f"/api/v1/regions/syd/employer-needs/rounds/{theirs['round']}").get_json()["title"] == "Hösten"


def test_a_scope_opens_its_own_lists_only(app: Flask, make: Factory) -> None:
    region, _ids = _world(make, "nord")
    met = {
        scope: [Browser(app, token=make.token(region, scope)).call("GET", f"/api/v1/regions/nord/employer-needs/{path}").status_code
                for path in ("needs", "rounds")]
        for scope in (READ, ROUNDS, ALL)
    }  # fmt: skip
    assert met == {READ: [200, 403], ROUNDS: [403, 200], ALL: [403, 403]}


@pytest.mark.requirement("S36")
def test_the_list_comes_in_pages_and_is_not_sent_twice(app: Flask, make: Factory) -> None:
    region = make.region("nord", plugins=["employer_needs"])
    with make.inside(region, "employer_needs"), atomic():
        survey_round = _open_round(region)
        for number in range(3):
            _sent(make, region, survey_round, number)
    caller = Browser(app, token=make.token(region, READ))
    url, seen = "/api/v1/regions/nord/employer-needs/needs?limit=1&group=5321", []
    while url:
        answer = caller.call("GET", url)
        assert caller.call("GET", url, if_none_match=answer.headers["ETag"]).status_code == 304
        seen += [row["id"] for row in answer.get_json()["items"]]
        links = dict(reversed(part.split("; ")) for part in answer.headers["Link"].split(", "))
        url = links.get('rel="next"', "").strip("<>").partition(":8000")[2]
    assert (len(seen), len(set(seen))) == (3, 3)
