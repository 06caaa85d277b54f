"""Codes of an app and recovery codes: taken once, by their owner, and shown to nobody."""

from __future__ import annotations

import re
from datetime import timedelta

import pyotp
import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from core.crypto import Unreadable, decrypt, encrypt, is_current
from core.db import atomic, db, utcnow
from core.encrypted import reencrypt_all
from core.testing.client import Browser
from core.testing.factories import Factory
from core.users import recovery, totp
from core.users.models import RecoveryCode, Totp, User, UserSession
from core.users.second import reset_factors
from tests.core.users.pages import by_mail, mails, told

START = utcnow().replace(hour=12, minute=0, second=0, microsecond=0)


def _secret(browser: Browser) -> str:
    return re.findall(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}", browser.text)[0].replace(" ", "")


def _enrol(user: User) -> str:
    """An app for a user, whose first code has been used a while ago."""
    secret = totp.new_secret()
    with atomic():
        totp.enrol(user, secret, pyotp.TOTP(secret).at(utcnow()))
    return secret


@pytest.mark.requirement("S12")
def test_set_up_an_app_then_sign_in_with_it(make: Factory, browser: Browser) -> None:
    user = make.user(make.region(), "strategist")
    with time_machine.travel(START, tick=False) as clock:
        browser.sign_in(user, amr=["mail"])
        browser.get("/account/totp")
        secret = _secret(browser)
        picture = browser.client.get("/account/totp/qr.svg")
        assert (picture.mimetype, picture.headers["Cache-Control"]) == ("image/svg+xml", "no-store")
        assert "style=" not in picture.get_data(as_text=True)
        browser.get("/account/totp")
        assert _secret(browser) == secret
        assert "stämmer inte" in browser.submit(code="000000").text
        browser.submit(code=pyotp.TOTP(secret).now())
        assert browser.url == "/account/recovery-codes"
        row = db.session.execute(select(Totp)).scalar_one()
        assert secret not in row.secret
        clock.shift(timedelta(minutes=2))
        new = by_mail(Browser(browser.client.application), user.email)
        assert new.url == "/sign-in/second-step"
        assert new.get("/account").url == "/sign-in"
        new.get("/sign-in/second-step").submit(code=pyotp.TOTP(secret).now())
        assert new.get("/account").url == "/account"
        newest = db.session.execute(select(UserSession).order_by(UserSession.id.desc()).limit(1)).scalar_one()
        assert (newest.amr, newest.pending) == (["mail", "otp"], False)


@pytest.mark.requirement("S12")
def test_the_step_before_and_after_count_and_no_other(make: Factory) -> None:
    user = make.user()
    with time_machine.travel(START, tick=False) as clock:
        secret = _enrol(user)
        clock.shift(timedelta(minutes=10))
        now = int(utcnow().timestamp()) // 30
        at = pyotp.HOTP(secret).at
        assert [totp.verify(user, at(now + step)) for step in (-2, 2)] == [False, False]
        assert [totp.verify(user, at(now + step)) for step in (-1, 0, 1)] == [True, True, True]
        assert [totp.verify(user, at(now + step)) for step in (-1, 0, 1)] == [False, False, False]


@pytest.mark.requirement("S12")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from(["", " ", "\u00a0", "\t", "-", "\u2009", "\u200b", ".", "\n"]), min_size=7, max_size=7),
    st.sampled_from(["plain", "wide", "math"]),
)
def test_no_spelling_of_a_used_code_is_taken(used: tuple[User, str], gaps: list[str], digits: str) -> None:
    user, code = used
    offset = {"plain": 0x30, "wide": 0xFF10, "math": 0x1D7CE}[digits]
    spelt = "".join(gap + chr(offset + int(digit)) for gap, digit in zip(gaps, code, strict=False)) + gaps[-1]
    assert totp.digits_of(spelt) == code
    assert totp.verify(user, spelt) is False


@pytest.fixture
def used(make: Factory) -> tuple[User, str]:
    """Somebody who has just used a code, and the code."""
    user = make.user()
    secret = _enrol(user)
    code = pyotp.HOTP(secret).at(int(utcnow().timestamp()) // 30 + 1)
    assert totp.verify(user, f" {code[:3]} {code[3:]}") is True
    return user, code


def test_a_recovery_code_works_once_and_is_told_by_mail(make: Factory, browser: Browser) -> None:
    user = make.user(make.region(), "strategist")
    browser.sign_in(user)
    _enrol(user)
    browser.get("/account/recovery-codes").submit(having="next")
    codes = re.findall(r"\b[a-z2-9]{5}-[a-z2-9]{5}\b", browser.text)
    assert len(set(codes)) == 10
    assert codes[0] not in browser.get("/account/recovery-codes").text
    assert not any(codes[0].replace("-", "") in row.code_hash for row in db.session.execute(select(RecoveryCode)).scalars())
    new = by_mail(Browser(browser.client.application), user.email)
    new.submit(code=f" {codes[0].upper().replace('-', ' ')} ")
    assert new.get("/account").url == "/account"
    assert ["9 reservkoder kvar" in mail.body for mail in mails("core.notice") if "reservkod" in mail.subject] == [True]
    again = by_mail(Browser(browser.client.application), user.email)
    assert "redan använd" in again.submit(code=codes[0]).text


def test_another_s_code_is_refused(make: Factory) -> None:
    one, two = make.user(), make.user()
    secret = _enrol(one)
    _enrol(two)
    with atomic():
        codes = recovery.make(one)
    assert totp.verify(two, pyotp.HOTP(secret).at(int(utcnow().timestamp()) // 30 + 1)) is False
    with atomic():
        assert [recovery.use(user, codes[0]) for user in (two, one, one)] == [False, True, False]


def test_reset_takes_everything_away_ends_sessions_and_tells(make: Factory, browser: Browser) -> None:
    user = make.user(make.region(), "strategist")
    browser.sign_in(user)
    _enrol(user)
    with atomic():
        recovery.make(user)
        assert reset_factors(user) is True
    assert browser.get("/account").url == "/sign-in"
    assert (db.session.execute(select(Totp)).all(), db.session.execute(select(RecoveryCode)).all()) == ([], [])
    assert told("Din andra faktor är nollställd") == [user.email]
    assert by_mail(browser, user.email).get("/account").url == "/account"


@pytest.mark.requirement("S40")
def test_what_is_encrypted_is_bound_to_its_use_and_survives_a_new_key(app: Flask, context: None) -> None:
    before = app.extensions["samkraft_settings"]
    stored = encrypt("hemligt", use="totp:1")
    assert encrypt("hemligt", use="totp:1") != stored
    for wrong in (stored[:-8] + "AAAAAAA=", "ffffffff." + stored.partition(".")[2], "", "x"):
        with pytest.raises(Unreadable):
            decrypt(wrong, use="totp:1")
    with pytest.raises(Unreadable):
        decrypt(stored, use="totp:2")
    try:
        new = "n" * 48
        app.extensions["samkraft_settings"] = before.model_copy(update={"secret_key": new, "old_secret_keys": [before.secret_key]})
        assert (decrypt(stored, use="totp:1"), is_current(stored)) == ("hemligt", False)
        app.extensions["samkraft_settings"] = before.model_copy(update={"secret_key": new})
        with pytest.raises(Unreadable):
            decrypt(stored, use="totp:1")
    finally:
        app.extensions["samkraft_settings"] = before


@pytest.mark.requirement("S40")
def test_rotation_writes_every_secret_anew(make: Factory, app: Flask) -> None:
    user = make.user()
    secret = _enrol(user)
    before = app.extensions["samkraft_settings"]
    try:
        app.extensions["samkraft_settings"] = before.model_copy(update={"secret_key": "n" * 48, "old_secret_keys": [before.secret_key]})
        with atomic():
            assert (reencrypt_all(), reencrypt_all()) == (1, 0)
        app.extensions["samkraft_settings"] = before.model_copy(update={"secret_key": "n" * 48})
        assert totp.verify(user, pyotp.HOTP(secret).at(int(utcnow().timestamp()) // 30 + 1)) is True
    finally:
        app.extensions["samkraft_settings"] = before
