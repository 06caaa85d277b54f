"""Meetings where they are arranged, with full lists: every page that an organiser and a visitor reach."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from core.testing.live import Site
from tests.browser.test_every_page import Crawl

REGION = "uppsala"
BASE = f"/r/{REGION}/meeting-places"


class MeetingCrawl(Crawl):
    """Walks the pages of meetings in their region."""

    def add(self, url: str) -> None:
        parts = urlsplit(url)
        key = parts.path + ("?" + parts.query if parts.query else "")
        if parts.path.startswith(f"{BASE}/") and key not in self.seen:
            self.seen.add(key)
            self.queue.append(key)


@pytest.mark.requirement("A1")
@pytest.mark.parametrize("role", ["", "strategist"])
def test_every_page_of_the_meetings(site: Site, chromium: Browser, visited: set[str], role: str) -> None:
    context = chromium.new_context(locale="sv-SE", reduced_motion="reduce")
    page = context.new_page()
    if role:
        page.goto(site.url + site.sign_in_path(role, REGION))
        if page.locator("main form button").count():
            page.locator("main form button").first.click()
    crawl = MeetingCrawl(site, page, visited)
    crawl.run(f"{BASE}/")
    context.close()
    assert crawl.faults == []
    assert len(crawl.visits) > (8 if not role else 20)
