"""Every page there is, found from the URL map: no axe violation, no console error, nothing wider than a 320 px screen.

Pages are reached as a visitor reaches them, by following links; an address that no link leads to fails the test unless it stands
in UNREACHED with its reason. So a new page is tested the day it is linked.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.routing import RequestRedirect
from werkzeug.exceptions import HTTPException

from core.testing.live import Site

AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
REGION = "akademi-norr"
PER_ENDPOINT = 2
SKIPPED_PREFIXES = ("/static/", "/lang/")
UNREACHED = {
    "core_site.health": "for machines: empty",
    "core_site.ready": "for machines: plain text",
    "core_site.favicon": "a redirect",
    "core_site.choose_language": "a redirect",
    "core_region.theme": "a style sheet",
    "core_static.plugin_file": "files",
    "static": "files",
    "core_auth.check_mail": "in tests/browser/test_journeys.py",
    "core_dev.sign_in_as": "a redirect to the confirmation page",
}


class Crawl:
    """Walks the site breadth first, a few pages per endpoint, and collects what is wrong."""

    def __init__(self, site: Site, context: BrowserContext) -> None:
        self.site = site
        self.page: Page = context.new_page()
        self.queue: list[str] = []
        self.seen: set[str] = set()
        self.visits: dict[str, int] = {}
        self.faults: list[str] = []
        self.page.on("console", lambda m: self.faults.append(f"{self.page.url}: console: {m.text}") if m.type == "error" else None)
        self.page.on("pageerror", lambda e: self.faults.append(f"{self.page.url}: script: {e}"))

    def endpoint(self, url: str) -> str | None:
        path = urlsplit(url).path
        try:
            return self.site.app.url_map.bind("127.0.0.1").match(path, method="GET")[0]
        except (RequestRedirect, HTTPException):
            return None

    def add(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.netloc and parts.netloc != urlsplit(self.site.url).netloc:
            return
        path = parts.path
        if path.startswith("/r/") and not path.startswith(f"/r/{REGION}/"):
            return
        if path.startswith(SKIPPED_PREFIXES) or not path.startswith("/"):
            return
        key = path + ("?" + parts.query if parts.query else "")
        if key not in self.seen:
            self.seen.add(key)
            self.queue.append(key)

    def run(self, *starts: str) -> None:
        for start in starts:
            self.add(start)
        while self.queue:
            path = self.queue.pop(0)
            endpoint = self.endpoint(path)
            if endpoint is None:
                self.faults.append(f"{path}: a link to nowhere")
                continue
            if self.visits.get(endpoint, 0) >= PER_ENDPOINT:
                continue
            self.visits[endpoint] = self.visits.get(endpoint, 0) + 1
            if self._is_download(endpoint, path):
                continue
            self.look(path)

    def _is_download(self, endpoint: str, path: str) -> bool:
        response = self.page.context.request.get(self.site.url + path, max_redirects=0)
        if response.status >= 400:
            self.faults.append(f"{path}: status {response.status}")
            return True
        return "text/html" not in response.headers.get("content-type", "") or response.status >= 300

    def look(self, path: str) -> None:
        page = self.page
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="light")
        page.goto(self.site.url + path)
        self._axe(path, "light")
        for link in page.eval_on_selector_all("a[href]", "links => links.map(l => l.href)"):
            self.add(link)
        page.emulate_media(color_scheme="dark")
        self._axe(path, "dark")
        page.set_viewport_size({"width": 320, "height": 800})
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            self.faults.append(f"{path}: {width} px wide on a 320 px screen")
        page.emulate_media(color_scheme="light")
        self._axe(path, "320 px")

    def _axe(self, path: str, how: str) -> None:
        for violation in Axe().run(self.page, options=AXE).response["violations"]:
            targets = [node["target"] for node in violation["nodes"][:3]]
            self.faults.append(f"{path} ({how}): {violation['id']}: {violation['help']}: {targets}")


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A fresh visitor."""
    made = chromium.new_context(locale="sv-SE", reduced_motion="reduce")
    yield made
    made.close()


def test_every_page_as_visitor_and_as_administrator(site: Site, context: BrowserContext, chromium: Browser) -> None:
    visitor = Crawl(site, context)
    visitor.run("/", f"/r/{REGION}/", f"/r/{REGION}/search?q=omsorg", "/sign-in", "/dev/sign-in", "/dev/mail", site.sign_in_path("strategist", REGION))
    assert visitor.faults == []

    signed_in = chromium.new_context(locale="sv-SE", reduced_motion="reduce")
    administrator = Crawl(site, signed_in)
    administrator.page.goto(site.url + site.sign_in_path("region_admin", REGION))
    administrator.page.get_by_role("button", name="Logga in").click()
    administrator.run(f"/r/{REGION}/", f"/r/{REGION}/admin/jobs?state=waiting")
    signed_in.close()
    assert administrator.faults == []

    pages = {
        rule.endpoint
        for rule in site.app.url_map.iter_rules()
        if "GET" in (rule.methods or set()) and not rule.rule.startswith("/api/")
    }
    unreached = pages - set(visitor.visits) - set(administrator.visits) - set(UNREACHED)
    assert unreached == set(), "no link leads to these; link them, or give the reason in UNREACHED"
