"""Pages that only a mail, a file or an answered question leads to: asked in, asking in, one's data, and a table read in and taken back."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from core.testing.live import Site
from tests.browser.inspection import Inspector
from tests.browser.test_journeys import NEXT, REGION, sign_in

HOME = f"/r/{REGION}/"


@pytest.fixture
def page(chromium: Browser) -> Page:
    """An ordinary browser."""
    return chromium.new_context(locale="sv-SE", reduced_motion="reduce").new_page()


def follow_mail(site: Site, page: Page, address: str, part: str) -> None:
    """Open the link with `part` in it of the newest mail to an address. Mails name the installation's public address."""
    site.drain()
    page.goto(f"{site.url}/dev/mail?to={address}")
    page.locator("main h2 a").first.click()
    link = page.locator(f"main a[href*='{part}']").first.get_attribute("href") or ""
    page.goto(site.url + urlsplit(link).path)


def test_somebody_is_asked_in_and_somebody_asks(site: Site, page: Page, visited: set[str]) -> None:
    inspector = Inspector(site, page, visited)
    sign_in(site, page, "region_admin")
    page.goto(f"{site.url}{HOME}admin/invitations/new")
    page.locator("main [name=email]").fill("inbjuden@exempel.example")
    page.locator("main [name=role]").select_option("strategist")
    page.locator(NEXT).first.click()
    page.context.clear_cookies()
    follow_mail(site, page, "inbjuden@exempel.example", "/invitation")
    inspector.look()
    page.goto(f"{site.url}{HOME}join/")
    page.locator("main [name=email]").fill("fragar@exempel.example")
    page.locator("main [name=name]").fill("Exempel Frågar")
    page.locator("main [name=organisation_name]").fill("Exempelgården")
    page.locator(NEXT).first.click()
    inspector.look()
    follow_mail(site, page, "fragar@exempel.example", "/join/")
    inspector.look()
    page.locator(NEXT).first.click()
    inspector.look()
    page.context.close()
    assert inspector.faults == []


def test_what_is_kept_about_a_person(site: Site, page: Page, visited: set[str]) -> None:
    inspector = Inspector(site, page, visited)
    sign_in(site, page, "region_admin")
    page.goto(f"{site.url}/account/my-data")
    with page.expect_download() as mine:
        page.locator(NEXT).first.click()
    assert mine.value.suggested_filename == "personuppgifter.zip"
    page.goto(f"{site.url}{HOME}admin/persons/")
    page.locator("main [name=email]").fill(f"strategist@{REGION}.demo.samkraft.example")
    page.locator(NEXT).first.click()
    inspector.look()
    with page.expect_download() as theirs:
        page.get_by_role("button", name="Hämta uppgifterna").click()
    assert theirs.value.suggested_filename == "personuppgifter.zip"
    visited |= {"core_people.my_file", "core_people.exported"}
    page.context.close()
    assert inspector.faults == []


def test_a_register_is_read_in_and_taken_back(site: Site, page: Page, visited: set[str]) -> None:
    inspector = Inspector(site, page, visited)
    sign_in(site, page, "region_admin")
    page.goto(f"{site.url}{HOME}imports/new/core.organisations")
    rows = "Namn;Kommun\nExempelsågen AB;Norsjö\n;Atlantis\n"
    page.locator("main [type=file]").set_input_files({"name": "register.csv", "mimeType": "text/csv", "buffer": rows.encode()})
    page.locator(NEXT).first.click()
    inspector.look()
    page.locator(NEXT).last.click()
    site.drain()
    page.reload()
    expect(page.locator("h1")).to_have_text("Stämmer innehållet?")
    inspector.look()
    page.get_by_role("button", name="Läs in 1 rad").click()
    site.drain()
    page.reload()
    expect(page.locator("h1")).to_have_text("Filen är inläst")
    inspector.look()
    page.get_by_role("link", name="Ångra inläsningen").click()
    inspector.look()
    page.get_by_role("button", name="Ångra inläsningen").click()
    site.drain()
    page.reload()
    expect(page.locator("main")).to_contain_text("Allt är som före inläsningen.")
    inspector.look()
    page.context.close()
    assert inspector.faults == []
