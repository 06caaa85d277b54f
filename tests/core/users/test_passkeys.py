"""Passkeys, against an authenticator that signs for real."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from core.db import atomic, db
from core.testing.client import Browser
from core.testing.factories import Factory
from core.users.models import Passkey, User, UserSession
from tests.core.users.authenticator import PRESENT, Authenticator
from tests.core.users.pages import by_mail, options_on, told


def _add(browser: Browser, phone: Authenticator) -> Browser:
    browser.get("/account/passkeys/new")
    return browser.submit(credential=phone.create(options_on(browser)), name="Min telefon", having="credential")


@pytest.fixture
def owner(make: Factory, browser: Browser, phone: Authenticator) -> User:
    """Somebody with a passkey."""
    user = make.user(make.region(plugins=["doors"]), "strategist")
    browser.sign_in(user, amr=["mail"])
    _add(browser, phone)
    assert browser.url == "/account/recovery-codes"
    return user


def _session() -> UserSession:
    db.session.expire_all()
    return db.session.execute(select(UserSession).order_by(UserSession.id.desc()).limit(1)).scalar_one()


@pytest.mark.requirement("S12")
def test_a_passkey_signs_in_without_an_address_and_is_two_factors(owner: User, browser: Browser, phone: Authenticator) -> None:
    assert told("Nytt sätt att logga in i Samkraft") == [owner.email]
    new = Browser(browser.client.application)
    new.get("/sign-in?next=/account")
    answer = phone.get(options_on(new))
    new.submit(credential=answer, having="credential")
    assert new.url == "/account"
    assert (_session().user_id, _session().amr) == (owner.id, ["passkey", "user"])
    assert "Min telefon" in new.text


@pytest.mark.requirement("S12")
def test_the_same_answer_is_taken_once(owner: User, browser: Browser, phone: Authenticator) -> None:
    new = Browser(browser.client.application)
    new.get("/sign-in")
    cookie = new.client.get_cookie("samkraft", domain="localhost")
    answer = phone.get(options_on(new))
    form = dict(new.form(having="credential").fields) | {"credential": answer}
    new.post("/sign-in/passkey", form)
    assert new.get("/account").url == "/account"
    thief = Browser(browser.client.application)
    assert cookie is not None
    thief.client.set_cookie("samkraft", cookie.value, domain="localhost")
    assert "öppen för länge" in thief.post("/sign-in/passkey", form).text
    assert thief.get("/account").url == "/sign-in"


@pytest.mark.parametrize("fault", ["origin", "unverified", "other key", "nonsense", "empty", "huge", "counter"])
def test_a_wrong_answer_signs_nobody_in(owner: User, browser: Browser, phone: Authenticator, fault: str) -> None:
    new = Browser(browser.client.application)
    new.get("/sign-in")
    options = options_on(new)
    other = Authenticator()
    other.id, other.handle = phone.id, phone.handle
    if fault == "counter":
        phone.count = -1
    answer = {
        "origin": lambda: phone.get(options, origin="http://evil.example"),
        "unverified": lambda: phone.get(options, flags=PRESENT),
        "other key": lambda: other.get(options),
        "nonsense": lambda: '{"id": 7}',
        "empty": lambda: "",
        "huge": lambda: "[" * 100_000,
        "counter": lambda: phone.get(options),
    }[fault]()
    new.submit(credential=answer, having="credential")
    assert new.status == 200
    assert new.get("/account").url == "/sign-in"


def test_registration_refuses_what_is_not_verified_or_not_this_site(make: Factory, browser: Browser, phone: Authenticator) -> None:
    browser.sign_in(make.user(make.region(), "strategist"))
    for wrong in ({"flags": PRESENT}, {"origin": "http://evil.example"}):
        browser.get("/account/passkeys/new")
        answer = phone.create(options_on(browser), **wrong)  # type: ignore[arg-type]
        assert "kunde inte sparas" in browser.submit(credential=answer, having="credential").text
    assert db.session.execute(select(Passkey.id)).scalars().all() == []


def test_the_second_step_takes_only_one_s_own_passkey(owner: User, make: Factory, browser: Browser, phone: Authenticator) -> None:
    mine = Authenticator()
    other = make.user(make.region(), "strategist")
    theirs = Browser(browser.client.application).sign_in(other, amr=["mail"])
    _add(theirs, mine)
    new = by_mail(Browser(browser.client.application), owner.email)
    assert new.url == "/sign-in/second-step"
    assert "kunde inte" in new.submit(credential=mine.get(options_on(new)), having="credential").text
    new.submit(credential=phone.get(options_on(new)), having="credential")
    assert new.get("/account").url == "/account"
    assert _session().amr == ["mail", "passkey", "user"]


def test_confirming_with_a_passkey(owner: User, browser: Browser, phone: Authenticator) -> None:
    browser.get("/account/confirm?next=/account/email")
    before = _session().token_hash
    browser.submit(credential=phone.get(options_on(browser)), having="credential")
    assert browser.url == "/account/email"
    assert _session().token_hash != before


def test_name_and_take_away_only_one_s_own(owner: User, make: Factory, browser: Browser) -> None:
    row = db.session.execute(select(Passkey)).scalar_one()
    url = f"/account/passkeys/{row.id}"
    stranger = Browser(browser.client.application).sign_in(make.user(make.region(), "strategist"))
    assert stranger.get(url).status == 404
    token = stranger.get("/account").form_token()
    assert stranger.post(f"{url}/remove", {"csrf_token": token, "submission_key": "x"}).status == 404
    browser.get(url).submit(name="Jobbtelefonen")
    assert "Jobbtelefonen" in browser.get("/account").text
    browser.get(url)
    form = next(f for f in browser.forms if f.action.endswith("/remove"))
    browser.post(form.action, dict(form.fields))
    assert db.session.execute(select(Passkey.id)).scalars().all() == []
    assert told("Ett sätt att logga in är borttaget") == [owner.email]


def test_a_closed_account_s_passkey_does_not_sign_in(owner: User, browser: Browser, phone: Authenticator) -> None:
    with atomic():
        owner.active = False
    new = Browser(browser.client.application)
    new.get("/sign-in")
    new.submit(credential=phone.get(options_on(new)), having="credential")
    assert new.get("/account").url == "/sign-in"
