"""Webhooks: what is told to whom, signed how, tried how often, and when it ends."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator, Mapping
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core.api.models import ApiToken
from core.api.views.docs import VERIFY
from core.db import all_regions, atomic, db, region_scope, utcnow
from core.errors import Conflict, DomainError
from core.jobs.models import Outbox
from core.jobs.runner import drain
from core.notices.models import Notice
from core.plugins import lifecycle
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from core.users.roles import REGION_ADMIN
from core.webhooks import service
from core.webhooks.jobs import DISABLE_AFTER, TRIES
from core.webhooks.models import DeliveryState, Webhook, WebhookDelivery
from tests.core.conftest import settings_of
from tests.fixture_plugins.meetings.service import book_meeting

BOOKED, READ, MANAGE = "meetings.meeting_booked.v1", "meetings.meeting.read", "core.webhook.manage"


class Receiver:
    """A receiver on this machine, that answers as it is told."""

    def __init__(self) -> None:
        self.status = 200
        self.calls: list[tuple[dict[str, str], bytes]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.calls.append(({k.lower(): v for k, v in self.headers.items()}, body))
                self.send_response(outer.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                """Keep quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self.server.server_address[1]}"
        self.url = f"http://{self.host}/hook"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()


@pytest.fixture
def receiver(app: Flask) -> Iterator[Receiver]:
    made = Receiver()
    before = app.extensions["samkraft_settings"]
    app.extensions["samkraft_settings"] = before.model_copy(update={"outbound_allow": [made.host]})
    yield made
    app.extensions["samkraft_settings"] = before
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("nord", plugins=["meetings"])


def _hook(region: Region, url: str, **values: Any) -> tuple[Webhook, str]:
    with region_scope(region.id), atomic():
        return service.create_webhook(region=region, url=url, events=[BOOKED], allowed=[BOOKED], **values)


def _book(region: Region, title: str = "Möte") -> None:
    with region_scope(region.id), atomic():
        book_meeting(region=region, title=title)


def _deliveries() -> list[WebhookDelivery]:
    db.session.expire_all()
    with all_regions("the test looks from above"):
        return list(db.session.execute(select(WebhookDelivery).order_by(WebhookDelivery.id)).scalars())


def _webhook() -> Webhook:
    db.session.expire_all()
    with all_regions("the test looks from above"):
        return db.session.execute(select(Webhook)).scalar_one()


def _try_again() -> None:
    """Let the next try be due."""
    with atomic():
        for row in db.session.execute(select(Outbox).where(Outbox.done_at.is_(None))).scalars():
            row.available_at = utcnow() - timedelta(seconds=1)
    drain()


def test_an_event_is_told_signed_as_the_documentation_says(region: Region, receiver: Receiver) -> None:
    _found, secret = _hook(region, receiver.url)
    _book(region)
    drain()
    [(headers, body)] = receiver.calls
    assert {k: v for k, v in json.loads(body).items() if k != "timestamp"} == {
        "type": BOOKED,
        "region": "nord",
        "data": {"meeting_id": json.loads(body)["data"]["meeting_id"], "title": "Möte", "seats": 10},
    }
    sample: dict[str, Any] = {}
    exec(VERIFY, sample)
    assert sample["is_genuine"](secret, headers, body) is True
    assert [sample["is_genuine"](secret, headers, body + b" "), sample["is_genuine"]("whsec_" + "A" * 44, headers, body)] == [False, False]
    [delivery] = _deliveries()
    assert (delivery.state, delivery.status, delivery.attempts, headers["webhook-id"]) == (
        DeliveryState.DELIVERED,
        200,
        1,
        delivery.message_id,
    )


@pytest.mark.requirement("S29")
def test_a_webhook_leads_to_no_private_network(region: Region, receiver: Receiver, app: Flask) -> None:
    _hook(region, receiver.url)
    app.extensions["samkraft_settings"] = app.extensions["samkraft_settings"].model_copy(update={"outbound_allow": []})
    _book(region)
    drain()
    [delivery] = _deliveries()
    assert (receiver.calls, delivery.state, delivery.attempts, delivery.error[:12]) == ([], DeliveryState.FAILED, 1, "not allowed:")


@pytest.mark.parametrize("url", ["http://example.com/x", "ftp://example.com", "https://user@example.com/", "https://127.1/", "no address"])
def test_an_address_has_a_form(region: Region, url: str) -> None:
    with pytest.raises(DomainError) as refused:
        _hook(region, url)
    assert refused.value.field == "url"


def test_a_failed_delivery_is_tried_again_with_the_same_id(region: Region, receiver: Receiver) -> None:
    _hook(region, receiver.url)
    _book(region)
    receiver.status = 500
    drain()
    assert ([d.state for d in _deliveries()], _webhook().failing_since is not None) == ([DeliveryState.WAITING], True)
    receiver.status = 204
    _try_again()
    [delivery] = _deliveries()
    assert (delivery.state, delivery.attempts, _webhook().failing_since) == (DeliveryState.DELIVERED, 2, None)
    (first, body), (second, again) = receiver.calls
    assert (first["webhook-id"], body) == (second["webhook-id"], again)


def test_it_gives_up_at_last_and_can_be_tried_by_hand(region: Region, receiver: Receiver) -> None:
    _hook(region, receiver.url)
    _book(region)
    receiver.status = 503
    drain()
    with region_scope(region.id), atomic():
        db.session.execute(select(WebhookDelivery)).scalar_one().attempts = TRIES - 1
    _try_again()
    [delivery] = _deliveries()
    assert (delivery.state, delivery.attempts, delivery.status) == (DeliveryState.FAILED, TRIES, 503)
    receiver.status = 200
    with region_scope(region.id), atomic():
        service.retry_delivery(region=region, delivery=db.session.execute(select(WebhookDelivery)).scalar_one())
    drain()
    assert [d.state for d in _deliveries()] == [DeliveryState.DELIVERED]
    with region_scope(region.id), pytest.raises(Conflict), atomic():
        service.retry_delivery(region=region, delivery=db.session.execute(select(WebhookDelivery)).scalar_one())


@pytest.mark.parametrize(("status", "since", "reason"), [(410, timedelta(), "gone"), (500, DISABLE_AFTER + timedelta(hours=1), "failing")])
def test_a_receiver_that_is_gone_is_switched_off(
    region: Region, receiver: Receiver, make: Factory, status: int, since: timedelta, reason: str
) -> None:
    admin, other = make.user(region, REGION_ADMIN), make.user(region, "strategist")
    elsewhere = make.user(make.region("syd"), REGION_ADMIN)
    _hook(region, receiver.url, description="Kartan")
    with region_scope(region.id), atomic():
        db.session.execute(select(Webhook)).scalar_one().failing_since = utcnow() - since
    receiver.status = status
    _book(region)
    drain()
    found = _webhook()
    assert (found.active, found.disabled_reason, [d.state for d in _deliveries()]) == (False, reason, [DeliveryState.FAILED])
    _book(region)
    drain()
    assert len(receiver.calls) == 1
    told = db.session.execute(select(Notice.user_id, Notice.kind, Notice.title, Notice.url)).all()
    assert [tuple(row) for row in told] == [
        (admin.id, "core.webhook_off", "Webhooken Kartan är avslagen", f"/r/nord/admin/webhooks/{found.id}")
    ]
    assert not {other.id, elsewhere.id} & {row.user_id for row in told}


def test_a_new_secret_signs_beside_the_old_for_a_day(region: Region, receiver: Receiver) -> None:
    found, old = _hook(region, receiver.url)
    with region_scope(region.id), atomic():
        new = service.rotate_secret(region=region, found=db.session.execute(select(Webhook).where(Webhook.id == found.id)).scalar_one())
    _book(region)
    drain()
    [(headers, body)] = receiver.calls
    assert headers["webhook-signature"].split() == signatures(headers, body, new, old)
    assert old != new and secret_is_nowhere(old, new)


@pytest.mark.requirement("S40")
def test_after_a_change_of_the_installation_s_key_the_receiver_s_secret_still_signs(region: Region, receiver: Receiver, app: Flask) -> None:
    _found, secret = _hook(region, receiver.url)
    before = app.extensions["samkraft_settings"].secret_key
    _book(region)
    with settings_of(app, secret_key="n" * 48, old_secret_keys=[before]):
        drain()
    _book(region)
    with settings_of(app, secret_key="n" * 48, old_secret_keys=[]):
        drain()
    (headers, body), (later, other) = receiver.calls
    present, former = headers["webhook-signature"].split()
    assert [former] == signatures(headers, body, secret) != [present]
    assert later["webhook-signature"].split() != signatures(later, other, secret)


def signatures(headers: Mapping[str, str], body: bytes, *secrets: str) -> list[str]:
    """What a message should be signed with, by secrets as receivers have them."""
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    keys = [base64.b64decode(secret.removeprefix("whsec_")) for secret in secrets]
    return ["v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode() for key in keys]


def secret_is_nowhere(*secrets: str) -> bool:
    """Whether no column of the webhook holds a secret."""
    row = str({c.name: getattr(_webhook(), c.name) for c in Webhook.__table__.columns})
    return not any(secret in row or secret.removeprefix("whsec_") in row for secret in secrets)


@pytest.mark.requirement("S3", "S6")
def test_what_may_be_heard_is_looked_at_again_at_every_delivery(region: Region, receiver: Receiver, make: Factory, app: Flask) -> None:
    caller = Browser(app, token=make.token(region, MANAGE, READ))
    made = caller.call("POST", "/api/v1/regions/nord/webhooks", {"url": receiver.url, "events": [BOOKED]})
    assert made.status_code == 201
    _book(region)
    drain()
    assert len(receiver.calls) == 1
    with region_scope(region.id), atomic():
        db.session.execute(select(ApiToken)).scalar_one().scopes = [MANAGE]
    _book(region)
    drain()
    with region_scope(region.id), atomic():
        token = db.session.execute(select(ApiToken)).scalar_one()
        token.scopes, token.revoked_at = [MANAGE, READ], utcnow()
    _book(region)
    drain()
    assert len(receiver.calls) == 1


@pytest.mark.requirement("S3")
def test_another_region_s_events_and_those_of_a_part_that_is_off_are_not_told(region: Region, receiver: Receiver, make: Factory) -> None:
    _hook(region, receiver.url)
    _book(make.region("syd", plugins=["meetings"]), "Hemligt i syd")
    _book(region, "Avslaget")
    with atomic():
        lifecycle.disable(region, "meetings")
    make.forget()
    drain()
    assert receiver.calls == []


def test_a_token_may_only_ask_for_what_it_may_read(region: Region, make: Factory, app: Flask) -> None:
    caller = Browser(app, token=make.token(region, MANAGE))
    for event in (BOOKED, "core.replay_requested.v1", "no.such.v1"):
        answer = caller.call("POST", "/api/v1/regions/nord/webhooks", {"url": "https://example.com/x", "events": [event]})
        assert (answer.status_code, [e["pointer"] for e in answer.get_json()["errors"]]) == (422, ["#/events"])


@pytest.mark.requirement("R9")
def test_the_secret_is_told_once_and_not_kept_with_the_receipt(region: Region, make: Factory, app: Flask) -> None:
    caller = Browser(app, token=make.token(region, MANAGE, READ))
    body = {"url": "https://example.com/x", "events": [BOOKED]}
    first, second = (caller.call("POST", "/api/v1/regions/nord/webhooks", body, idempotency_key="k").get_json() for _ in range(2))
    assert (first["secret"][:6], second["secret"], first["id"]) == ("whsec_", None, second["id"])
    assert "secret" not in caller.call("GET", f"/api/v1/regions/nord/webhooks/{first['id']}").get_json()


@pytest.mark.requirement("S2")
def test_an_organisation_s_token_sees_its_own_webhooks_only(region: Region, make: Factory, app: Flask) -> None:
    other, _secret = _hook(region, "https://example.com/x")
    caller = Browser(app, token=make.token(region, MANAGE, READ, organisation=make.organisation(region)))
    assert caller.call("POST", "/api/v1/regions/nord/webhooks", {"url": "https://example.com/y", "events": [BOOKED]}).status_code == 201
    assert [h["url"] for h in caller.call("GET", "/api/v1/regions/nord/webhooks").get_json()["items"]] == ["https://example.com/y"]
    for method, path in (("GET", ""), ("DELETE", ""), ("GET", "/deliveries"), ("POST", "/test"), ("POST", "/secret")):
        assert caller.call(method, f"/api/v1/regions/nord/webhooks/{other.id}{path}", if_match="*").status_code == 404


def test_events_can_be_asked_for_instead(region: Region, make: Factory, app: Flask) -> None:
    for title in ("Ett", "Två", "Tre"):
        _book(region, title)
    with atomic():
        for row in db.session.execute(select(Outbox)).scalars():
            row.created_at = utcnow() - timedelta(minutes=1)
    _book(region, "Alldeles nyss")
    url = "/api/v1/regions/nord/events"
    reader = Browser(app, token=make.token(region, READ))
    first = reader.call("GET", f"{url}?limit=2").get_json()
    rest = reader.call("GET", f"{url}?after={first['next']}").get_json()
    assert [e["data"]["title"] for e in (*first["items"], *rest["items"])] == ["Ett", "Två", "Tre"]
    assert reader.call("GET", f"{url}?after={rest['next']}").get_json() == {"items": [], "next": rest["next"]}
    assert reader.call("GET", f"{url}?type=other.v1").get_json()["items"] == []
    assert Browser(app, token=make.token(region, MANAGE)).call("GET", url).get_json()["items"] == []
    assert Browser(app, token=make.token(make.region("syd"), READ)).call("GET", url).get_json()["items"] == []


def test_an_administrator_makes_tries_and_ends_a_webhook_on_pages(region: Region, make: Factory, app: Flask, receiver: Receiver) -> None:
    browser = Browser(app).sign_in(make.user(region, REGION_ADMIN))
    browser.get("/r/nord/admin/webhooks/new").submit({"url": "http://example.com", "events": [BOOKED]})
    assert (browser.status, "https://" in browser.text) == (422, True)
    browser.submit({"url": receiver.url, "events": [BOOKED], "description": "Kartan"})
    assert "whsec_" in browser.text
    page = browser.url
    assert "whsec_" not in browser.get(page).text
    browser.submit(to=f"{page}/test")
    drain()
    assert (len(receiver.calls), "Framme" in browser.get(page).text) == (1, True)
    browser.submit(to=f"{page}/switch")
    assert (_webhook().active, _webhook().disabled_reason) == (False, "manual")
    browser.get(f"{page}/delete").submit()
    assert "Inga webhookar" in browser.text


def test_an_administrator_makes_and_revokes_a_token_on_pages(region: Region, make: Factory, app: Flask) -> None:
    browser = Browser(app).sign_in(make.user(region, REGION_ADMIN))
    browser.get("/r/nord/admin/api/new").submit({"name": "", "scopes": [READ]})
    assert browser.status == 422
    browser.submit({"name": "Kartan", "scopes": [READ], "days": "30"})
    secret = next(word for word in browser.text.split() if word.startswith("sk_") and len(word) == 41)
    assert Browser(app, token=secret).call("GET", "/api/v1/me").get_json()["scopes"] == [READ]
    assert secret not in browser.get("/r/nord/admin/api/").text
    browser.follow("Återkalla").submit()
    assert (Browser(app, token=secret).call("GET", "/api/v1/me").status_code, "Återkallad" in browser.text) == (401, True)
