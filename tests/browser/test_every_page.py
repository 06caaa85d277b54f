"""Every page there is, found from the URL map: no axe violation, no console error, nothing wider than a 320 px screen.

Pages are reached as a visitor reaches them, by following links. What only a form leads to is walked in `test_journeys.py`; and
`test_reached.py` fails on an address that neither of them came to. So a new page is tested the day it is linked.
"""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from core.testing.live import Site
from tests.browser.inspection import Inspector

REGION = "akademi-norr"
PER_ENDPOINT = 1
SKIPPED_PREFIXES = ("/static/", "/lang/")


class Crawl(Inspector):
    """Walks the site breadth first, one page per endpoint."""

    def __init__(self, site: Site, page: Page, visited: set[str]) -> None:
        super().__init__(site, page, visited)
        self.queue: list[str] = []
        self.seen: set[str] = set()
        self.visits: dict[str, int] = {}

    def add(self, url: str) -> None:
        """Put an address in the queue, if it is this site's, this region's, and new."""
        parts = urlsplit(url)
        if parts.scheme not in ("", "http") or (parts.netloc and parts.netloc != urlsplit(self.site.url).netloc):
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
        """Walk from the given addresses until there is nothing new."""
        for start in starts:
            self.add(start)
        while self.queue:
            path = self.queue.pop(0)
            endpoint = self.endpoint(path.partition("?")[0])
            if endpoint is None:
                self.faults.append(f"{path}: a link to nowhere")
                continue
            if self.visits.get(endpoint, 0) >= PER_ENDPOINT:
                continue
            self.visits[endpoint] = self.visits.get(endpoint, 0) + 1
            if self._is_page(endpoint, path):
                self.page.goto(self.site.url + path)
                for link in self.page.eval_on_selector_all("a[href]", "links => links.map(l => l.href)"):
                    self.add(link)
                self.look()

    def _is_page(self, endpoint: str, path: str) -> bool:
        response = self.page.context.request.get(self.site.url + path, max_redirects=0)
        self.visited.add(endpoint)
        if response.status >= 400:
            self.faults.append(f"{path}: status {response.status}")
        elif 300 <= response.status < 400:
            self.add(response.headers["location"])
        return response.status == 200 and "text/html" in response.headers.get("content-type", "")


class PartCrawl(Crawl):
    """Walks the pages of one part of a region, each page of a list.

    Args:
        base: The part's address, without the last slash.
    """

    def __init__(self, site: Site, page: Page, visited: set[str], base: str) -> None:
        super().__init__(site, page, visited)
        self.base = base

    def add(self, url: str) -> None:
        parts = urlsplit(url)
        key = parts.path + ("?" + parts.query if parts.query else "")
        if parts.path.startswith(f"{self.base}/") and key not in self.seen:
            self.seen.add(key)
            self.queue.append(key)


@pytest.mark.requirement("A1")
def test_as_visitor(site: Site, chromium: Browser, visited: set[str]) -> None:
    """What everybody can reach."""
    context = chromium.new_context(locale="sv-SE", reduced_motion="reduce")
    crawl = Crawl(site, context.new_page(), visited)
    crawl.run("/", f"/r/{REGION}/", f"/r/{REGION}/search?q=omsorg", "/sign-in", "/dev/sign-in", "/dev/mail")
    context.close()
    assert crawl.faults == []


@pytest.mark.requirement("A1")
def test_as_administrator(site: Site, chromium: Browser, visited: set[str]) -> None:
    """What only those who work in the region can reach."""
    context = chromium.new_context(locale="sv-SE", reduced_motion="reduce")
    crawl = Crawl(site, context.new_page(), visited)
    crawl.page.goto(site.url + site.sign_in_path("region_admin", REGION))
    crawl.look()
    crawl.page.get_by_role("button", name="Logga in").click()
    crawl.run(f"/r/{REGION}/", f"/r/{REGION}/admin/jobs?state=waiting")
    context.close()
    assert crawl.faults == []
