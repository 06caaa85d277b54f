"""How an operation reads, answers, meets a changed thing, and acts once."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from core.api.models import ApiReceipt
from core.api.service import hashed
from core.db import all_regions, atomic, db
from core.regions.models import Region
from core.testing.apps import installation
from core.testing.client import Browser
from core.testing.database import Databases
from core.testing.factories import Factory
from tests.core.api.conftest import BOOK, READ, Caller
from tests.fixture_plugins.meetings.models import Meeting

MEETINGS = "/api/v1/regions/nord/meetings/meetings"


def _raw(caller: Browser, body: bytes, content_type: str = "application/json", path: str = MEETINGS) -> Any:
    headers = {"Authorization": f"Bearer {caller.token}"}
    return caller.client.post(path, data=body, content_type=content_type, headers=headers)


def _titles() -> list[str]:
    with all_regions("the test looks from above"):
        return list(db.session.execute(select(Meeting.title).order_by(Meeting.id)).scalars())


# -- reading


@pytest.mark.requirement("S37")
@pytest.mark.parametrize(
    ("query", "parameter"),
    [("?x=1", "x"), ("?page=1&page=2", "page"), ("?page=0", "page"), ("?page=1.0", "page"), ("?page=%201", "page"), ("?page=1_0", "page"),
     ("?limit=101", "limit"), ("?page=99999999999999999999999", "page"), ("?page=", "page"), ("?page=null", "page")],
)  # fmt: skip
def test_query_parameters_are_taken_strictly(caller: Caller, region: Region, query: str, parameter: str) -> None:
    answer = caller().call("GET", MEETINGS + query)
    assert (answer.status_code, [e["parameter"] for e in answer.get_json()["errors"]]) == (422, [parameter])


@pytest.mark.requirement("S36", "S37")
@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b'{"title": "a", "title": "b"}', "application/json", 400),
        (b'{"title": "a"', "application/json", 400),
        (b'{"title": "a", "seats": NaN}', "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"title": "\xff"}', "application/json", 400),
        (b'{"title": "\\u0000"}', "application/json", 400),
        (b'{"title": "\\ud800"}', "application/json", 400),
        (b'{"title": "a", "facts": {"\\udfff": 1}}', "application/json", 400),
        (b'{"title": "a", "seats": ' + b"9" * 5000 + b"}", "application/json", 400),
        (b'{"title": "a", "seats": 9223372036854775808}', "application/json", 422),
        (b'{"title": "a", "seats": "8"}', "application/json", 422),
        (b'{"title": "a", "seats": true}', "application/json", 422),
        (b'{"title": "a", "seats": 8.5}', "application/json", 422),
        (b'{"title": "a", "starts_at": "2027-01-01"}', "application/json", 422),
        (b'{"title": ""}', "application/json", 422),
        (b'{"title": "a\\nb"}', "application/json", 422),
        (b'{"titel": "a"}', "application/json", 422),
        (b"null", "application/json", 422),
        (b"", "application/json", 400),
        (b'{"title": "a"}', "text/plain", 415),
        (b"title=a", "application/x-www-form-urlencoded", 415),
        (b'{"title": "' + b"a" * 300_000 + b'"}', "application/json", 413),
    ],
)
def test_bodies_are_taken_strictly(caller: Caller, region: Region, body: bytes, content_type: str, status: int) -> None:
    answer = _raw(caller(BOOK), body, content_type)
    assert (answer.status_code, answer.content_type, _titles()) == (status, "application/problem+json", [])


def test_a_fault_is_told_where_it_lies(caller: Caller, region: Region) -> None:
    answer = caller(BOOK).call("POST", MEETINGS, {"seats": 0, "a/b~c": 1}).get_json()
    assert [(e["pointer"], bool(e["detail"])) for e in answer["errors"]] == [("#/title", True), ("#/seats", True), ("#/a~1b~0c", True)]
    from_service = caller(BOOK).call("POST", MEETINGS, {"title": "Stort", "seats": 1000}).get_json()
    assert [e["pointer"] for e in from_service["errors"]] == ["#/seats"]


@pytest.mark.requirement("S7")
def test_a_member_that_is_not_declared_changes_nothing(caller: Caller, region: Region, meeting: Meeting) -> None:
    """Every column of the table, sent to every operation that writes: only what is declared may change."""
    columns = {c.name for c in Meeting.__table__.columns} - {"title", "seats", "starts_at"}
    for column in sorted(columns):
        for method, path, body in (("POST", MEETINGS, {"title": "x"}), ("PATCH", f"{MEETINGS}/{meeting.id}", {"title": "x"})):
            answer = caller(BOOK).call(method, path, {**body, column: 1}, if_match='"1"')
            assert (answer.status_code, [e["pointer"] for e in answer.get_json()["errors"]]) == (422, [f"#/{column}"])
    assert _titles() == ["Möte"]


_anything = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["title", "seats", "starts_at"]) | st.text(), inner, max_size=4)
    ),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(value=_anything, number=st.integers(-(2**80), 2**80))
@pytest.mark.requirement("S36")
def test_nothing_that_is_sent_makes_it_fail(caller: Caller, region: Region, value: Any, number: int) -> None:
    """Whatever the JSON: big numbers, half surrogates and NUL included, which generated requests of other tools leave out."""
    booker = caller(BOOK, READ)
    assert _raw(booker, json.dumps(value).encode()).status_code in (201, 400, 422)
    assert booker.call("GET", f"{MEETINGS}/{abs(number)}").status_code in (200, 404)
    assert booker.call("GET", f"{MEETINGS}?page={number}").status_code in (200, 422)


# -- answering


@pytest.mark.requirement("S36")
def test_a_list_comes_in_pages_that_lead_to_each_other(caller: Caller, make: Factory, region: Region) -> None:
    with make.inside(region, "meetings"), atomic():
        db.session.add_all([Meeting(region_id=region.id, title=f"M{n}", sort_key=f"m{n}") for n in range(5)])
    answer = caller().call("GET", f"{MEETINGS}?page=2&limit=2")
    body = answer.get_json()
    assert ([i["title"] for i in body["items"]], body["total"], body["page"], body["limit"], body["pages"]) == (["M2", "M3"], 5, 2, 2, 3)
    pages = {"first": 1, "prev": 1, "next": 3, "last": 3}
    links = dict(reversed(part.split("; ")) for part in answer.headers["Link"].split(", "))
    assert {rel: sorted(url.strip("<>").partition("?")[2].split("&")) for rel, url in links.items()} == {
        f'rel="{rel}"': sorted([f"page={number}", "limit=2"]) for rel, number in pages.items()
    }


def test_what_the_caller_has_is_not_sent_again(caller: Caller, meeting: Meeting) -> None:
    reader = caller(READ)
    one = f"{MEETINGS}/{meeting.id}"
    tag = reader.call("GET", one).headers["ETag"]
    assert tag == f'"{meeting.version}"'
    again = reader.call("GET", one, if_none_match=tag)
    assert (again.status_code, again.data) == (304, b"")
    page = reader.call("GET", MEETINGS)
    assert reader.call("GET", MEETINGS, if_none_match=page.headers["ETag"]).status_code == 304


@pytest.mark.requirement("R10")
def test_who_has_an_old_version_changes_nothing(caller: Caller, meeting: Meeting) -> None:
    booker, one = caller(BOOK), f"{MEETINGS}/{meeting.id}"
    lacking = booker.call("PATCH", one, {"seats": 5})
    assert (lacking.status_code, lacking.get_json()["code"]) == (428, "precondition_required")
    first = booker.call("PATCH", one, {"seats": 5}, if_match='"1"')
    assert (first.status_code, first.headers["ETag"], first.get_json()["seats"]) == (200, '"2"', 5)
    late = booker.call("PATCH", one, {"seats": 6}, if_match='"1"')
    assert (late.status_code, late.get_json()["code"]) == (412, "precondition_failed")
    assert booker.call("DELETE", one, if_match='"1"').status_code == 412
    assert booker.call("PATCH", one, {"seats": 7}, if_match='"2:gzip"').get_json()["seats"] == 7
    assert booker.call("DELETE", one, if_match="*").status_code == 204
    assert _titles() == []


# -- once


@pytest.mark.requirement("R9")
def test_the_same_key_acts_once_and_gives_the_same_answer(caller: Caller, region: Region) -> None:
    booker = caller(BOOK)
    answers = [booker.call("POST", MEETINGS, {"title": "En gång"}, idempotency_key="abc") for _ in range(3)]
    assert _titles() == ["En gång"]
    assert len({(a.status_code, a.data, a.headers["Location"], a.headers["ETag"]) for a in answers}) == 1
    assert [a.headers.get("Idempotency-Replayed") for a in answers] == [None, "true", "true"]


@pytest.mark.requirement("R9")
def test_the_same_key_for_another_call_is_refused(caller: Caller, region: Region) -> None:
    booker = caller(BOOK)
    assert booker.call("POST", MEETINGS, {"title": "Ett"}, idempotency_key="abc").status_code == 201
    other = booker.call("POST", MEETINGS, {"title": "Två"}, idempotency_key="abc")
    assert (other.status_code, other.get_json()["code"], _titles()) == (422, "idempotency_key_reused", ["Ett"])
    assert caller(BOOK).call("POST", MEETINGS, {"title": "Två"}, idempotency_key="abc").status_code == 201, (
        "another token's key is another key"
    )


@pytest.mark.requirement("R9")
def test_an_error_is_not_remembered(caller: Caller, region: Region) -> None:
    booker = caller(BOOK)
    assert booker.call("POST", MEETINGS, {"title": "Stort", "seats": 1000}, idempotency_key="abc").status_code == 422
    assert booker.call("POST", MEETINGS, {"title": "Lagom", "seats": 10}, idempotency_key="abc").status_code == 201
    assert db.session.execute(select(func.count(ApiReceipt.key))).scalar_one() == 1


@pytest.mark.parametrize("key", ["", "x" * 201, "med mellanslag", "\u00e5"])
def test_a_key_has_a_form(caller: Caller, region: Region, key: str) -> None:
    answer = caller(BOOK).call("POST", MEETINGS, {"title": "x"}, idempotency_key=key)
    assert (answer.status_code, answer.get_json()["errors"][0]["header"], _titles()) == (400, "Idempotency-Key", [])


@pytest.mark.requirement("R9")
def test_fifty_at_the_same_time_act_once(databases: Databases, data_dir: Path, plugins: list[str]) -> None:
    with installation(databases.create("parallel"), data_dir, plugins) as app:
        with app.app_context():
            make = Factory()
            region = make.region("nord", plugins=["meetings"])
            secret = make.token(region, BOOK)
            assert hashed(secret)
        answers: list[Any] = []
        start = threading.Barrier(50)

        def post() -> None:
            caller = Browser(app, token=secret)
            start.wait()
            answers.append(caller.call("POST", MEETINGS, {"title": "Samtidigt"}, idempotency_key="k"))

        threads = [threading.Thread(target=post) for _ in range(50)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert {(a.status_code, a.data) for a in answers} == {(201, answers[0].data)}
        with app.app_context():
            assert _titles() == ["Samtidigt"]
