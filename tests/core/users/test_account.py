"""The account page and what is changed from it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.audit.service import record
from core.db import atomic, db
from core.testing.client import Browser
from core.testing.factories import Factory
from core.users import devices
from core.users.models import User, UserSession
from core.users.sessions import open_session
from tests.core.users.pages import code_in, mails, told

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1"
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0"


def test_the_page_shows_one_s_own_and_nobody_else_s(make: Factory, browser: Browser) -> None:
    north = make.region("norra")
    user = make.user(north, "strategist", "region_admin", name="Anna Ek")
    other = make.user(make.region("sodra"), "strategist", name="Bo Al")
    with atomic():
        record("core.passkey.added", subject=f"core:user:{other.id}")
        record("core.totp.added", subject=f"core:user:{user.id}")
    browser.sign_in(user).get("/")
    browser.follow("Anna Ek")
    assert browser.url == "/account"
    assert [text in browser.text for text in ("Norra", "Kompetensstrateg", "Regionadministratör", "En app för koder kopplades")] == [
        True
    ] * 4
    assert [text in browser.text for text in ("Sodra", "En passnyckel lades till", other.email)] == [False] * 3


def test_name_and_language(make: Factory, browser: Browser) -> None:
    user = make.user(make.region(), "strategist", name="Anna")
    browser.sign_in(user)
    assert "Skriv ditt namn" in browser.get("/account/profile").submit(name=" ").text
    browser.submit(name="Anna Ek", language="en")
    db.session.expire_all()
    assert (user.name, user.language) == ("Anna Ek", "en")
    assert browser.client.get_cookie("lang", domain="localhost").value == "en"  # type: ignore[union-attr]


@pytest.mark.requirement("S16")
def test_a_new_address_is_confirmed_and_the_old_one_told(make: Factory, browser: Browser) -> None:
    user = make.user(make.region(), "strategist")
    old, new = user.email, "ny.adress@test.samkraft.example"
    browser.sign_in(user, minutes_ago=16)
    assert browser.get("/account/email").url == "/account/confirm"
    browser.sign_in(user)
    assert "redan din" in browser.get("/account/email").submit(email=old).text
    browser.submit(email=new)
    assert browser.url == "/account/email/code"
    code = code_in(mails("core.account.new_email")[0])
    assert [m.recipient for m in mails("core.account.new_email")] == [new]
    assert "stämmer inte" in browser.submit(code=f"{(int(code) + 1) % 10**8:08d}").text
    db.session.expire_all()
    assert user.email == old
    browser.submit(code=code)
    assert browser.url == "/account"
    db.session.expire_all()
    assert user.email == new
    assert [m.recipient for m in mails("core.account.email_changed")] == [old]
    assert told("Din e-postadress i Samkraft är ändrad") == [new]


@pytest.mark.requirement("S18")
def test_another_s_address_is_not_told_before_its_mail_is_read(make: Factory, browser: Browser) -> None:
    user, other = make.user(make.region(), "strategist"), make.user()
    browser.sign_in(user)
    browser.get("/account/email").submit(email=other.email)
    assert browser.url == "/account/email/code"
    assert "annat konto" in browser.submit(code=code_in(mails("core.account.new_email")[0])).text
    assert db.session.execute(select(User.email).where(User.id == user.id)).scalar_one() == user.email


@pytest.mark.requirement("S15")
def test_sessions_are_listed_and_ended_by_their_owner_only(make: Factory, browser: Browser) -> None:
    user = make.user(make.region(), "strategist")
    with atomic():
        open_session(user, user_agent=FIREFOX)
        open_session(user, user_agent=SAFARI)
    browser.sign_in(user)
    browser.get("/account")
    assert [text in browser.text for text in ("Firefox, Windows", "Safari, iPhone")] == [True, True]
    ends = [f for f in browser.forms if "/account/sessions/" in f.action and f.action.endswith("/end")]
    assert len(ends) == 2
    stranger = Browser(browser.client.application).sign_in(make.user(make.region(), "strategist"))
    token = stranger.get("/account").form_token()
    assert stranger.post(ends[0].action, {"csrf_token": token, "submission_key": "x"}).status == 404
    browser.post(ends[0].action, dict(ends[0].fields))
    assert "Safari, iPhone" not in browser.get("/account").text
    others = next(f for f in browser.forms if f.action.endswith("/end-others"))
    browser.post(others.action, dict(others.fields))
    live = db.session.execute(select(UserSession.device).where(UserSession.user_id == user.id, UserSession.ended_at.is_(None)))
    assert len(live.all()) == 1
    assert browser.get("/account").url == "/account"


def test_a_new_kind_of_device_is_told_once(make: Factory) -> None:
    user = make.user()
    for agent in (FIREFOX, FIREFOX, SAFARI, SAFARI):
        with atomic():
            open_session(user, user_agent=agent)
    assert ["Safari, iPhone" in m.body for m in mails("core.notice")] == [True]


def test_devices_in_words() -> None:
    assert [devices.label(agent) for agent in (FIREFOX, SAFARI, EDGE, "curl/8", "")] == [
        "Firefox, Windows",
        "Safari, iPhone",
        "Edge, Windows",
        "",
        "",
    ]


@pytest.mark.requirement("S23")
def test_signing_out_ends_the_session_and_clears_the_browser(make: Factory, browser: Browser) -> None:
    browser.sign_in(make.user(make.region(), "strategist")).get("/")
    form = next(f for f in browser.forms if f.action == "/sign-out")
    response = browser.client.post("/sign-out", data=dict(form.fields))
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert [row.ended_at is not None for row in db.session.execute(select(UserSession)).scalars()] == [True]
    assert db.session.execute(select(AuditEntry.action).order_by(AuditEntry.id.desc()).limit(1)).scalar_one() == "core.sign_out"
