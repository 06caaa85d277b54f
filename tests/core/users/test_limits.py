"""Rate limits, counted in the process because no queue server answers: they hold anyway (S17)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from core.db import atomic
from core.testing.apps import installation, registry_of
from core.testing.client import Browser
from core.testing.database import Databases, rolled_back
from core.testing.factories import Factory
from core.users import totp
from core.users.models import User
from core.web.limits import limiter
from tests.core.users.conftest import Doors
from tests.core.users.pages import by_mail

WRONG = "000000"
_networks = itertools.count(1)


@pytest.fixture(scope="module")
def served(databases: Databases, data_dir: Path) -> Iterator[Flask]:
    """An application that counts, whose queue server is gone."""
    with installation(
        databases.create("limits"),
        data_dir,
        [],
        registry=registry_of(Doors()),
        environment="development",
        redis_url=f"unix://{data_dir}/gone.sock",
        public_url="http://localhost:8000",
    ) as made:
        yield made
    limiter.enabled = False


@pytest.fixture
def user(served: Flask) -> Iterator[User]:
    """Somebody with an app for codes."""
    with rolled_back(served), served.app_context():
        limiter.enabled = True
        made = Factory().user(Factory().region(), "strategist")
        secret = totp.new_secret()
        with atomic():
            totp.enrol(made, secret, totp.pyotp.TOTP(secret).now())
        yield made
        limiter.enabled = False


@pytest.fixture
def network() -> str:
    """The beginning of addresses that no other test has used: what has been counted stays counted."""
    return f"10.0.{next(_networks)}"


def _from(app: Flask, address: str) -> Browser:
    browser = Browser(app)
    browser.client.environ_base["REMOTE_ADDR"] = address
    return browser


@pytest.mark.requirement("S17")
def test_the_second_step_takes_five_tries_in_five_minutes_from_anywhere(served: Flask, user: User, network: str) -> None:
    browser = by_mail(_from(served, f"{network}.1"), user.email)
    assert [browser.get("/sign-in/second-step").submit(code=WRONG).status for _ in range(6)] == [200] * 5 + [429]
    elsewhere = by_mail(_from(served, f"{network}.2"), user.email)
    assert (elsewhere.url, elsewhere.submit(code=WRONG).status) == ("/sign-in/second-step", 429)


@pytest.mark.requirement("S17")
def test_passwords_are_tried_ten_times_per_account_whoever_asks(served: Flask, user: User, network: str) -> None:
    statuses = []
    for number in range(11):
        browser = _from(served, f"{network}.{number}")
        statuses.append(browser.get("/sign-in").submit(email=user.email, password="fel fel fel fel", having="password").status)
    assert statuses == [200] * 10 + [429]


@pytest.mark.requirement("S17")
def test_mails_are_asked_for_ten_times_per_address_of_the_network(served: Flask, user: User, network: str) -> None:
    statuses = []
    for number in range(11):
        statuses.append(
            _from(served, f"{network}.1").get("/sign-in").submit(email=f"nr{number}@test.samkraft.example", having="password").status
        )
    assert statuses == [200] * 10 + [429]


@pytest.mark.requirement("S17")
def test_codes_to_oneself_are_mailed_five_times(served: Flask, user: User, network: str) -> None:
    browser = _from(served, f"{network}.1").sign_in(user)
    token = browser.get("/account").form_token()
    posts = [browser.post("/account/confirm/mail", {"csrf_token": token, "submission_key": f"k{n}"}).status for n in range(6)]
    assert posts == [200] * 5 + [429]
