"""The security headers stand on every response: pages, errors, redirects, files, the API (S19–S21)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
    "manifest-src": "'self'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
}
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
RESPONSES = [
    ("GET", "/", 200),
    ("GET", "/healthz", 200),
    ("GET", "/readyz", 200),
    ("GET", "/favicon.ico", 301),
    ("GET", "/static/css/samkraft.css", 200),
    ("GET", "/static/nothing.css", 404),
    ("GET", "/static/plugins/meetings/meetings.css", 200),
    ("GET", "/static/plugins/meetings/../plugin.py", 404),
    ("GET", "/static/plugins/unicorns/x.css", 404),
    ("GET", "/r/nord", 308),
    ("GET", "/r/nord/", 200),
    ("GET", "/r/nord/theme.css", 200),
    ("GET", "/r/nord/search?q=möte", 200),
    ("GET", "/r/nord/meetings/", 200),
    ("HEAD", "/r/nord/meetings/", 200),
    ("OPTIONS", "/r/nord/meetings/", 200),
    ("GET", "/r/nord/meetings/broken", 500),
    ("GET", "/r/nord/minutes/", 404),
    ("GET", "/r/nord/admin/plugins", 302),
    ("GET", "/r/unknown/", 404),
    ("GET", "/r/nord/search?q=%00", 400),
    ("POST", "/r/nord/meetings/open", 400),
    ("POST", "/r/nord/meetings/new", 401),
    ("PUT", "/r/nord/meetings/", 405),
    ("GET", "/api/v1/regions/nord/meetings/meetings", 200),
    ("GET", "/api/v1/regions/nord/minutes/x", 404),
    ("GET", "/sign-in", 200),
    ("GET", "/sign-in/nonsense", 410),
    ("GET", "/nothing", 404),
]


@pytest.fixture
def region(make: Factory, app: Flask) -> Iterator[Region]:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield make.region("nord", plugins=["meetings"])
    app.config["PROPAGATE_EXCEPTIONS"] = None


@pytest.mark.parametrize(("method", "path", "status"), RESPONSES)
@pytest.mark.requirement("S19", "S21")
def test_every_kind_of_response_has_them(region: Region, browser: Browser, method: str, path: str, status: int) -> None:
    answer = browser.client.open(path, method=method)
    assert answer.status_code == status
    found = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
    assert found == POLICY
    assert len(answer.headers.getlist("Content-Security-Policy")) == 1
    assert {name: answer.headers.get(name) for name in FIXED} == FIXED
    assert "Strict-Transport-Security" not in answer.headers  # this application is served over http


@pytest.mark.requirement("S21")
def test_pages_of_signed_in_people_are_not_kept(region: Region, browser: Browser, make: Factory) -> None:
    assert browser.client.get("/r/nord/").headers["Cache-Control"] == "private, no-cache"
    browser.sign_in(make.user(region, "region_admin"))
    for path in ("/r/nord/", "/r/nord/admin/plugins", "/r/nord/meetings/", "/r/nord/nothing"):
        assert browser.client.get(path).headers["Cache-Control"] == "no-store", path
    assert "max-age" in browser.client.get("/static/css/samkraft.css").headers["Cache-Control"]


@pytest.mark.requirement("S20")
def test_the_session_cookie_is_out_of_reach(region: Region, browser: Browser) -> None:
    cookie = browser.client.get("/r/nord/meetings/open").headers["Set-Cookie"]
    assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}


@pytest.mark.requirement("S20")
def test_over_https_cookies_and_transport_are_strict(databases: object, tmp_path: object, app: Flask) -> None:
    from core.app import create_app
    from core.config import Settings

    settings: Settings = app.extensions["samkraft_settings"]
    secure = create_app(settings.model_copy(update={"https": True}), registry=app.extensions["samkraft_registry"])
    answer = secure.test_client().get("/sign-in", base_url="https://samkraft.example")
    assert answer.status_code == 200
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    name, _, rest = answer.headers["Set-Cookie"].partition("=")
    assert name == "__Host-samkraft"
    assert {"Secure", "HttpOnly", "Path=/"} <= {part.strip() for part in rest.split(";")}
    assert "Domain" not in rest
    with secure.app_context():
        from core.db import db

        db.engine.dispose()
