"""A provider opens its link, reads the evidence and answers, with script and without."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from core.clock import today
from core.testing.live import Site
from tests.browser.inspection import Inspector


@pytest.mark.parametrize("scripts", [True, False])
def test_a_provider_reads_and_answers(site: Site, chromium: Browser, visited: set[str], scripts: bool) -> None:
    context = chromium.new_context(locale="sv-SE", reduced_motion="reduce", java_script_enabled=scripts)
    page = context.new_page()
    inspector = Inspector(site, page, visited)
    page.goto(site.url + "/dev/mail")
    letter = page.get_by_role("link", name="Förfrågan om utbildning").first
    while not letter.is_visible():  # other tests' mails may have come after it
        page.get_by_role("link", name="Nästa", exact=True).click()
    letter.click()
    link = page.locator("main a[href*='/offer/']").first.get_attribute("href") or ""
    page.goto(site.url + urlsplit(link).path)
    expect(page.locator("main")).to_contain_text("Underlag")
    inspector.look(scripts=scripts)
    later = (today() + timedelta(days=200)).isoformat()
    page.locator("[name=form][value=distance]").check(force=True)
    page.locator("[name=price]").fill("12 500")
    page.locator("[name=price_per][value=person]").check(force=True)
    for name in ("starts_on", "valid_until"):
        page.locator(f"[name={name}]").fill(later)
    page.locator("[name=seats_min]").fill("8")
    page.locator("[name=seats_max]").fill("4")
    page.locator("[name=contact_name]").fill("Kim Exempel")
    page.locator("[name=contact_email]").fill("kim@exempel.example")
    page.locator("button[value=offer]").click()
    expect(page.locator("main")).to_contain_text("minst lika stort som det lägsta")
    inspector.look(scripts=scripts)
    page.locator("[name=seats_max]").fill("24")
    page.locator("button[value=offer]").click()
    expect(page.locator("main")).to_contain_text("Ert erbjudande")
    inspector.look(scripts=scripts)
    context.close()
    assert inspector.faults == []
