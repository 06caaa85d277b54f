"""The log holds no personal data, each request and job one line, and no text can pretend to be a line of its own."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from core.audit.models import AuditEntry
from core.db import db
from core.jobs.runner import drain
from core.runtime import logs
from core.testing.client import Browser
from core.testing.factories import Factory

CANARIES = ("kanariefagel", "Kanarie Fågelsång", "811228-9874", "8112289874")


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """All that is logged, down to DEBUG, as production writes it."""
    target = io.StringIO()
    handler = logging.StreamHandler(target)
    handler.setFormatter(logs.formatter("json"))
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield target
    root.removeHandler(handler)
    root.setLevel(before)
    structlog.contextvars.clear_contextvars()


def lines(written: io.StringIO, event: str = "") -> list[dict[str, Any]]:
    found = [json.loads(line) for line in written.getvalue().splitlines()]
    return [line for line in found if not event or line["event"] == event]


@pytest.mark.requirement("S47")
def test_signing_in_and_looking_around_leaves_nothing_personal(browser: Browser, make: Factory, written: io.StringIO) -> None:
    region = make.region("nord", plugins=["meetings"])
    user = make.user(region, "region_admin", name="Kanarie Fågelsång")
    user.email = "kanariefagel@exempel.example"
    db.session.flush()
    browser.get("/sign-in").submit(email="kanariefagel@exempel.example")
    drain()
    browser.sign_in(user)
    browser.get("/r/nord/search?q=811228-9874 kanariefagel")
    browser.get("/r/nord/nothing/kanariefagel")
    browser.get("/r/nord/admin/audit?person=kanariefagel")
    text = written.getvalue()
    assert [canary for canary in (*CANARIES, user.email) if canary in text] == []
    requests = lines(written, "request")
    assert {line["endpoint"] for line in requests} >= {"core_region.search", "core_admin.audit", "none"}
    assert all(
        set(line) <= {"event", "request", "level", "logger", "timestamp", "endpoint", "method", "status", "ms", "region"}
        for line in requests
    )
    jobs = lines(written, "job")
    assert [(line["job"], line["attempt"], line["outcome"]) for line in jobs if line["job"] == "core.deliver_mail"] == [
        ("core.deliver_mail", 1, "done")
    ]


@pytest.mark.requirement("S47")
def test_the_last_wall_takes_out_what_slips_through(written: io.StringIO) -> None:
    log = logging.getLogger("a.plugin")
    token = "Zk3-xY9_aB1cD2eF3gH4iJ5kL6"
    log.warning(
        "mail to %s failed",
        "kanariefagel@exempel.example",
        extra={"facts": {"person": "811228-9874", "more": [token, {"x": "19811228 9874"}]}},
    )
    log.info("Authorization: Bearer abc.def.ghi")
    log.info("smtp://user:hunter2@mail.example?token=abcdef&x=1")
    try:
        raise ValueError("kanariefagel@exempel.example, 8112289874")
    except ValueError:
        log.exception("failed")
    text = written.getvalue()
    assert [c for c in (*CANARIES, token, "abc.def.ghi", "hunter2", "abcdef") if c in text] == []
    assert "ValueError" in text


@pytest.mark.requirement("S47")
@pytest.mark.parametrize("form", ["json", "text"])
def test_no_text_looks_like_a_line_of_its_own(form: str) -> None:
    target = io.StringIO()
    handler = logging.StreamHandler(target)
    handler.setFormatter(logs.formatter(form))
    log = logging.getLogger("a.forger")
    log.addHandler(handler)
    log.propagate = False
    try:
        for bad in ("x\n12:00:00 ERROR core: forged", 'x\r\n{"event": "forged"}', "x\u2028forged\x1b[31m"):
            log.warning("said %s", bad, extra={"facts": {"also": bad}})
    finally:
        log.removeHandler(handler)
        log.propagate = True
    starts = [line for line in target.getvalue().split("\n") if line and not line.startswith("    ")]
    assert len(starts) == 3
    assert ("\x1b" in target.getvalue(), "\r" in target.getvalue()) == (False, False)


@pytest.mark.requirement("S47")
@given(st.text(max_size=200), st.emails())
def test_no_address_passes_the_wall(around: str, address: str) -> None:
    assert address not in logs.redacted(f"{around} <{address}> {around}")


@pytest.mark.requirement("S49", "S38")
def test_the_id_of_a_request_is_the_reference_of_its_error(
    app: Flask, browser: Browser, make: Factory, written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.region("nord")
    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setitem(app.view_functions, "core_region.start", _broken(app.view_functions["core_region.start"]))
    try:
        answer = browser.client.get("/r/nord/", headers={"X-Request-ID": "chosen-by-the-caller"})
    finally:
        app.config.pop("PROPAGATE_EXCEPTIONS")
    reference = answer.headers["X-Request-ID"]
    assert (answer.status_code, reference != "chosen-by-the-caller") == (500, True)
    assert reference in answer.get_data(as_text=True)
    [error] = [line for line in lines(written) if line["level"] == "error"]
    assert (error["request"], reference in error["event"], "RuntimeError" in error["exception"]) == (reference, True, True)
    assert "on purpose" not in answer.get_data(as_text=True)


def _broken(view: Any) -> Any:
    def broken(**_: Any) -> str:
        raise RuntimeError("on purpose")

    broken.samkraft_access = view.samkraft_access  # type: ignore[attr-defined]
    return broken


@pytest.mark.requirement("S46")
def test_who_was_denied_is_in_the_audit_log(browser: Browser, make: Factory) -> None:
    from sqlalchemy import select

    region = make.region("nord")
    user = make.user(region, "employer_representative")
    assert browser.sign_in(user).get("/r/nord/admin/audit").status == 403
    entry = db.session.execute(select(AuditEntry).where(AuditEntry.action == "core.access.denied")).scalar_one()
    assert (entry.actor_id, entry.region_id, entry.detail) == (user.id, region.id, {"permission": "core.audit.read", "method": "GET"})
