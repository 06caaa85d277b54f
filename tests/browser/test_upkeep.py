"""A provider puts a course in the catalogue: with script and without, in few interactions, and cancels an occasion of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from core.clock import today
from core.testing.live import Site
from tests.browser.inspection import Inspector

OWN = "/r/akademi-norr/training-catalog/own"
FIVE_MINUTES = 25  # interactions: a field filled, a choice made, a button pressed


class Hands:
    """Counts what somebody does."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.done = 0

    def fill(self, name: str, text: str) -> None:
        self.page.locator(f"main [name={name}]").fill(text)
        self.done += 1

    def choose(self, name: str, value: str) -> None:
        self.page.locator(f"main [name={name}]").select_option(value)
        self.done += 1

    def press(self, do: str) -> None:
        self.page.locator(f"main button[name=do][value={do}]").click()
        self.done += 1


@pytest.mark.parametrize("scripts", [True, False])
def test_a_course_from_nothing_to_published_and_one_occasion_cancelled(
    site: Site, chromium: Browser, visited: set[str], scripts: bool
) -> None:
    context = chromium.new_context(locale="sv-SE", reduced_motion="reduce", java_script_enabled=scripts)
    page = context.new_page()
    inspector = Inspector(site, page, visited)
    page.goto(site.url + site.sign_in_path("provider_representative", "akademi-norr"))
    page.get_by_role("button", name="Logga in").click()
    page.goto(site.url + OWN)
    inspector.look(scripts=scripts)
    hands = Hands(page)
    page.get_by_role("link", name="Lägg in en utbildning").first.click()
    title = f"Undersköterska på kvällstid {'ett' if scripts else 'två'}"
    if page.locator("main [name=organisation]").count():
        page.locator("main [name=organisation]").select_option(index=1)
    hands.fill("title", title)
    hands.choose("school_form", "VUXGY")
    hands.fill("credits", "1500")
    hands.fill("description", "Du lär dig ge vård och omsorg.")
    if scripts:
        expect(page.locator("[data-preview=title]")).to_have_text(title)
        expect(page.locator("[data-preview=kind]")).to_contain_text("1 500 verksamhetspoäng")
    else:
        page.locator("button[value=preview]").click()
        expect(page.locator("[data-preview=title]")).to_have_text(title)
    inspector.look(scripts=scripts)
    hands.press("save")
    start = today() + timedelta(days=200)
    hands.fill("start", start.isoformat())
    hands.fill("application_last", (start - timedelta(days=60)).isoformat())
    hands.choose("place_1", "2417")
    hands.choose("pace", "50")
    inspector.look(scripts=scripts)
    hands.press("save")
    expect(page.locator("h1")).to_contain_text("Granska")
    inspector.look(scripts=scripts)
    hands.press("publish")
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator("main")).to_contain_text("50 % av heltid")
    assert hands.done + 1 <= FIVE_MINUTES
    _copy_and_cancel(page, site, inspector, title, scripts)
    context.close()
    assert inspector.faults == []


def _copy_and_cancel(page: Page, site: Site, inspector: Inspector, title: str, scripts: bool) -> None:
    page.goto(site.url + OWN)
    page.get_by_role("link", name=title).click()
    page.locator("main").get_by_role("link", name="Kopiera").first.click()
    inspector.look(scripts=scripts)
    page.locator("main button[name=do][value=publish]").click()
    page.get_by_role("link", name=title).click()
    inspector.look(scripts=scripts)
    page.locator("main").get_by_role("link", name="Ställ in").first.click()
    page.locator("main [name=reason]").fill("För få sökande.")
    inspector.look(scripts=scripts)
    page.locator("main").get_by_role("button", name="Ställ in tillfället").click()
    page.get_by_role("link", name="Se den publika sidan").click()
    expect(page.locator("main")).to_contain_text("För få sökande.")
    inspector.look(scripts=scripts)
    page.go_back()
    page.locator("main").get_by_role("button", name="Ges ändå").click()
    expect(page.locator("main")).to_contain_text("Tillfället ges ändå")
