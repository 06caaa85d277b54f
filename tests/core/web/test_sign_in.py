"""Signing in by a mailed link or code: the way a person goes, and the ways that must not work."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from core.app import create_app
from core.db import atomic, db, utcnow
from core.jobs.models import Outbox, Outcome
from core.jobs.runner import drain
from core.mail.models import Mail
from core.testing.client import Browser
from core.testing.factories import Factory
from core.testing.statements import statements
from core.users.models import LoginToken, UserSession


def _last_mail() -> Mail:
    db.session.expire_all()
    return db.session.execute(select(Mail).order_by(Mail.id.desc())).scalars().first()


def _ask(browser: Browser, email: str) -> tuple[str, str]:
    browser.get("/sign-in").submit(email=email)
    assert browser.url == "/sign-in/code"
    body = _last_mail().body
    link = re.search(r"http\S+(/sign-in/\S+)", body)
    code = re.search(r"koden (\d{8})", body)
    assert link and code
    return link.group(1), code.group(1)


@pytest.mark.requirement("S13")
@pytest.mark.requirement("S13")
def test_link_signs_in_by_post_only(make: Factory, browser: Browser) -> None:
    region = make.region()
    user = make.user(region, "strategist")
    link, _code = _ask(browser, user.email)
    for _ in range(3):
        browser.get(link)  # a scanner opens it
        browser.client.head(link)
    assert browser.status == 200
    browser.get(link).submit()
    assert browser.url == f"/r/{region.slug}/"
    assert browser.get(link).status == 410
    assert db.session.execute(select(UserSession.user_id)).scalars().all() == [user.id]


@pytest.mark.requirement("S13")
@pytest.mark.requirement("S13")
def test_code_works_in_the_browser_that_asked_and_dies_after_five_wrong(make: Factory, browser: Browser) -> None:
    user = make.user(make.region(), "strategist")
    _link, code = _ask(browser, user.email)
    wrong = f"{(int(code) + 1) % 10**8:08d}"
    for _ in range(4):
        assert browser.submit(code=wrong).status == 200
    browser.submit(code=f" {code[:4]} {code[4:]} ")
    assert browser.url.startswith("/r/")

    second = Browser(browser.client.application)
    _link, code = _ask(second, user.email)
    wrong = f"{(int(code) + 1) % 10**8:08d}"
    for _ in range(5):
        second.submit(code=wrong)
    second.submit(code=code)
    assert second.url == "/sign-in/code"


@pytest.mark.requirement("S18")
@pytest.mark.requirement("S18")
def test_unknown_address_gets_the_same_answer_and_no_mail(make: Factory, browser: Browser, app: object) -> None:
    make.region()
    user = make.user()
    _ask(browser, user.email)
    known = browser.text
    stranger = Browser(browser.client.application)
    before = _last_mail().id
    stranger.get("/sign-in").submit(email="ingen@test.samkraft.example")
    assert stranger.text == known
    assert _last_mail().id == before


@pytest.mark.requirement("S18")
@pytest.mark.parametrize("password", ["", "fyra blå åsnor på marken"], ids=["mail", "password"])
def test_as_much_is_done_for_an_address_without_account(make: Factory, app: Flask, database: Any, password: str) -> None:
    """Statement for statement the same kind, so that time tells nobody who has an account."""
    active, closed = make.user(make.region(), "strategist"), make.user()
    with atomic():
        closed.active = False
    done = {}
    for name, email in (
        ("warm-up", active.email),
        ("known", active.email),
        ("closed", closed.email),
        ("nobody", "ingen@test.samkraft.example"),
    ):
        make.forget()
        browser = Browser(app).get("/sign-in")
        form, mails = browser.form(having="email"), db.session.execute(select(func.count(Mail.id))).scalar_one()
        with statements(database) as seen:
            browser.client.post("/sign-in", data={**dict(form.fields), "email": email, "password": password})
        done[name] = [statement.split(None, 1)[0] for statement in seen]
        new = db.session.execute(select(func.count(Mail.id))).scalar_one() - mails
        assert new == (name in ("warm-up", "known") and not password)
    assert done["known"] == done["nobody"] == done["closed"]
    assert len(done["known"]) >= (2 if password else 5)
    db.session.expire_all()
    drain()
    assert [row.last_error for row in db.session.execute(select(Outbox).where(Outbox.outcome != Outcome.DONE)).scalars()] == []


@pytest.mark.requirement("S15")
@pytest.mark.requirement("S13")
def test_a_link_lasts_ten_minutes(make: Factory, browser: Browser) -> None:
    user = make.user(make.region(), "strategist")
    with time_machine.travel(utcnow(), tick=False) as clock:
        link, _code = _ask(browser, user.email)
        clock.shift(timedelta(minutes=9, seconds=59))
        assert browser.get(link).status == 200
        clock.shift(timedelta(seconds=2))
        assert browser.get(link).status == 410
        assert browser.post(link, {"csrf_token": browser.get("/sign-in").form_token()}).status == 410


@pytest.mark.requirement("S20")
def test_the_cookie_is_for_this_host_and_no_script(make: Factory, app: Flask) -> None:
    settings = app.extensions["samkraft_settings"]
    served = create_app(settings.model_copy(update={"https": True}), registry=app.extensions["samkraft_registry"])
    cookie = served.test_client().get("/sign-in", base_url="https://127.0.0.1:8000").headers["Set-Cookie"]
    name, _, rest = cookie.partition("=")
    assert name == "__Host-samkraft"
    assert {part.strip() for part in rest.split(";")[1:]} == {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"}


@pytest.mark.requirement("S15")
def test_deactivated_user_is_out_at_the_next_request(make: Factory, browser: Browser) -> None:
    region = make.region()
    user = make.user(region, "region_admin")
    browser.sign_in(user)
    assert browser.get(f"/r/{region.slug}/admin/plugins").status == 200
    with atomic():
        user.active = False
    assert browser.get(f"/r/{region.slug}/admin/plugins").url == "/sign-in"


@pytest.mark.requirement("S13")
@pytest.mark.requirement("S13")
def test_only_hashes_are_stored(make: Factory, browser: Browser) -> None:
    user = make.user(make.region())
    link, code = _ask(browser, user.email)
    token = db.session.execute(select(LoginToken).where(LoginToken.user_id == user.id)).scalar_one()
    assert link.rsplit("/", 1)[1] not in (token.token_hash, token.code_hash)
    assert code not in token.code_hash


@pytest.mark.requirement("S24")
@pytest.mark.parametrize("target", ["//evil.example", "/\\evil.example", "https://evil.example", "/r/x\n//evil", "javascript:alert(1)"])
@pytest.mark.requirement("S24")
def test_next_never_leaves_the_site(make: Factory, browser: Browser, target: str) -> None:
    region = make.region()
    user = make.user(region, "strategist")
    browser.get("/sign-in", query_string={"next": target}).submit(email=user.email)
    link = re.search(r"http\S+(/sign-in/\S+)", _last_mail().body)
    assert link
    browser.get(link.group(1)).submit()
    assert browser.url == f"/r/{region.slug}/"
