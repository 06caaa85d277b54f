"""The standing link and the region's own questions, with script and without: a question that depends on an answer comes and goes."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from core.testing.live import Site
from tests.browser.inspection import Inspector

STANDING = "/r/akademi-norr/employer-needs/anmal-behov"
BUTTON = "main form button[type=submit]"


@pytest.mark.requirement("A6")
@pytest.mark.parametrize("scripts", [True, False])
def test_an_employer_answers_the_region_s_questions(site: Site, chromium: Browser, visited: set[str], scripts: bool) -> None:
    context = chromium.new_context(locale="sv-SE", reduced_motion="reduce", java_script_enabled=scripts)
    page = context.new_page()
    inspector = Inspector(site, page, visited)
    page.goto(site.url + STANDING)
    page.locator(BUTTON).first.click()
    page.locator("[name=organisation_name]").fill("Exempelgården")
    page.locator("[name=municipality_code]").select_option("2417")
    page.locator(BUTTON).first.click()
    page.goto(page.url.replace("/behov", "/fragor"))
    inspector.look(scripts=scripts)
    how_many = page.get_by_label("Hur många samtidigt?")
    expect(how_many).to_have_count(0)
    page.locator("[name=q1][value=o1]").check(force=True)
    if not scripts:
        page.locator(BUTTON).first.click()
        expect(page.locator("main")).to_contain_text("Ditt svar ger en fråga till.")
    expect(how_many).to_be_visible()
    how_many.fill("3")
    if scripts:
        page.locator("[name=q1][value=o3]").check(force=True)
        expect(how_many).to_have_count(0)
        page.locator("[name=q1][value=o1]").check(force=True)
        expect(how_many).to_have_value("3")
    page.locator("[name=q5]").set_input_files({"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"})
    inspector.look(scripts=scripts)
    page.locator(BUTTON).first.click()
    expect(page.locator("h1")).to_contain_text("Hur når vi dig")
    page.go_back()
    page.reload()
    expect(page.locator("main")).to_contain_text("Sparad fil: plan.pdf")
    inspector.look(scripts=scripts)
    context.close()
    assert inspector.faults == []


def test_an_invited_employer_can_hand_over_or_decline(site: Site, chromium: Browser, visited: set[str]) -> None:
    context = chromium.new_context(locale="sv-SE", reduced_motion="reduce")
    page = context.new_page()
    inspector = Inspector(site, page, visited)
    open_an_unanswered_invitation(site, page)
    page.get_by_role("link", name="Vi svarar inte den här gången").click()
    inspector.look()
    page.locator(BUTTON).first.click()
    expect(page.locator("h1")).to_contain_text("Ni svarar inte den här gången")
    inspector.look()
    page.get_by_role("link", name="Svara ändå").click()
    page.get_by_role("link", name="Lämna över till en kollega").click()
    inspector.look()
    page.locator(BUTTON).first.click()
    inspector.look()
    page.get_by_label("Kollegans namn").fill("Kim Exempel")
    page.get_by_label("Kollegans e-postadress").fill("kim@exempel.example")
    page.locator(BUTTON).first.click()
    expect(page.locator("h1")).to_contain_text("Du har lämnat över till en kollega")
    inspector.look()
    context.close()
    assert inspector.faults == []


def open_an_unanswered_invitation(site: Site, page: Page) -> None:
    """Other journeys answer some of the demo's invitations, and which mail is the newest depends on them."""
    mails: list[str] = []
    for number in range(1, 10):
        page.goto(f"{site.url}/dev/mail?page={number}")
        mails += [mail.get_attribute("href") or "" for mail in page.get_by_role("link", name="Vilken kompetens behöver").all()]
    for mail in mails:
        page.goto(urljoin(page.url, mail))
        link = page.locator("main a[href*='/svara/']").first.get_attribute("href") or ""
        page.goto(site.url + urlsplit(link).path)
        if page.get_by_role("link", name="Vi svarar inte den här gången").count():
            return
    raise AssertionError(f"all of {len(mails)} invitations are answered")
