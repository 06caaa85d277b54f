"""Every wrong answer of a provider is refused, for the right reason; the honest one is let in (S14)."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.db import db
from core.regions.models import Region
from core.testing.client import Browser
from core.users.models import UserSession
from core.users.oidc.models import ExternalIdentity
from core.users.oidc.models import IdentityProvider as Provider
from tests.core.users.oidc import provider as fakes
from tests.core.users.oidc.conftest import account, add_provider, come_back, leave
from tests.core.users.oidc.provider import CLIENT
from tests.core.users.oidc.provider import FakeProvider as Fake

pytestmark = pytest.mark.requirement("S14")
NOW = int(time.time())


def signed_in(browser: Browser) -> bool:
    return "Logga ut" in browser.get("/").text


def reasons() -> list[Any]:
    statement = select(AuditEntry.detail).where(AuditEntry.action == "core.sign_in.failed")
    return [detail["reason"] for detail in db.session.execute(statement).scalars()]


@pytest.fixture
def anna(north: Region) -> Any:
    return account("anna@kommun.example", north, "strategist")


def test_the_honest_answer_signs_in(browser: Browser, provider: Provider, fake: Fake, anna: Any) -> None:
    sent = leave(browser, provider, fake, next="/r/norr/search")
    assert (sent["response_type"], sent["client_id"], sent["scope"]) == ("code", CLIENT, "openid profile email")
    assert sent["code_challenge_method"] == "S256"
    assert sent["redirect_uri"].endswith(f"/sign-in/callback/{provider.id}")
    assert min(len(sent["state"]), len(sent["nonce"]), len(sent["code_challenge"])) >= 32
    come_back(browser, provider, sent)
    assert browser.url == "/r/norr/search"
    assert signed_in(browser)
    identity = db.session.execute(select(ExternalIdentity)).scalar_one()
    assert (identity.user_id, identity.issuer, identity.subject) == (anna.id, fake.issuer, "person-1")
    assert db.session.execute(select(UserSession.amr).order_by(UserSession.id.desc())).scalars().first() == ["oidc"]
    asked = dict(fake.asked)
    assert asked["/token"]["authorization"].startswith("Basic "), "the secret goes in a header, and only to the token endpoint"
    assert "hemligt" not in str({path: form for path, form in fake.asked if path != "/token"})


def without(name: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda claims: {k: v for k, v in claims.items() if k != name}


def having(**values: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda claims: {**claims, **values}


WRONG: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "another issuer": ("claims", having(iss="https://evil.example")),
    "the issuer with a slash": ("claims", lambda c: {**c, "iss": c["iss"] + "/"}),
    "no issuer": ("claims", without("iss")),
    "another audience": ("claims", having(aud="other-client")),
    "two audiences without azp": ("claims", having(aud=[CLIENT, "other-client"])),
    "two audiences, made for the other": ("claims", having(aud=[CLIENT, "other-client"], azp="other-client")),
    "no audience": ("claims", without("aud")),
    "expired": ("claims", having(exp=NOW - 3600)),
    "no expiry": ("claims", without("exp")),
    "an expiry that is no number": ("claims", having(exp="tomorrow")),
    "not valid yet": ("claims", having(nbf=NOW + 3600)),
    "issued in the future": ("claims", having(iat=NOW + 7200, exp=NOW + 9000)),
    "issued long ago": ("claims", having(iat=NOW - 7200)),
    "no time of issue": ("claims", without("iat")),
    "another nonce": ("claims", having(nonce="x" * 32)),
    "no nonce": ("claims", without("nonce")),
    "an empty nonce": ("claims", having(nonce="")),
    "no subject": ("claims", without("sub")),
    "an empty subject": ("claims", having(sub="")),
    "a subject that is no text": ("claims", having(sub=17)),
    "a subject of a thousand characters": ("claims", having(sub="a" * 1000)),
    "a hash of another access token": ("claims", having(at_hash="AAAAAAAAAAAAAAAAAAAAAA")),
    "not signed": ("sign", fakes.unsigned),
    "signed with the public key as a secret": ("sign", fakes.with_public_key_as_secret),
    "signed by a stranger": ("sign", fakes.by_a_stranger),
    "signed with the key in its own header": ("sign", fakes.with_its_own_key),
    "changed after signing": ("sign", fakes.tampered),
    "no token at all": ("sign", lambda _: "not.a.token"),
    "an empty token": ("sign", lambda _: ""),
    "no ID token in the answer": ("token", lambda t: {k: v for k, v in t.items() if k != "id_token"}),
    "an error with status 200": ("token", lambda _: {"error": "server_error"}),
    "a list for an answer": ("token", lambda _: []),
    "not JSON": ("token", lambda _: b"<html>"),
    "keys that are none": ("keys", lambda _: {"keys": "nothing"}),
    "no keys": ("keys", lambda _: {"keys": []}),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_answer_signs_nobody_in(case: str, browser: Browser, provider: Provider, fake: Fake, anna: Any) -> None:
    what, change = WRONG[case]
    sent = leave(browser, provider, fake)
    fake.change[what] = change
    come_back(browser, provider, sent)
    assert browser.status == 400
    assert not signed_in(browser)
    assert db.session.execute(select(ExternalIdentity)).first() is None
    (reason,) = reasons()
    assert reason in {"bad_token", "no_token", "no_id_token", "bad_keys"}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (having(issuer="https://evil.example"), "wrong_issuer"),
        (without("token_endpoint"), "incomplete"),
        (having(jwks_uri="file:///etc/passwd"), "incomplete"),
        (having(response_types_supported=["id_token"]), "incomplete"),
        (lambda _: b"nothing", "not_json"),
        (lambda _: [], "not_json"),
    ],
)
def test_a_description_that_is_wrong_leads_nowhere(
    change: Callable[[Any], Any], reason: str, browser: Browser, provider: Provider, fake: Fake
) -> None:
    fake.change["discovery"] = change
    assert browser.get(f"/sign-in/with/{provider.id}").status == 400
    assert reasons() == [reason]


def test_keys_and_token_are_never_fetched_from_a_private_network(browser: Browser, provider: Provider, fake: Fake, anna: Any) -> None:
    fake.change["discovery"] = having(token_endpoint="http://169.254.169.254/latest")
    sent = leave(browser, provider, fake)
    come_back(browser, provider, sent)
    assert reasons() == ["address_not_allowed"]


class TestTheWayBack:
    def test_another_state(self, browser: Browser, provider: Provider, fake: Fake, anna: Any) -> None:
        leave(browser, provider, fake)
        come_back(browser, provider, {"state": "x" * 32})
        assert (browser.status, reasons()) == (400, ["wrong_state"])

    def test_no_attempt_in_this_browser(self, app: Any, browser: Browser, provider: Provider, fake: Fake, anna: Any) -> None:
        sent = leave(browser, provider, fake)
        victim = Browser(app)
        come_back(victim, provider, sent)
        assert (victim.status, reasons()) == (400, ["no_attempt"])

    def test_the_same_answer_twice(self, browser: Browser, provider: Provider, fake: Fake, anna: Any) -> None:
        """Also when the cookie of the attempt was kept and put back."""
        sent = leave(browser, provider, fake)
        (cookie,) = [kept for kept in (browser.client._cookies or {}).values() if kept.key == "samkraft"]
        come_back(browser, provider, sent)
        browser.client.set_cookie("samkraft", cookie.value, domain=cookie.domain)
        come_back(browser, provider, sent)
        assert (browser.status, reasons()) == (400, ["used"])

    def test_too_late(self, browser: Browser, provider: Provider, fake: Fake, anna: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        sent = leave(browser, provider, fake)
        monkeypatch.setattr("core.users.oidc.flow.ATTEMPT_SECONDS", -1)
        come_back(browser, provider, sent)
        assert (browser.status, reasons()) == (400, ["too_late"])

    def test_an_answer_that_names_another_issuer(self, browser: Browser, provider: Provider, fake: Fake, anna: Any) -> None:
        sent = leave(browser, provider, fake)
        come_back(browser, provider, sent, iss="https://evil.example")
        assert (browser.status, reasons()) == (400, ["wrong_issuer"])

    def test_a_provider_that_names_itself_must_do_so(self, browser: Browser, provider: Provider, fake: Fake, anna: Any) -> None:
        fake.change["discovery"] = having(authorization_response_iss_parameter_supported=True)
        sent = leave(browser, provider, fake)
        come_back(browser, provider, sent)
        assert (browser.status, reasons()) == (400, ["wrong_issuer"])

    def test_another_provider_s_address(self, browser: Browser, north: Region, provider: Provider, fake: Fake, anna: Any) -> None:
        """Mix-up: the attempt was made at one provider, the answer comes in at another's address."""
        other = add_provider(north, fake.issuer, client_id="other-client", name="En annan")
        sent = leave(browser, provider, fake)
        come_back(browser, other, sent)
        assert (browser.status, reasons()) == (400, ["no_attempt"])

    def test_the_same_parameter_twice(self, browser: Browser, provider: Provider, fake: Fake, anna: Any) -> None:
        sent = leave(browser, provider, fake)
        browser.get(f"/sign-in/callback/{provider.id}?code=a&code=b&state={sent['state']}")
        assert (browser.status, reasons()) == (400, ["no_attempt"])

    def test_who_cancels_is_told_so(self, browser: Browser, provider: Provider, fake: Fake, anna: Any) -> None:
        sent = leave(browser, provider, fake)
        browser.get(f"/sign-in/callback/{provider.id}", query_string={"error": "access_denied", "state": sent["state"]})
        assert (browser.status, reasons()) == (400, ["refused"])
        assert "Du avbröt" in browser.text

    def test_a_stolen_code_without_its_verifier(self, browser: Browser, provider: Provider, fake: Fake, anna: Any) -> None:
        sent = leave(browser, provider, fake)
        fake.challenge = "of-another-attempt"
        come_back(browser, provider, sent)
        assert (browser.status, reasons()) == (400, ["no_token"])


class TestLevels:
    LEVEL = "http://id.elegnamnden.se/loa/1.0/loa3"

    def test_the_level_is_asked_for_and_checked(self, browser: Browser, north: Region, fake: Fake, anna: Any) -> None:
        provider = add_provider(north, fake.issuer, accepted_levels=[self.LEVEL])
        sent = leave(browser, provider, fake)
        assert sent["acr_values"] == self.LEVEL
        fake.extra["acr"] = "http://id.elegnamnden.se/loa/1.0/loa2"
        come_back(browser, provider, sent)
        assert (browser.status, reasons()) == (400, ["level_too_low"])

    def test_no_level_is_no_level(self, browser: Browser, north: Region, fake: Fake, anna: Any) -> None:
        provider = add_provider(north, fake.issuer, accepted_levels=[self.LEVEL])
        come_back(browser, provider, leave(browser, provider, fake))
        assert reasons() == ["level_too_low"]

    def test_a_high_level_is_two_factors(self, browser: Browser, north: Region, fake: Fake, anna: Any) -> None:
        provider = add_provider(north, fake.issuer, accepted_levels=[self.LEVEL])
        fake.extra["acr"] = self.LEVEL
        come_back(browser, provider, leave(browser, provider, fake))
        session = db.session.execute(select(UserSession).order_by(UserSession.id.desc())).scalars().first()
        assert session is not None
        from core.users.strength import session_is_strong

        assert session_is_strong(session.amr, session.acr) is True


def test_the_address_page_only_redirects_to_the_provider(browser: Browser, provider: Provider, fake: Fake) -> None:
    response = browser.client.get(f"/sign-in/with/{provider.id}", query_string={"next": "https://evil.example/"})
    where = urlsplit(response.location)
    assert f"{where.scheme}://{where.netloc}{where.path}" == fake.issuer + "/authorize"
