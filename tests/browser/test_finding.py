"""A search in the catalogue: shared under a short address, watched by mail, and ended again; with script and without."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from core.testing.live import Site
from tests.browser.inspection import Inspector
from tests.browser.test_journeys import REGION

CATALOGUE = f"/r/{REGION}/training-catalog/"
BUTTON = "main form[method=post] button[type=submit]"


@pytest.mark.requirement("A6")
@pytest.mark.parametrize("scripts", [True, False])
def test_a_search_is_shared_and_watched(site: Site, chromium: Browser, visited: set[str], scripts: bool) -> None:
    context = chromium.new_context(locale="sv-SE", reduced_motion="reduce", java_script_enabled=scripts)
    page = context.new_page()
    inspector = Inspector(site, page, visited)
    address = f"soker-{scripts}@exempel.example".lower()
    page.goto(f"{site.url}{CATALOGUE}?q=omsorg")
    inspector.look(scripts=scripts)
    page.get_by_role("link", name="Dela sökningen").click()
    inspector.look(scripts=scripts)
    page.goto(f"{site.url}{CATALOGUE}?q=omsorg")
    page.get_by_role("link", name="Få mejl när det kommer nya utbildningar").click()
    inspector.look(scripts=scripts)
    page.locator("main [name=email]").fill(address)
    page.locator(BUTTON).first.click()
    inspector.look(scripts=scripts)
    site.drain()
    page.goto(f"{site.url}/dev/mail?to={address}")
    page.locator("main h2 a").first.click()
    link = page.locator("main a[href*='/watch/']").first.get_attribute("href") or ""
    page.goto(site.url + urlsplit(link).path)
    inspector.look(scripts=scripts)
    page.locator(BUTTON).first.click()
    inspector.look(scripts=scripts)
    context.close()
    assert inspector.faults == []
