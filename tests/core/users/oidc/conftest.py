"""A region with an identity provider, and a visitor."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from core.db import atomic, db
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from core.users.models import User
from core.users.oidc.metadata import forget
from core.users.oidc.models import IdentityProvider, NewAccounts
from core.users.oidc.service import save_provider
from core.users.service import ensure_user, grant_role
from tests.core.users.oidc.provider import CLIENT, FakeProvider


@pytest.fixture(scope="session")
def running() -> Iterator[FakeProvider]:
    """The provider's server."""
    made = FakeProvider()
    yield made
    made.close()


@pytest.fixture
def fake(running: FakeProvider, app: Flask) -> Iterator[FakeProvider]:
    """The provider, honest until told otherwise; calls to it are let through, because it is on this machine."""
    running.reset()
    forget()
    before = app.extensions["samkraft_settings"]
    app.extensions["samkraft_settings"] = before.model_copy(update={"outbound_allow": [f"127.0.0.1:{running.port}"]})
    yield running
    app.extensions["samkraft_settings"] = before
    forget()


@pytest.fixture
def north(make: Factory) -> Region:
    """The region of the provider."""
    return make.region("norr")


VALUES = {
    "name": "Norrköpta kommun",
    "client_id": CLIENT,
    "scope": "openid profile email",
    "accepted_levels": [],
    "trust_email": False,
    "default_role": "",
    "active": True,
}


def add_provider(region: Region, issuer: str, **values: object) -> IdentityProvider:
    """Add a provider to a region."""
    with atomic():
        provider = save_provider(
            region=region,
            provider=None,
            values={**VALUES, "issuer": issuer, "new_accounts": NewAccounts.REFUSE, **values},
            secret="hemligt",
        )
    db.session.expire_all()
    return provider


@pytest.fixture
def provider(fake: FakeProvider, north: Region) -> IdentityProvider:
    """The region's provider; who has no account is refused."""
    return add_provider(north, fake.issuer)


def account(email: str, region: Region, role: str) -> User:
    """An account with a role in a region."""
    with atomic():
        user = ensure_user(email=email, name=email.partition("@")[0].title())
        grant_role(user=user, region=region, role=role)
    return user


def leave(browser: Browser, provider: IdentityProvider, fake: FakeProvider, **query: str) -> dict[str, str]:
    """Go to the provider: the parameters it is given. It notes what an honest one would."""
    response = browser.client.get(f"/sign-in/with/{provider.id}", query_string=query)
    assert response.status_code == 302, response.get_data(as_text=True)
    sent = {k: v[0] for k, v in parse_qs(urlsplit(response.location).query).items()}
    fake.nonce, fake.challenge = sent["nonce"], sent["code_challenge"]
    return sent


def come_back(browser: Browser, provider: IdentityProvider, sent: dict[str, str], **answer: str) -> Browser:
    """The provider sends the browser back."""
    return browser.get(f"/sign-in/callback/{provider.id}", query_string={"code": "code-1", "state": sent["state"], **answer})
