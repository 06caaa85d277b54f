"""The register of organisations through the API: made, changed by who has the newest version, and never another region's."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from core.api.problems import MEDIA_TYPE
from core.organisations.models import Organisation
from core.organisations.permissions import MANAGE, READ
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory, check_digit
from core.testing.statements import statements

ALL = "/api/v1/regions/nord/organisations"
NUMBER = check_digit("556999001")
WRONG = f"{NUMBER[:9]}{(int(NUMBER[9]) + 1) % 10}"


@pytest.fixture
def keeper(app: Flask, make: Factory, region: Region) -> Browser:
    return Browser(app, token=make.token(region, READ, MANAGE))


@pytest.fixture
def known(make: Factory, region: Region) -> Organisation:
    return make.organisation(region, "Exempelverken AB", municipality="2417")


def _names(caller: Browser) -> list[str]:
    return [row["name"] for row in caller.call("GET", ALL).get_json()["items"]]


def _refused(answer: Any) -> tuple[int, str, list[str]]:
    assert answer.content_type == MEDIA_TYPE
    body = answer.get_json()
    return answer.status_code, body["code"], [error.get("pointer") or error.get("header") for error in body.get("errors", ())]


def test_an_organisation_is_added_and_read_back(keeper: Browser) -> None:
    made = keeper.call(
        "POST",
        ALL,
        {"name": " Nya  bolaget AB ", "orgnr": f"{NUMBER[:6]}-{NUMBER[6:]}", "municipality_code": "2417", "website": "nya.example"},
    )
    assert made.status_code == 201
    wanted = {
        "name": "Nya bolaget AB",
        "orgnr": NUMBER,
        "kind": "employer",
        "municipality_code": "2417",
        "sni_code": "",
        "size_class": None,
        "website": "https://nya.example",
        "closed_on": None,
        "merged_into_id": None,
        "version": 1,
    }
    assert made.get_json() == {"id": made.get_json()["id"], **wanted}
    read = keeper.call("GET", made.headers["Location"].partition(":8000")[2])
    assert (read.get_json(), read.headers["ETag"]) == (made.get_json(), '"1"')


@pytest.mark.requirement("S37")
@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({"name": "A", "orgnr": WRONG}, ["#/orgnr"]),  # the check digit is wrong
        ({"name": "A", "orgnr": "hemligt123"}, ["#/orgnr"]),
        ({"name": "A", "orgnr": "9001011239"}, ["#/orgnr"]),  # a personal identity number
        ({"name": "A", "municipality_code": "0000"}, ["#/municipality_code"]),
        ({"name": "A", "size_class": 3}, ["#/size_class"]),
        ({"name": "A", "website": "javascript:alert(1)"}, ["#/website"]),
        ({"name": "A", "sni_code": "00000"}, ["#/sni_code"]),
        ({"name": "   "}, ["#/name"]),
        ({"name": "A" * 201, "kind": "castle"}, ["#/name", "#/kind"]),
        ({"name": "A", "id": 1, "merged_into_id": 1}, ["#/id", "#/merged_into_id"]),
    ],
)
def test_what_does_not_hold_is_refused_where_it_stands(keeper: Browser, body: dict[str, Any], pointers: list[str]) -> None:
    status, _code, found = _refused(keeper.call("POST", ALL, body))
    assert (status, found, _names(keeper)) == (422, pointers, [])


def test_a_number_that_is_known_is_refused(keeper: Browser, known: Organisation) -> None:
    assert _refused(keeper.call("POST", ALL, {"name": "En till", "orgnr": known.orgnr}))[0::2] == (422, ["#/orgnr"])
    assert _names(keeper) == ["Exempelverken AB"]


@pytest.mark.requirement("R9")
def test_the_same_call_sent_again_adds_one(keeper: Browser) -> None:
    first, again = (keeper.call("POST", ALL, {"name": "En gång AB", "orgnr": NUMBER}, idempotency_key="k1") for _ in range(2))
    assert (first.status_code, again.status_code, again.headers["Idempotency-Replayed"]) == (201, 201, "true")
    assert (first.data, first.headers["Location"]) == (again.data, again.headers["Location"])
    assert _names(keeper) == ["En gång AB"]
    other = keeper.call("POST", ALL, {"name": "En annan AB"}, idempotency_key="k1")
    assert (_refused(other)[:2], _names(keeper)) == ((422, "idempotency_key_reused"), ["En gång AB"])


@pytest.mark.requirement("R10")
def test_who_has_an_old_version_changes_nothing(keeper: Browser, known: Organisation) -> None:
    one = f"{ALL}/{known.id}"
    tag = keeper.call("GET", one).headers["ETag"]
    assert _refused(keeper.call("PATCH", one, {"name": "Utan"})) == (428, "precondition_required", ["If-Match"])
    changed = keeper.call("PATCH", one, {"name": "Nytt namn AB", "size_class": 50}, if_match=tag)
    assert (changed.status_code, changed.get_json()["name"], changed.get_json()["size_class"]) == (200, "Nytt namn AB", 50)
    assert changed.get_json()["municipality_code"] == "2417", "what is left out stays"
    assert _refused(keeper.call("PATCH", one, {"name": "För sent"}, if_match=tag)) == (412, "precondition_failed", ["If-Match"])
    assert keeper.call("PATCH", one, {"size_class": None}, if_match=changed.headers["ETag"]).get_json()["size_class"] is None
    assert _names(keeper) == ["Nytt namn AB"]


@pytest.mark.requirement("S1", "S2")
def test_another_region_s_organisation_is_not_found(
    app: Flask, keeper: Browser, make: Factory, region: Region, known: Organisation
) -> None:
    south = make.region("syd")
    theirs = make.organisation(south, "Hemliga bolaget AB")
    for method in ("GET", "PATCH"):
        answer = keeper.call(method, f"{ALL}/{theirs.id}", {"name": "Taget"} if method == "PATCH" else None, if_match="*")
        assert (_refused(answer)[:2], "Hemliga" in answer.text) == ((404, "not_found"), False)
    assert _names(keeper) == ["Exempelverken AB"]
    there = Browser(app, token=make.token(south, READ, MANAGE))
    assert there.call("GET", f"/api/v1/regions/syd/organisations/{theirs.id}").get_json()["name"] == "Hemliga bolaget AB"
    for path in (ALL, f"{ALL}/{known.id}"):
        answer = there.call("GET", path)
        assert (answer.status_code, "Exempelverken" in answer.text) == (403, False)


@pytest.mark.requirement("S3")
def test_an_organisation_s_token_changes_its_own_only(app: Flask, make: Factory, region: Region, known: Organisation) -> None:
    other = make.organisation(region, "Någon annan AB")
    own = Browser(app, token=make.token(region, READ, MANAGE, organisation=known))
    assert own.call("PATCH", f"{ALL}/{known.id}", {"website": "exempel.example"}, if_match="*").status_code == 200
    assert _refused(own.call("PATCH", f"{ALL}/{other.id}", {"name": "Taget"}, if_match="*"))[:2] == (403, "forbidden")
    assert _refused(own.call("POST", ALL, {"name": "Ny"}))[:2] == (403, "forbidden")
    reader = Browser(app, token=make.token(region, READ))
    assert _refused(reader.call("PATCH", f"{ALL}/{known.id}", {"name": "Taget"}, if_match="*"))[:2] == (403, "forbidden")
    assert _names(reader) == ["Exempelverken AB", "Någon annan AB"]


@pytest.mark.requirement("S36")
def test_the_list_costs_the_same_and_leads_on(keeper: Browser, make: Factory, region: Region, database: Any) -> None:
    def cost() -> tuple[int, Any]:
        with statements(database) as seen:
            answer = keeper.call("GET", f"{ALL}?limit=30")
        return len(seen), answer

    make.organisation(region, "Bolag 00")
    alone, _answer = cost()
    for number in range(1, 31):
        make.organisation(region, f"Bolag {number:02}")
    many, answer = cost()
    assert (many, len(answer.get_json()["items"])) == (alone, 30)
    links = dict(reversed(part.split("; ")) for part in answer.headers["Link"].split(", "))
    assert sorted(links) == ['rel="first"', 'rel="last"', 'rel="next"']
    following = keeper.call("GET", links['rel="next"'].strip("<>").partition(":8000")[2])
    assert [row["name"] for row in following.get_json()["items"]] == ["Bolag 30"]
    assert keeper.call("GET", f"{ALL}?limit=30", if_none_match=answer.headers["ETag"]).status_code == 304
    make.organisation(region, "Bolag 31")
    assert keeper.call("GET", f"{ALL}?limit=30", if_none_match=answer.headers["ETag"]).status_code == 200
