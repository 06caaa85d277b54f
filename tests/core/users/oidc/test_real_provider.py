"""Against a provider that somebody else has written, in a process of its own: over real connections, from the link to the session."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import SplitResult, urlencode, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import db
from core.testing.client import Browser
from core.testing.factories import Factory
from core.users.models import UserSession
from core.users.oidc.metadata import forget
from core.users.oidc.models import ExternalIdentity
from tests.core.users.oidc.conftest import account, add_provider


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The provider's port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = int(free.getsockname()[1])
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(number), "--require-nonce"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ))
    deadline = time.monotonic() + 30
    while True:
        try:
            socket.create_connection(("localhost", number), timeout=1).close()
            break
        except OSError:
            assert process.poll() is None, "the provider did not start"
            assert time.monotonic() < deadline, "the provider does not answer"
            time.sleep(0.1)
    yield number
    process.terminate()
    process.wait(10)


def approve(port: int, where: str, person: str) -> str:
    """What a person does at the provider: open its page, write a name, say yes. Returns the address it leads back to."""
    parts = urlsplit(where)
    with closing(http.client.HTTPConnection("localhost", port, timeout=10)) as connection:
        return _approve(connection, parts, person)


def _approve(connection: http.client.HTTPConnection, parts: SplitResult, person: str) -> str:
    connection.request("GET", f"{parts.path}?{parts.query}")
    page = connection.getresponse().read().decode()
    assert re.search(r'name="sub"', page)
    body = urlencode({"sub": person})
    connection.request("POST", f"{parts.path}?{parts.query}", body=body, headers={"Content-Type": "application/x-www-form-urlencoded"})
    response = connection.getresponse()
    response.read()
    return str(response.headers["Location"])


@pytest.mark.slow
@pytest.mark.requirement("S14")
def test_from_the_link_on_the_sign_in_page_to_a_session(app: Flask, browser: Browser, make: Factory, port: int) -> None:
    north = make.region("norr")
    anna = account("anna@kommun.example", north, "strategist")
    settings = app.extensions["samkraft_settings"]
    app.extensions["samkraft_settings"] = settings.model_copy(update={"outbound_allow": [f"localhost:{port}"]})
    forget()
    try:
        add_provider(north, f"http://localhost:{port}", trust_email=True, name="Provkommunen")
        browser.get("/sign-in")
        link = next(href for href, words in browser.links if "Logga in med Provkommunen" in words)
        left = browser.client.get(link)
        assert left.status_code == 302
        back = urlsplit(approve(port, left.location, "anna@kommun.example"))
        browser.get(f"{back.path}?{back.query}")
    finally:
        app.extensions["samkraft_settings"] = settings
    assert (browser.status, browser.url) == (200, "/r/norr/")
    assert "Logga ut" in browser.text
    tied = db.session.execute(select(ExternalIdentity.user_id, ExternalIdentity.subject)).all()
    assert tied == [(anna.id, "anna@kommun.example")]
    assert db.session.execute(select(UserSession.amr).where(UserSession.user_id == anna.id)).scalar_one() == ["oidc"]
