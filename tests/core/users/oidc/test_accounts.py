"""Whose account an identity leads to: issuer and subject, never an address alone, and never across regions."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import atomic, db
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from core.users.models import Membership, User
from core.users.oidc.models import ExternalIdentity, NewAccounts
from core.users.oidc.models import IdentityProvider as Provider
from core.users.service import grant_role
from tests.core.users.oidc.conftest import account, add_provider, come_back, leave
from tests.core.users.oidc.provider import FakeProvider as Fake

pytestmark = pytest.mark.requirement("S14")


def go(browser: Browser, provider: Provider, fake: Fake) -> Browser:
    return come_back(browser, provider, leave(browser, provider, fake))


def test_an_account_of_this_region_is_tied_by_its_confirmed_address(
    browser: Browser, make: Factory, north: Region, provider: Provider, fake: Fake
) -> None:
    anna = account("anna@kommun.example", north, "strategist")
    go(browser, provider, fake)
    assert db.session.execute(select(ExternalIdentity.user_id)).scalar_one() == anna.id


def test_an_account_that_also_works_in_another_region_is_not_taken_over(
    browser: Browser, make: Factory, north: Region, provider: Provider, fake: Fake
) -> None:
    anna = account("anna@kommun.example", north, "strategist")
    with atomic():
        grant_role(user=anna, region=make.region("soder"), role="strategist")
    go(browser, provider, fake)
    assert browser.status == 400
    assert "koppla tjänsten på sidan Mitt konto" in browser.text
    assert db.session.execute(select(ExternalIdentity)).first() is None


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_an_address_that_is_not_confirmed_is_nothing(
    verified: Any, browser: Browser, make: Factory, north: Region, provider: Provider, fake: Fake
) -> None:
    account("anna@kommun.example", north, "strategist")
    fake.extra["email_verified"] = verified
    go(browser, provider, fake)
    assert browser.status == 400
    assert db.session.execute(select(ExternalIdentity)).first() is None


def test_unless_the_region_has_said_that_it_trusts_them(browser: Browser, make: Factory, north: Region, fake: Fake) -> None:
    anna = account("anna@kommun.example", north, "strategist")
    del fake.extra["email_verified"]
    go(browser, add_provider(north, fake.issuer, trust_email=True), fake)
    assert db.session.execute(select(ExternalIdentity.user_id)).scalar_one() == anna.id


def test_a_changed_address_leads_to_the_same_account_and_another_s_address_to_no_other(
    browser: Browser, app: Flask, make: Factory, north: Region, provider: Provider, fake: Fake
) -> None:
    anna = account("anna@kommun.example", north, "strategist")
    account("bo@kommun.example", north, "region_admin")
    go(browser, provider, fake)
    fake.extra["email"] = "bo@kommun.example"
    go(Browser(app), provider, fake)
    assert [row.user_id for row in db.session.execute(select(ExternalIdentity)).scalars()] == [anna.id]


def test_another_issuer_with_the_same_subject_is_somebody_else(
    browser: Browser, make: Factory, north: Region, provider: Provider, fake: Fake
) -> None:
    anna = account("anna@kommun.example", north, "strategist")
    with atomic():
        db.session.add(ExternalIdentity(user_id=anna.id, issuer="https://annan.example", subject="person-1"))
    fake.extra["email"] = "okand@kommun.example"
    go(browser, provider, fake)
    assert browser.status == 400
    assert "inget konto för dig" in browser.text


def test_a_closed_account_stays_closed(browser: Browser, make: Factory, north: Region, provider: Provider, fake: Fake) -> None:
    anna = account("anna@kommun.example", north, "strategist")
    go(browser, provider, fake)
    with atomic():
        anna.active = False
    go(browser, provider, fake)
    assert (browser.status, "Kontot är avstängt" in browser.text) == (400, True)


def test_new_accounts_where_the_region_wants_them(browser: Browser, north: Region, fake: Fake) -> None:
    go(browser, add_provider(north, fake.issuer, new_accounts=NewAccounts.CREATE, default_role="guidance_counsellor"), fake)
    made = db.session.execute(select(User).where(User.email == "anna@kommun.example")).scalar_one()
    assert made.name == "Anna Exempel"
    held = db.session.execute(select(Membership.region_id, Membership.role).where(Membership.user_id == made.id)).all()
    assert held == [(north.id, "guidance_counsellor")]


def test_what_the_token_lacks_is_asked_for_and_must_be_of_the_same_person(
    browser: Browser, app: Flask, make: Factory, north: Region, provider: Provider, fake: Fake
) -> None:
    anna = account("anna@kommun.example", north, "strategist")
    fake.userinfo = {"sub": "somebody-else", **fake.extra}
    fake.extra = {}
    assert go(Browser(app), provider, fake).status == 400
    fake.userinfo["sub"] = "person-1"
    go(browser, provider, fake)
    assert db.session.execute(select(ExternalIdentity.user_id)).scalar_one() == anna.id
    assert fake.asked[-1] == ("/userinfo", {"authorization": "Bearer access"})


def test_a_provider_that_is_closed_answers_as_one_that_does_not_exist(browser: Browser, north: Region, fake: Fake) -> None:
    provider = add_provider(north, fake.issuer, active=False)
    assert browser.get(f"/sign-in/with/{provider.id}").status == 404
    assert browser.get(f"/sign-in/callback/{provider.id}?code=a&state=b").status == 404
    assert browser.get("/sign-in/with/99999999999999999999").status == 404


class TestTying:
    def test_from_the_account_page_and_back(self, browser: Browser, make: Factory, provider: Provider, fake: Fake) -> None:
        south = make.region("soder")
        anna = account("anna@kommun.example", south, "strategist")
        browser.sign_in(anna)
        browser.get("/account/identities")
        browser.submit()
        assert browser.url == "/account/identities/tie"
        link = next(href for href, words in browser.links if words == "Fortsätt")
        sent = {k: v[0] for k, v in parse_qs(urlsplit(link).query).items()}
        fake.nonce, fake.challenge = sent["nonce"], sent["code_challenge"]
        come_back(browser, provider, sent)
        assert browser.url == "/account/identities"
        assert db.session.execute(select(ExternalIdentity.user_id)).scalar_one() == anna.id
        browser.submit()
        assert db.session.execute(select(ExternalIdentity)).first() is None
        assert "Du kan alltid logga in med mejl" in browser.text

    def test_an_identity_is_tied_to_one_account(
        self, browser: Browser, app: Flask, make: Factory, north: Region, provider: Provider, fake: Fake
    ) -> None:
        account("anna@kommun.example", north, "strategist")
        go(Browser(app), provider, fake)
        bo = account("bo@kommun.example", north, "strategist")
        browser.sign_in(bo).get("/account/identities")
        browser.submit()
        sent = {k: v[0] for k, v in parse_qs(urlsplit(next(h for h, w in browser.links if w == "Fortsätt")).query).items()}
        fake.nonce, fake.challenge = sent["nonce"], sent["code_challenge"]
        come_back(browser, provider, sent)
        assert (browser.status, "redan kopplad till ett annat konto" in browser.text) == (400, True)

    def test_another_s_identity_cannot_be_untied(
        self, browser: Browser, make: Factory, north: Region, provider: Provider, fake: Fake
    ) -> None:
        anna = account("anna@kommun.example", north, "strategist")
        with atomic():
            mine = ExternalIdentity(user_id=anna.id, issuer="https://annan.example", subject="1")
            db.session.add(mine)
        bo = account("bo@kommun.example", north, "strategist")
        browser.sign_in(bo).get("/account/identities")
        keys = dict(browser.form().fields)
        browser.post(f"/account/identities/{mine.id}/untie", keys)
        assert browser.status == 404
        assert db.session.execute(select(ExternalIdentity.id)).scalar_one() == mine.id
