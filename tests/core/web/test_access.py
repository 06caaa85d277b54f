"""Deny by default: a view that does not say who may call it stops the start, and a right for one method never covers another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Blueprint, Flask

from core.app import create_app
from core.config import Settings
from core.errors import ConfigurationError
from core.plugins import Area, Mount, Permission, Plugin, hookimpl
from core.plugins.loader import PluginError
from core.regions.models import Region
from core.testing.apps import registry_of
from core.testing.client import Browser
from core.testing.factories import Factory
from core.users.roles import ROLES
from core.web.access import check_declarations, declared_access, public, requires, signed_in


def _view() -> str:
    return "seen"


def _plugin(*views: tuple[str, list[str], Callable[..., Any]], permissions: tuple[str, ...] = ()) -> Plugin:
    bp = Blueprint("doors", __name__)
    for number, (rule, methods, view) in enumerate(views):
        bp.add_url_rule(rule, f"view{number}", view, methods=methods)

    class Doors(Plugin):
        name = "doors"
        title = "Dörrar"

        @hookimpl
        def register_blueprints(self) -> list[Mount]:
            return [Mount(bp, Area.WEB)]

        @hookimpl
        def register_permissions(self) -> list[Permission]:
            return [Permission(name, name, ("strategist",)) for name in permissions]

    return Doors()


@pytest.mark.parametrize(
    ("view", "methods", "fault"),
    [
        (lambda: "x", ["GET"], "declares nothing for GET"),
        (lambda: "x", ["GET", "POST"], "declares nothing for GET, POST"),
        (public("GET")(lambda: "x"), ["GET", "POST"], "declares nothing for POST"),
        (requires(POST="doors.door.open")(lambda: "x"), ["GET", "POST"], "declares nothing for GET"),
        (signed_in("GET")(lambda: "x"), ["GET", "DELETE", "PATCH"], "declares nothing for DELETE, PATCH"),
        (requires(GET="doors.door.opne")(lambda: "x"), ["GET"], "asks for 'doors.door.opne' for GET, which nobody registers"),
        (requires(GET="doors.door.open", POST="other.door.open")(lambda: "x"), ["GET", "POST"], "asks for 'other.door.open' for POST"),
    ],
)
@pytest.mark.requirement("S1")
def test_an_undeclared_view_stops_the_start(view: Callable[..., Any], methods: list[str], fault: str) -> None:
    plugin = _plugin(("/fine", ["GET"], public("GET")(lambda: "x")), ("/door", methods, view), permissions=("doors.door.open",))
    with pytest.raises(PluginError) as caught:
        registry_of(plugin)
    assert "Plugin 'doors' cannot be loaded: " in str(caught.value)
    assert f"(doors.view1) {fault}" in str(caught.value)
    assert "doors.view0" not in str(caught.value)


def test_core_itself_is_checked_when_everything_is_mounted(app: Flask) -> None:
    settings: Settings = app.extensions["samkraft_settings"]
    fresh = create_app(settings, registry=app.extensions["samkraft_registry"])
    check_declarations(fresh)
    fresh.add_url_rule("/back-door", "back_door", lambda: "in", methods=["GET"])
    with pytest.raises(
        ConfigurationError, match=r"/back-door \(back_door\) declares nothing for GET; add @requires, @signed_in or @public"
    ):
        check_declarations(fresh)


@pytest.mark.requirement("S1")
def test_every_rule_of_the_application_is_declared_for_every_method(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        declared = declared_access(app, rule.endpoint)
        assert (rule.methods or set()) - {"HEAD", "OPTIONS"} == set(declared), rule.endpoint


def test_declarations_of_several_decorators_add_up(app: Flask) -> None:
    view = requires(POST="x.y.z")(public("GET")(_view))
    try:
        assert view.samkraft_access == {"GET": "public", "POST": "x.y.z"}  # type: ignore[attr-defined]
    finally:
        del _view.samkraft_access  # type: ignore[attr-defined]


READ, BOOK, SIGNED, OPEN = "/r/nord/meetings/new", "/r/nord/admin/meetings/", "/r/nord/meetings/signed", "/r/nord/meetings/open"


@pytest.fixture
def region(make: Factory) -> Region:
    make.region("syd", plugins=["meetings"])
    return make.region("nord", plugins=["meetings"])


def _post(browser: Browser, path: str) -> int:
    data = {"title": "x", "seats": "1", "submission_key": path, "csrf_token": browser.get(OPEN).form_token()}
    return browser.client.post(path, data=data).status_code


def _reach(browser: Browser) -> list[int]:
    """Statuses of: read, book (admin), POST new, POST signed, GET public, POST public."""
    get = browser.client.get
    return [
        get(READ).status_code,
        get(BOOK).status_code,
        _post(browser, READ),
        _post(browser, SIGNED),
        get(OPEN).status_code,
        _post(browser, OPEN),
    ]


#                 read, book, new, signed, open, open POST
EXPECTED: dict[str, list[int]] = {
    "anonymous": [302, 302, 401, 401, 200, 302],
    "nobody": [403, 403, 403, 302, 200, 302],
    "guidance_counsellor": [200, 403, 403, 302, 200, 302],
    "strategist": [200, 200, 302, 302, 200, 302],
    "region_admin": [200, 200, 302, 302, 200, 302],
    "supervisor": [403, 403, 403, 302, 200, 302],
    "deactivated": [302, 302, 401, 401, 200, 302],
    "admin elsewhere": [403, 403, 403, 302, 200, 302],
}


@pytest.mark.parametrize("who", EXPECTED)
@pytest.mark.requirement("S1")
def test_each_method_asks_for_its_own_right(region: Region, make: Factory, browser: Browser, who: str) -> None:
    from sqlalchemy import select

    from core.db import atomic, db

    if who == "admin elsewhere":
        browser.sign_in(make.user(db.session.execute(select(Region).where(Region.slug == "syd")).scalar_one(), "region_admin"))
    elif who == "nobody":
        browser.sign_in(make.user())
    elif who == "deactivated":
        user = make.user(region, "region_admin")
        browser.sign_in(user)
        with atomic():
            user.active = False
    elif who != "anonymous":
        assert who in ROLES
        browser.sign_in(make.user(region, who))
    assert _reach(browser) == EXPECTED[who]


def test_head_follows_get_and_is_refused_alike(region: Region, make: Factory, browser: Browser) -> None:
    assert browser.client.head(READ).status_code == 302
    browser.sign_in(make.user(region, "guidance_counsellor"))
    assert (browser.client.head(READ).status_code, browser.client.head(BOOK).status_code) == (200, 403)


@pytest.mark.requirement("S6")
def test_a_right_ends_with_the_role_within_one_request(region: Region, make: Factory, browser: Browser) -> None:
    from sqlalchemy import delete

    from core.db import atomic, db
    from core.users.models import Membership

    user = make.user(region, "strategist")
    browser.sign_in(user)
    assert browser.client.get(BOOK).status_code == 200
    with atomic():
        db.session.execute(delete(Membership).where(Membership.user_id == user.id))
    assert browser.client.get(BOOK).status_code == 403


def test_signing_in_leads_back_to_the_page_that_was_asked_for(region: Region, browser: Browser) -> None:
    answer = browser.client.get(f"{READ}?from=mail")
    assert answer.status_code == 302
    assert answer.location == "/sign-in?next=/r/nord/meetings/new?from%3Dmail"
