"""From an empty region of seventeen municipalities to a class: sixty employers answer, four of twelve clusters are large enough, a provider
is asked and offers, and the dossier is written.

Three employers answer in the browser, the others by the same forms without one; `STORY=whole` lets all sixty use the browser.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from core.testing.live import Site, running_site
from tests.browser.story import FORM, HOME, by_forms, employers, in_browser

IN_BROWSER = len(employers()) if os.environ.get("STORY") == "whole" else 3


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The regions of the demo, with people and without anything that they have done."""
    with running_site(tmp_path_factory.mktemp("story"), seeded=False) as site:
        yield site


def test_from_an_answer_to_a_class(empty: Site, chromium: Browser, tmp_path: Path) -> None:
    strategist = chromium.new_context(locale="sv-SE", reduced_motion="reduce").new_page()
    sign_in(empty, strategist, "strategist")
    round_opens(empty, strategist)
    sixty_answer(empty, chromium)
    clusters(empty, strategist)


def sign_in(site: Site, page: Page, role: str) -> None:
    page.goto(site.url + site.sign_in_path(role, "akademi-norr"))
    page.get_by_role("button", name="Logga in").click()


def round_opens(site: Site, page: Page) -> None:
    today = date.today()
    page.goto(site.url + HOME + "employer-needs/omgangar/ny")
    page.locator("main [name=title]").fill("Höstens behovsinventering")
    page.locator("main [name=opens_on]").fill(today.isoformat())
    page.locator("main [name=closes_on]").fill((today + timedelta(days=30)).isoformat())
    page.locator("main form button[type=submit]").first.click()
    page.get_by_role("button", name="Öppna").first.click()
    expect(page.locator("main")).to_contain_text("Omgången är öppen")


def sixty_answer(site: Site, chromium: Browser) -> None:
    context = chromium.new_context(locale="sv-SE", reduced_motion="reduce")
    for employer in employers():
        if employer.number < IN_BROWSER:
            page = context.new_page()
            page.goto(site.url + FORM)
            in_browser(page).answer(employer)
            expect(page.locator("main")).to_contain_text("Din referens")
            page.close()
            context.clear_cookies()
        else:
            visitor, answerer = by_forms(site.url)
            visitor.get(site.url + FORM)
            answerer.answer(employer)
            assert "Din referens" in visitor.page.text, visitor.page.text[:300]
    context.close()
    site.drain()


def clusters(site: Site, page: Page) -> None:
    page.goto(site.url + HOME + "demand-pooling/")
    print(page.inner_text("main"))
    assert 0
