"""Who calls: a token, its region, its scopes, its end. Never a cookie."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from core.api import service
from core.api.models import ApiToken
from core.audit.models import AuditEntry
from core.db import all_regions, atomic, db, region_scope, utcnow
from core.errors import DomainError
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from core.users.roles import REGION_ADMIN
from tests.core.api.conftest import BOOK, READ, Caller
from tests.fixture_plugins.meetings.models import Meeting

ME = "/api/v1/me"
MEETINGS = "/api/v1/regions/nord/meetings/meetings"


def test_a_token_says_who_it_is(caller: Caller) -> None:
    me = caller(READ, BOOK).call("GET", ME).get_json()
    assert (me["region"], me["scopes"], me["organisation_id"], me["hint"][:3]) == ("nord", [BOOK, READ], None, "sk_")


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Bearer sk_", "Basic c2s6", "bearer sk_" + "a" * 38, "Bearer " + "x" * 5000, "Bearer sk_\u00e5" + "a" * 37],
)
def test_what_is_no_token_is_refused_even_where_none_is_needed(caller: Caller, header: str) -> None:
    for path in (ME, "/api/v1/regions"):
        answer = caller().call("GET", path, Authorization=header)
        assert (answer.status_code, answer.get_json()["code"]) == (401, "invalid_token")
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="Samkraft", error="invalid_token"'


def test_without_a_token_the_caller_is_anybody(caller: Caller, meeting: Meeting) -> None:
    answer = caller().call("GET", f"{MEETINGS}/{meeting.id}")
    assert (answer.status_code, answer.get_json()["code"], answer.headers["WWW-Authenticate"]) == (
        401,
        "unauthorized",
        'Bearer realm="Samkraft"',
    )
    assert caller().call("GET", MEETINGS).status_code == 200


def test_a_cookie_opens_nothing(app: Flask, make: Factory, region: Region, meeting: Meeting) -> None:
    browser = Browser(app).sign_in(make.user(region, REGION_ADMIN))
    assert browser.get("/r/nord/admin/plugins").status == 200
    for method, path in (("GET", f"{MEETINGS}/{meeting.id}"), ("POST", MEETINGS), ("GET", ME)):
        assert browser.client.open(path, method=method, json={"title": "x"}).status_code == 401


@pytest.mark.requirement("S1")
def test_each_method_asks_for_its_own_scope(caller: Caller, meeting: Meeting) -> None:
    reader, booker = caller(READ), caller(BOOK)
    one = f"{MEETINGS}/{meeting.id}"
    assert [reader.call("GET", one).status_code, reader.call("PATCH", one, {"seats": 1}, if_match='"1"').status_code] == [200, 403]
    assert [booker.call("GET", one).status_code, booker.call("PATCH", one, {"seats": 1}, if_match='"1"').status_code] == [403, 200]


@pytest.mark.requirement("S2", "S3")
def test_a_token_of_another_region_sees_and_changes_nothing(make: Factory, caller: Caller, meeting: Meeting) -> None:
    other = make.region("syd", plugins=["meetings"])
    stranger = caller(READ, BOOK, where=other)
    assert stranger.call("GET", f"{MEETINGS}/{meeting.id}").status_code == 403
    inside = stranger.call("GET", f"/api/v1/regions/syd/meetings/meetings/{meeting.id}")
    missing = stranger.call("GET", "/api/v1/regions/syd/meetings/meetings/999999")
    assert (inside.status_code, inside.data) == (404, missing.data)
    changed = stranger.call("PATCH", f"/api/v1/regions/syd/meetings/meetings/{meeting.id}", {"seats": 1}, if_match='"1"')
    assert changed.status_code == 404


def test_a_token_ends_when_it_is_revoked_and_when_its_time_is_up(make: Factory, region: Region, app: Flask) -> None:
    with region_scope(region.id), atomic():
        token, secret = service.create_token(region=region, name="Kartan", scopes=[READ], days=10, allowed=[READ])
    caller = Browser(app, token=secret)
    assert caller.call("GET", ME).status_code == 200
    with time_machine.travel(utcnow().timestamp() + 10 * 86400 + 5, tick=True):
        assert caller.call("GET", ME).status_code == 401
    with region_scope(region.id), atomic():
        service.revoke_token(region=region, token_id=token.id)
    assert caller.call("GET", ME).status_code == 401
    actions = db.session.execute(select(AuditEntry.action).where(AuditEntry.subject == f"core:api_token:{token.id}")).scalars().all()
    assert sorted(actions) == ["core.api_token.created", "core.api_token.revoked"]


def test_only_the_hash_is_stored_and_use_is_noted_by_day(region: Region, app: Flask) -> None:
    with region_scope(region.id), atomic():
        token, secret = service.create_token(region=region, name="Kartan", scopes=[READ], days=10, allowed=[READ])
    assert secret not in str({c.name: getattr(token, c.name) for c in ApiToken.__table__.columns})
    assert token.last_used_on is None
    Browser(app, token=secret).call("GET", ME)
    db.session.expire_all()
    with all_regions("the test looks from above"):
        assert db.session.execute(select(ApiToken.last_used_on).where(ApiToken.id == token.id)).scalar_one() == utcnow().date()
    assert isinstance(utcnow().date(), date)


@pytest.mark.parametrize(
    ("values", "field"),
    [({"name": " "}, "name"), ({"name": "x" * 81}, "name"), ({"scopes": []}, "scopes"), ({"scopes": [BOOK]}, "scopes"),
     ({"days": 366}, "days"), ({"days": 0}, "days")],
)  # fmt: skip
def test_a_token_has_a_name_allowed_scopes_and_an_end_within_a_year(region: Region, values: dict[str, object], field: str) -> None:
    with region_scope(region.id), pytest.raises(DomainError) as refused, atomic():
        service.create_token(**{"region": region, "name": "A", "scopes": [READ], "days": 365, "allowed": [READ], **values})  # type: ignore[arg-type]
    assert refused.value.field == field


def test_a_token_tells_itself_from_a_look_alike() -> None:
    token = service.new_token()
    assert (len(token), service.is_well_formed(token)) == (41, True)
    assert [service.is_well_formed(token[:-1] + ("a" if token[-1] != "a" else "b")), service.is_well_formed(token.upper())] == [
        False,
        False,
    ]


def test_what_a_token_does_stands_in_the_audit_log(caller: Caller, region: Region) -> None:
    assert caller(BOOK).call("POST", MEETINGS, {"title": "Nytt"}).status_code == 201
    entry = db.session.execute(select(AuditEntry).where(AuditEntry.action == "meetings.meeting.booked")).scalar_one()
    assert (entry.actor_id, entry.actor[:11]) == (None, "token:Test ")


@pytest.mark.requirement("S17")
def test_calls_are_counted(app: Flask, caller: Caller, region: Region) -> None:
    from core.api import rates
    from core.web.limits import limiter

    limiter.enabled = True
    try:
        reader = caller(READ)
        first = reader.call("GET", ME)
        assert (first.headers["RateLimit-Limit"], first.headers["RateLimit-Remaining"]) == ("600", "599")
        last = [reader.call("GET", ME).status_code for _ in range(600)][-1]
        answer = reader.call("GET", ME)
        assert (last, answer.status_code, answer.get_json()["code"]) == (429, 429, "too_many_requests")
        assert 0 < int(answer.headers["Retry-After"]) <= 60
        assert caller(READ).call("GET", ME).status_code == 200, "another token has its own count"
    finally:
        limiter.enabled = False
        assert rates.WITH_TOKEN.amount == 600
