"""What machines may ask: open answers say nothing, and the rest is for this machine and for who has the token."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from core.db import atomic, db, utcnow
from core.jobs.models import Outbox
from core.mail.models import Mail
from core.monitoring import queries
from core.testing.client import Browser
from core.testing.factories import Factory
from tests.core.conftest import settings_of

OUTSIDE: dict[str, Any] = {"environ_overrides": {"REMOTE_ADDR": "192.0.2.7"}}
TOKEN = {"Authorization": "Bearer the token of the figures"}


@pytest.mark.requirement("S42")
@pytest.mark.parametrize("path", ["/livez", "/healthz"])
def test_alive_is_open_and_empty_and_asks_nobody(browser: Browser, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "readiness", lambda: pytest.fail("asked"))
    answer = browser.client.get(path, **OUTSIDE)
    assert (answer.status_code, answer.data) == (200, b"")


@pytest.mark.requirement("R19", "S42")
def test_ready_says_to_strangers_only_whether_it_is(browser: Browser, make: Factory, app: Flask) -> None:
    with settings_of(app, metrics_token="the token of the figures"):
        for extra in ({}, {"Authorization": "Bearer wrong"}):
            answer = browser.client.get("/readyz", headers=extra, **OUTSIDE)
            assert (answer.status_code, sorted(answer.get_json())) == (200, ["status"])
        forwarded = browser.client.get("/readyz", headers={"X-Forwarded-For": "192.0.2.7"})
        assert sorted(forwarded.get_json()) == ["status"]
        for how in ({"headers": TOKEN, **OUTSIDE}, {}):
            checks = browser.client.get("/readyz", **how).get_json()["checks"]
            assert sorted(checks) == ["database", "disk", "migrations", "outbox", "queue", "tenant_fence"]
            assert (checks["migrations"], checks["outbox"]["status"]) == ({"status": "ok", "behind": []}, "ok")


@pytest.mark.requirement("R19", "R5")
def test_a_queue_that_is_away_weakens_but_does_not_stop(browser: Browser) -> None:
    answer = browser.client.get("/readyz")
    assert (answer.status_code, answer.get_json()["status"]) == (200, "degraded")
    assert answer.get_json()["checks"]["queue"]["status"] == "degraded"


@pytest.mark.requirement("R19")
def test_work_that_nobody_does_shows(browser: Browser, make: Factory) -> None:
    with atomic():
        db.session.add(Outbox(kind="job", name="core.deliver_mail", queue="mail", payload={}, available_at=utcnow() - timedelta(minutes=9)))
    found = browser.client.get("/readyz").get_json()["checks"]["outbox"]
    assert (found["status"], 530 < found["oldest_due_seconds"] < 600) == ("degraded", True)


@pytest.mark.requirement("R19")
@pytest.mark.parametrize(
    ("change", "failing"),
    [
        ({"behind": lambda: ["core"]}, "migrations"),
        ({"counts": lambda: (_ for _ in ()).throw(queries.SQLAlchemyError("gone"))}, "database"),
        ({"NO_SPACE": 10**18}, "disk"),
    ],
)
def test_what_must_be_there_fails(browser: Browser, monkeypatch: pytest.MonkeyPatch, change: dict[str, Any], failing: str) -> None:
    for name, value in change.items():
        monkeypatch.setattr(queries, name, value)
    answer = browser.client.get("/readyz")
    assert (answer.status_code, answer.get_json()["status"]) == (503, "fail")
    assert [name for name, check in answer.get_json()["checks"].items() if check["status"] == "fail"] == [failing]


@pytest.mark.requirement("S42")
def test_figures_are_for_this_machine_and_for_the_token(browser: Browser, make: Factory, app: Flask) -> None:
    region = make.region("nord")
    with atomic():
        db.session.add(Mail(kind="x.y", recipient="a@b.example", subject="s", body="b", message_id="<1@x>", error="refused"))
    browser.client.get("/r/nord/")
    with settings_of(app, metrics_token="the token of the figures"):
        assert browser.client.get("/metrics", **OUTSIDE).status_code == 403
        assert browser.client.get("/metrics", headers={"Authorization": "Bearer "}, **OUTSIDE).status_code == 403
        assert browser.client.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 403
        text = browser.client.get("/metrics", headers=TOKEN, **OUTSIDE).get_data(as_text=True)
    assert 'samkraft_requests_total{endpoint="core_region.start",method="GET",status="2xx"}' in text
    for line in (
        "samkraft_mails_failed 1.0",
        'samkraft_outbox_rows{state="waiting"}',
        "samkraft_outbox_oldest_seconds",
        "process_resident_memory_bytes",
    ):
        assert line in text
    assert (region.slug in text, "a@b.example" in text) == (False, False)
    with settings_of(app, metrics_token=""):
        assert browser.client.get("/metrics", headers={"Authorization": "Bearer "}, **OUTSIDE).status_code == 403
        assert browser.client.get("/metrics").status_code == 200
