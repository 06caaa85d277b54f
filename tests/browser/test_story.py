"""From an empty region of seventeen municipalities to a class: sixty employers answer, four of twelve clusters are large enough, a provider
is asked and offers, and the dossier is written.

Three employers answer in the browser, the others by the same forms without one; `STORY=whole` lets all sixty use the browser.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from core.clock import today
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
    employer = sixty_answer(empty, chromium)
    clusters(empty, strategist)
    request = a_provider_is_asked(empty, strategist)
    it_offers(empty, chromium)
    the_offer_is_accepted(empty, strategist, request)
    the_employer_reads_it(employer)
    the_dossier_is_written(empty, strategist, tmp_path)


def sign_in(site: Site, page: Page, role: str) -> None:
    page.goto(site.url + site.sign_in_path(role, "akademi-norr"))
    page.get_by_role("button", name="Logga in").click()


def round_opens(site: Site, page: Page) -> None:
    first = today()
    page.goto(site.url + HOME + "employer-needs/omgangar/ny")
    page.locator("main [name=title]").fill("Höstens behovsinventering")
    page.locator("main [name=opens_on]").fill(first.isoformat())
    page.locator("main [name=closes_on]").fill((first + timedelta(days=30)).isoformat())
    page.locator("main form button[type=submit]").first.click()
    page.get_by_role("button", name="Öppna").first.click()
    expect(page.locator("main")).to_contain_text("Omgången är öppen")


def sixty_answer(site: Site, chromium: Browser) -> Page:
    """The first employer's browser, where it follows what becomes of its need."""
    pages = []
    for employer in employers():
        if employer.number < IN_BROWSER:
            page = chromium.new_context(locale="sv-SE", reduced_motion="reduce").new_page()
            page.goto(site.url + FORM)
            in_browser(page).answer(employer)
            expect(page.locator("main")).to_contain_text("Din referens")
            pages.append(page)
        else:
            visitor, answerer = by_forms(site.url)
            visitor.get(site.url + FORM)
            answerer.answer(employer)
            assert "Din referens" in visitor.page.text, visitor.page.text[:300]
    for page in pages[1:]:
        page.context.close()
    pages[0].get_by_role("link", name="Se vad som händer").first.click()
    site.drain()
    return pages[0]


def clusters(site: Site, page: Page) -> None:
    page.goto(site.url + HOME + "demand-pooling/")
    expect(page.locator("main")).to_contain_text("12 träffar")
    page.goto(site.url + HOME + "demand-pooling/?status=viable")
    expect(page.locator("main")).to_contain_text("4 träffar")


def a_provider_is_asked(site: Site, page: Page) -> str:
    """The path of the request."""
    page.goto(site.url + HOME + "organisations/new")
    page.locator("main [name=name]").fill("Påhittade yrkesskolan")
    page.locator("main [name=kind]").select_option("education_provider")
    send(page)
    page.goto(site.url + HOME + "demand-pooling/?status=viable")
    page.get_by_role("link", name="Vårdbiträden").first.click()
    expect(page.locator("main")).to_contain_text("14")
    page.get_by_role("link", name="Fråga anordnare").first.click()
    page.get_by_label("Påhittade yrkesskolan").check(force=True)
    page.locator("main [name^=email_]").first.fill("skolan@exempel.example")
    page.locator("main [name=start_wish]").fill("augusti 2027")
    send(page)
    expect(page.locator("h1")).to_contain_text("Förfrågan")
    site.drain()
    return urlsplit(page.url).path


def it_offers(site: Site, chromium: Browser) -> None:
    """By the link in the mail, in a browser of its own."""
    context = chromium.new_context(locale="sv-SE", reduced_motion="reduce")
    page = context.new_page()
    page.goto(site.url + "/dev/mail?to=skolan@exempel.example")
    page.locator("main h2 a").first.click()
    link = page.locator("main a[href*='/offer/']").first.get_attribute("href") or ""
    page.goto(site.url + urlsplit(link).path)
    expect(page.locator("main")).to_contain_text("14")
    starts = today() + timedelta(days=280)
    page.locator("main [name=form]").first.check(force=True)
    page.locator("main [name=price]").fill("480000")
    page.locator("main [name=price_per]").last.check(force=True)
    page.locator("main [name=starts_on]").fill(starts.isoformat())
    page.locator("main [name=seats_min]").fill("12")
    page.locator("main [name=seats_max]").fill("20")
    page.locator("main [name=valid_until]").fill((today() + timedelta(days=90)).isoformat())
    page.locator("main [name=contact_name]").fill("Påhittade Person")
    page.locator("main [name=contact_email]").fill("skolan@exempel.example")
    page.get_by_role("button", name="Skicka erbjudandet").click()
    expect(page.locator("main")).to_contain_text("Ert erbjudande")
    context.close()
    site.drain()


def the_offer_is_accepted(site: Site, page: Page, request: str) -> None:
    page.goto(site.url + request)
    expect(page.locator("main")).to_contain_text("Påhittade yrkesskolan")
    page.locator("main [name=accepted]").first.check(force=True)
    page.locator("main [name=reason]").fill("Priset och starten passar alla sju arbetsgivarna.")
    page.get_by_role("button", name="Spara beslutet").click()
    expect(page.locator("main")).to_contain_text("Priset och starten passar")
    site.drain()


def the_employer_reads_it(page: Page) -> None:
    page.reload()
    for word in ("erbjudande", "beslut"):
        expect(page.locator("main")).to_contain_text(re.compile(word, re.IGNORECASE))


def the_dossier_is_written(site: Site, page: Page, folder: Path) -> None:
    page.goto(site.url + HOME + "demand-pooling/?status=viable")
    page.get_by_role("link", name="Vårdbiträden").first.click()
    page.get_by_role("link", name="Skapa underlag").first.click()
    page.locator("main [name=kind][value=commissioned_education]").check(force=True)
    send(page)
    expect(page.locator("main")).to_contain_text("Det här saknas")
    page.get_by_role("link", name="Förhandsgranska").first.click()
    expect(page.locator("main")).to_contain_text("Påhittade firman 0 AB")
    with page.expect_download() as waiting:
        page.locator("main a[href*=pdf]").first.click()
    path = folder / "dossier.pdf"
    waiting.value.save_as(path)
    content = path.read_bytes()
    assert content.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in content or b"/ObjStm" in content
    if os.environ.get("STORY"):
        Path(os.environ.get("STORY_FOLDER", ".")).joinpath("dossier.pdf").write_bytes(content)


def send(page: Page) -> None:
    page.locator("main form button[type=submit]").first.click()
