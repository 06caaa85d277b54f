"""Passwords: what is taken, what is refused, and that a wrong address costs as much as a wrong password."""

from __future__ import annotations

from pathlib import Path

import argon2
import pytest
from flask import Flask
from sqlalchemy import select

from core.db import atomic, db
from core.errors import DomainError
from core.testing.client import Browser
from core.testing.factories import Factory
from core.users import breached, passwords
from core.users.models import Password, User, UserSession
from tests.core.users.pages import told
from tests.core.users.test_second_factor import _enrol

GOOD = "fyra blå åsnor på taket"


def _with_password(make: Factory, text: str = GOOD) -> User:
    user = make.user(make.region(), "strategist")
    with atomic():
        passwords.set_password(user, text)
    return user


@pytest.mark.requirement("S11")
@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("fjorton tecken", "för kort"),
        ("x" * 129, "för långt"),
        ("aaaaaaaaaaaaaaaaaa", "vanligt"),
        ("unbelievable", "för kort"),
        ("passwordpassword", "bygger på"),
        ("PasswordPassword1", "bygger på"),
        ("anna.andersson samkraft", "bygger på"),
        ("Norra Regionen 1", "bygger på"),
        ("samkraftsamkraft", "bygger på"),
    ],
)
def test_what_can_be_guessed_is_refused(make: Factory, text: str, fault: str) -> None:
    user = make.user(make.region("norra-regionen"), "strategist", name="Anna Andersson")
    with pytest.raises(DomainError, match=fault):
        passwords.check(user, text)


@pytest.mark.requirement("S11")
@pytest.mark.parametrize("text", [GOOD, "aaaa bbbb cccc dddd", "x7åö" * 32, "🙂🙃 fem små grodor", "samkraft och fyra åsnor"])
def test_length_is_enough(make: Factory, text: str) -> None:
    passwords.check(make.user(make.region("norra-regionen"), "strategist", name="Anna Andersson"), text)


@pytest.mark.requirement("S11")
def test_eight_characters_are_enough_with_a_second_factor_and_common_ones_are_not(make: Factory) -> None:
    user = make.user()
    with pytest.raises(DomainError, match="minst 15"):
        passwords.check(user, "k9#vQz!u")
    _enrol(user)
    passwords.check(user, "k9#vQz!u")
    with pytest.raises(DomainError, match="minst 8"):
        passwords.check(user, "k9#vQz!")
    for common in ("password1", "Password1", "qwertyuiop", "trustno1"):
        with pytest.raises(DomainError, match="vanligt"):
            passwords.check(user, common)


@pytest.mark.requirement("S11")
def test_it_is_stored_as_argon2id_and_hashed_anew_when_the_parameters_change(make: Factory) -> None:
    user = _with_password(make)
    row = db.session.execute(select(Password)).scalar_one()
    assert row.hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    row.hash = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(GOOD)
    assert (passwords.verify(user, GOOD + "x"), row.hash.startswith("$argon2id$v=19$m=8,")) == (False, True)
    assert (passwords.verify(user, GOOD), row.hash.startswith("$argon2id$v=19$m=19456,")) == (True, True)


def test_the_same_password_from_another_keyboard(make: Factory) -> None:
    user = _with_password(make, "fyra bla\u030a a\u030asnor pa\u030a taket")
    assert passwords.verify(user, GOOD) is True


def test_signing_in_with_a_password(make: Factory, browser: Browser) -> None:
    user = _with_password(make)
    browser.get("/sign-in?next=/account").submit(email=user.email.upper(), password=GOOD, having="password")
    assert browser.url == "/account"
    assert db.session.execute(select(UserSession.amr)).scalars().all() == [["pwd"]]


def test_with_a_second_factor_the_password_is_only_the_first_step(make: Factory, browser: Browser) -> None:
    user = _with_password(make)
    _enrol(user)
    browser.get("/sign-in").submit(email=user.email, password=GOOD, having="password")
    assert browser.url == "/sign-in/second-step"
    assert browser.get("/account").url == "/sign-in"


@pytest.mark.requirement("S18")
def test_nobody_learns_whether_there_is_an_account(make: Factory, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same page, and one hash computed, for a wrong password, no password, a closed account, and nobody."""
    closed = _with_password(make)
    with atomic():
        closed.active = False
    hashed: list[str] = []
    real = passwords._matches
    monkeypatch.setattr(passwords, "_matches", lambda stored, text: hashed.append(stored[:30]) or real(stored, text))
    texts = set()
    for email in (_with_password(make).email, make.user().email, closed.email, "ingen@test.samkraft.example"):
        browser = Browser(app)
        browser.get("/sign-in").submit(email=email, password="fyra blå åsnor på marken", having="password")
        assert browser.url == "/sign-in"
        texts.add(browser.text)
    assert len(texts) == 1
    assert hashed == ["$argon2id$v=19$m=19456,t=2,p=1"] * 4


def test_change_and_remove_on_the_account_page(make: Factory, browser: Browser) -> None:
    user = make.user(make.region(), "strategist")
    browser.sign_in(user)
    other = Browser(browser.client.application).sign_in(user)
    page = browser.get("/account/password").submit(new="kort", having="new").text
    assert "minst 15" in page
    assert "kort" not in dict(browser.form(having="new").fields).values()
    browser.submit(new=GOOD, having="new")
    assert browser.url == "/account"
    assert other.get("/account").url == "/sign-in"
    assert told("Ditt lösenord i Samkraft är ändrat") == [user.email]
    browser.get("/account/password")
    form = next(f for f in browser.forms if f.action.endswith("/remove"))
    browser.post(form.action, dict(form.fields))
    assert db.session.execute(select(Password.user_id)).scalars().all() == []


def test_an_operator_s_list(tmp_path: Path) -> None:
    path = tmp_path / breached.OWN
    lines = ["en egen dum idé\n", "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:3861493\n", "\n", *(f"ord{n}\n" for n in range(2000))]
    assert breached.write_list(lines, path) == 2002
    assert [breached.contains(path, text) for text in ("en egen dum idé", "password", "ord0", "ord1999", "ord2000", "")] == [
        True,
        True,
        True,
        True,
        False,
        False,
    ]
    assert breached.is_breached("EN EGEN DUM IDÉ", tmp_path)
    assert not breached.is_breached("en egen dum idé", tmp_path / "elsewhere")
