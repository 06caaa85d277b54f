"""The administrators' pages of identity providers."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.db import db
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from core.users.oidc.models import IdentityProvider
from core.users.oidc.service import client_secret
from tests.core.users.oidc.conftest import add_provider
from tests.core.users.oidc.provider import FakeProvider as Fake

LIST = "/r/norr/admin/identity-providers/"
GOOD = {"name": "Norrköpta kommun", "issuer": "https://idp.kommun.example", "client_id": "samkraft", "secret": "ytterst hemligt"}


@pytest.fixture
def administrator(browser: Browser, make: Factory, north: Region) -> Browser:
    return browser.sign_in(make.user(north, "region_admin"))


def stored() -> IdentityProvider:
    db.session.expire_all()
    return db.session.execute(select(IdentityProvider)).scalar_one()


def test_added_shown_and_changed_without_showing_the_secret(administrator: Browser, north: Region) -> None:
    administrator.get(LIST).follow("Lägg till en tjänst")
    administrator.submit(GOOD, levels="http://id.elegnamnden.se/loa/1.0/loa3\n", new_accounts="create", default_role="strategist")
    added = stored()
    assert (added.region_id, added.issuer, added.accepted_levels) == (north.id, GOOD["issuer"], ["http://id.elegnamnden.se/loa/1.0/loa3"])
    assert "hemligt" not in added.client_secret
    assert client_secret(added) == "ytterst hemligt"
    assert f"/sign-in/callback/{added.id}" in administrator.text
    assert "ytterst hemligt" not in administrator.page
    administrator.submit(name="Nytt namn")
    assert (stored().name, client_secret(stored())) == ("Nytt namn", "ytterst hemligt")
    assert "ytterst hemligt" not in administrator.page
    actions = list(
        db.session.execute(
            select(AuditEntry.action).where(AuditEntry.action.startswith("core.identity_provider")).order_by(AuditEntry.id)
        ).scalars()
    )
    assert actions == ["core.identity_provider.created", "core.identity_provider.changed"]


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("issuer", "idp.kommun.se", "går inte att läsa"),
        ("issuer", "http://idp.kommun.example", "ska börja med https"),
        ("issuer", "https://user:pass@idp.kommun.example", "går inte att läsa"),
        ("issuer", "https://2130706433", "går inte att läsa"),
        ("issuer", "https://idp.kommun.example?x=1", "får inte innehålla"),
        ("scope", "profile email", "Ordet openid"),
        ("scope", 'openid "x"', "mellanslag"),
        ("levels", "\n".join(f"https://loa.example/{n}" for n in range(11)), "högst 10"),
        ("name", "", "Skriv ett namn"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_lost(field: str, value: str, says: str, administrator: Browser) -> None:
    administrator.get(LIST + "new").submit({**GOOD, field: value})
    assert says in administrator.text
    kept = dict(administrator.form().fields)
    assert {k: kept[k].replace("\r\n", "\n").removeprefix("\n") for k in ("name", "client_id", field)} == {
        "name": GOOD["name"],
        "client_id": GOOD["client_id"],
        field: value,
    }
    assert db.session.execute(select(IdentityProvider)).first() is None


def test_the_same_provider_twice_is_told(administrator: Browser) -> None:
    administrator.get(LIST + "new").submit(GOOD)
    administrator.get(LIST + "new").submit(GOOD)
    assert "redan en inloggningstjänst" in administrator.text
    stored()


def test_an_administrator_s_role_is_not_among_those_that_a_provider_gives(administrator: Browser) -> None:
    administrator.get(LIST + "new").submit({**GOOD, "default_role": "region_admin"})
    assert db.session.execute(select(IdentityProvider)).first() is None


def test_check_says_what_is_wrong_in_words(administrator: Browser, north: Region, fake: Fake) -> None:
    add_provider(north, fake.issuer)
    page = f"{LIST}{stored().id}"

    def press() -> str:
        administrator.get(page)
        form = next(form for form in administrator.forms if form.action.endswith("/check"))
        administrator.post(form.action, dict(form.fields))
        return administrator.text

    assert "Tjänsten svarar" in press()
    fake.change["discovery"] = lambda d: {**d, "issuer": "https://annan.example"}
    assert "tjänsten kallar sig https://annan.example" in press()
    fake.change["discovery"] = lambda d: {**d, "jwks_uri": "https://127.0.0.1/jwks"}
    assert "internt nät" in press()


def test_another_region_s_provider_is_not_found(administrator: Browser, make: Factory) -> None:
    theirs = add_provider(make.region("soder"), "https://idp.soder.example", name="Söders hemliga tjänst")
    assert administrator.get(f"{LIST}{theirs.id}").status == 404
    assert "Söders hemliga tjänst" not in administrator.get(LIST).text


def test_only_administrators(browser: Browser, make: Factory, north: Region) -> None:
    browser.sign_in(make.user(north, "strategist"))
    assert browser.get(LIST).status == 403


def test_the_sign_in_page_offers_the_region_s_own(browser: Browser, make: Factory, north: Region) -> None:
    add_provider(north, "https://idp.norr.example", name="Norrs inloggning")
    add_provider(make.region("soder"), "https://idp.soder.example", name="Söders inloggning")
    add_provider(north, "https://idp2.norr.example", name="Norrs stängda", active=False)
    offered = [words for _, words in browser.get("/sign-in?next=/r/norr/search").links if "Logga in med" in words]
    assert [words.removesuffix(north.name).strip() for words in offered] == ["Logga in med Norrs inloggning"]
    assert len([w for _, w in browser.get("/sign-in").links if "Logga in med" in w]) == 2
