"""Pages that the demo has no row for: opened with the objects that the tests of all addresses make, as an administrator and as a stranger.

What the crawl and the journeys have come to is not opened again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from core.db import atomic
from core.demo.people import DOMAIN, make_people
from core.regions.models import Region
from core.testing.factories import Factory
from core.testing.live import Site
from core.testing.routes import routes_of
from core.users.models import User
from core.users.service import find_user
from tests.architecture import objects_core
from tests.browser.inspection import Inspector


@dataclass(frozen=True)
class Scene:
    """A region with one object of every kind.

    Args:
        paths: By endpoint, the path of its page, with an object where it takes one.
        administrator: A page on which the region's administrator is signed in.
    """

    paths: dict[str, str]
    administrator: Page


@pytest.fixture(scope="module")
def scene(site: Site, chromium: Browser) -> Iterator[Scene]:
    app = site.app
    with app.test_request_context(base_url=site.url):
        make = Factory()
        region = make.region("proven", plugins=list(app.extensions["samkraft_registry"].plugins))
        with atomic():
            make_people(region)
        person = find_user(f"region-admin@{region.slug}.{DOMAIN}")
        assert person is not None
    context = chromium.new_context(locale="sv-SE", reduced_motion="reduce")
    page = context.new_page()
    page.goto(site.url + site.sign_in_path("region_admin", region.slug))
    page.get_by_role("button", name="Logga in").click()
    page.wait_for_load_state("load")
    with app.test_request_context(base_url=site.url):  # after the sign-in, which one of the objects, a passkey, makes longer
        paths = _addresses(app, make, region, person)
    yield Scene(paths, page)
    context.close()


def _addresses(app: Flask, make: Factory, region: Region, person: User) -> dict[str, str]:
    values = objects_core.values(app, make, region, person)
    owners = (None, *app.extensions["samkraft_registry"].plugins)
    pages = [route for owner in owners for route in routes_of(app, owner) if route.method == "GET" and not route.is_api]
    return {route.endpoint: route.url(app, region.slug, values.get(route.endpoint, {})) for route in pages}


@pytest.mark.requirement("A1")
@pytest.mark.parametrize("signed_in", [False, True], ids=["stranger", "administrator"])
def test_what_no_link_leads_to(site: Site, chromium: Browser, visited: set[str], scene: Scene, signed_in: bool) -> None:
    # A page is never closed by itself: Chromium may wait for ever for one that was still loading. Closing its context does not.
    page = scene.administrator if signed_in else chromium.new_context(locale="sv-SE", reduced_motion="reduce").new_page()
    inspector = Inspector(site, page, visited)
    opened = []
    for endpoint, path in sorted(scene.paths.items()):
        if endpoint in visited:
            continue
        answer = page.context.request.get(site.url + path, max_redirects=0)
        if answer.status >= 500:
            inspector.faults.append(f"{path}: status {answer.status}")
        if answer.status != 200:
            continue
        visited.add(endpoint)
        opened.append(endpoint)
        if "text/html" in answer.headers.get("content-type", "") and "attachment" not in answer.headers.get("content-disposition", ""):
            page.goto(site.url + path)
            inspector.look()
    if not signed_in:
        page.context.close()
    assert not inspector.faults, "\n".join(inspector.faults)
    assert opened
