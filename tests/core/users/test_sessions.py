"""Sessions: how long they last, when their secret changes, and that a sensitive change asks again who it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from core.db import atomic, db, utcnow
from core.mail.models import Mail
from core.testing.client import Browser
from core.testing.factories import Factory
from core.users.models import UserSession
from core.users.service import grant_role
from core.users.strength import session_is_strong

DOMAIN = "localhost"


def _rows() -> list[UserSession]:
    db.session.expire_all()
    return list(db.session.execute(select(UserSession).order_by(UserSession.id)).scalars())


@pytest.mark.requirement("S15")
@pytest.mark.parametrize(("role", "minutes"), [("region_admin", 30), ("strategist", 120)])
def test_who_is_away_too_long_signs_in_again(make: Factory, browser: Browser, role: str, minutes: int) -> None:
    region = make.region()
    with time_machine.travel(utcnow(), tick=False) as clock:
        browser.sign_in(make.user(region, role))
        clock.shift(timedelta(minutes=minutes - 1))
        assert browser.get("/account/confirm").url == "/account/confirm"
        clock.shift(timedelta(minutes=minutes + 1))
        assert browser.get("/account/confirm").url == "/sign-in"


@pytest.mark.requirement("S15")
def test_a_session_ends_after_twelve_hours_however_busy(make: Factory, browser: Browser) -> None:
    with time_machine.travel(utcnow(), tick=False) as clock:
        browser.sign_in(make.user(make.region(), "strategist"))
        for _ in range(11):
            clock.shift(timedelta(hours=1))
            assert browser.get("/account/confirm").url == "/account/confirm"
        clock.shift(timedelta(minutes=61))
        assert browser.get("/account/confirm").url == "/sign-in"


@pytest.mark.requirement("S15")
def test_deactivation_ends_a_session_at_the_next_request(make: Factory, browser: Browser) -> None:
    user = make.user(make.region(), "strategist")
    browser.sign_in(user)
    assert browser.get("/account/confirm").url == "/account/confirm"
    with atomic():
        user.active = False
    assert browser.get("/account/confirm").url == "/sign-in"


@pytest.mark.requirement("S15")
def test_the_secret_changes_when_rights_change(make: Factory, browser: Browser) -> None:
    region = make.region()
    user = make.user(region, "strategist")
    browser.sign_in(user)
    first = _rows()[-1].token_hash
    old = browser.client.get_cookie("samkraft", domain=DOMAIN)
    with atomic():
        grant_role(user=user, region=region, role="region_admin")
    browser.get("/account/confirm").submit(having="next")
    row = _rows()[-1]
    assert (row.token_hash == first, row.must_rotate, row.idle_minutes) == (False, False, 30)
    assert browser.get("/account/confirm").url == "/account/confirm"
    thief = Browser(browser.client.application)
    assert old is not None
    thief.client.set_cookie("samkraft", old.value, domain=DOMAIN)
    assert thief.get("/account/confirm").url == "/sign-in"


@pytest.mark.requirement("S16")
def test_a_stale_session_is_asked_by_mail_and_comes_back(make: Factory, browser: Browser) -> None:
    region = make.region(plugins=["doors"])
    browser.sign_in(make.user(region, "strategist"), amr=["mail"], minutes_ago=16)
    before = _rows()[-1].token_hash
    browser.get(f"/r/{region.slug}/doors/guarded?tab=2")
    assert browser.url == "/account/confirm"
    browser.submit(having="next")
    code = db.session.execute(select(Mail.body).order_by(Mail.id.desc()).limit(1)).scalar_one().split("koden ")[1][:8]
    wrong = f"{(int(code) + 1) % 10**8:08d}"
    assert "stämmer inte" in browser.submit(code=wrong, having="code").text
    browser.submit(code=code, having="code")
    assert (browser.url, browser.response.request.query_string) == (f"/r/{region.slug}/doors/guarded", b"tab=2")  # type: ignore[union-attr]
    assert _rows()[-1].token_hash != before
    browser.submit()
    assert browser.text == "done"


@pytest.mark.requirement("S16")
def test_a_stale_post_changes_nothing_and_leads_to_the_form(make: Factory, browser: Browser) -> None:
    region = make.region(plugins=["doors"])
    browser.sign_in(make.user(region, "strategist"))
    browser.get(f"/r/{region.slug}/doors/guarded")
    with atomic():
        _rows()[-1].authenticated_at = utcnow() - timedelta(minutes=16)
    browser.submit()
    assert browser.url == "/account/confirm"
    assert dict(browser.form(having="next").fields)["next"] == f"/r/{region.slug}/doors/guarded"
    assert "inte sparat" in browser.text


@pytest.mark.requirement("S12")
@pytest.mark.usefixtures("strict")
def test_a_sensitive_page_asks_for_a_second_factor_and_an_open_one_shows_less(make: Factory, browser: Browser) -> None:
    region = make.region(plugins=["doors"])
    user = make.user(region, "strategist")
    base = f"/r/{region.slug}/doors"
    browser.sign_in(user, amr=["mail"])
    assert browser.get(f"{base}/people").url == "/account/second-factor"
    assert browser.post(f"{base}/people", {"csrf_token": browser.form_token()}).url == "/account/second-factor"
    assert browser.get(f"{base}/open").text == "without names"
    strong = Browser(browser.client.application).sign_in(user)
    assert strong.get(f"{base}/people").text == "people"
    assert strong.get(f"{base}/open").text == "with names"
    stranger = Browser(browser.client.application).sign_in(make.user(region, "supervisor"), amr=["mail"])
    assert stranger.get(f"{base}/people").status == 403


def test_without_the_requirement_one_factor_is_enough(make: Factory, browser: Browser) -> None:
    region = make.region(plugins=["doors"])
    browser.sign_in(make.user(region, "strategist"), amr=["mail"])
    assert browser.get(f"/r/{region.slug}/doors/people").text == "people"


def test_strength() -> None:
    loa3 = "http://id.elegnamnden.se/loa/1.0/loa3"
    strong = [(["mail", "otp"], ""), (["pwd", "recovery"], ""), (["passkey", "user"], ""), (["mail", "passkey"], ""), (["oidc"], loa3)]
    weak = [
        ([], ""),
        (["mail"], ""),
        (["mail", "pwd"], ""),
        (["passkey"], ""),
        (["otp", "recovery"], ""),
        (["oidc"], "loa1"),
        (["mail"], loa3),
    ]
    assert [session_is_strong(*case) for case in strong] == [True] * len(strong)
    assert [session_is_strong(*case) for case in weak] == [False] * len(weak)
