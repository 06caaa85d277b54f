"""Two people book seats for an examination without accounts, with script and without; the centre finds both in its list."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from core.testing.live import Site
from tests.browser.inspection import Inspector

REGION = "/r/akademi-norr/distance-learning"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_seat_for_an_examination_is_booked(site: Site, chromium: Browser, visited: set[str], scripts: bool) -> None:
    context = chromium.new_context(locale="sv-SE", reduced_motion="reduce", java_script_enabled=scripts)
    page = context.new_page()
    inspector = Inspector(site, page, visited)
    exam = f"Tentamen i {'historia' if scripts else 'kemi'}"
    page.goto(f"{site.url}{REGION}/book")
    page.get_by_role("link", name="Skriv tentamen").first.click()
    page.get_by_role("link", name="Boka plats").first.click()
    inspector.look(scripts=scripts)
    # Nonsense is answered at the field, and what was typed stays.
    page.locator("[name=exam]").fill(exam)
    page.locator("[name=provider]").fill("Exempelskolan")
    page.locator("[name=minutes]").fill("jättelänge")
    page.locator("[name=email]").fill("ingen adress")
    page.locator("[name=arrangements]").fill("Längre tid")
    page.get_by_role("button", name="Skicka mejl att bekräfta").click()
    expect(page.locator("#minutes-error")).to_contain_text("Skriv ett heltal från 15 till 600.")
    expect(page.locator("#email-error")).to_contain_text("namn@exempel.se")
    for name, value in (("exam", exam), ("minutes", "jättelänge"), ("email", "ingen adress"), ("arrangements", "Längre tid")):
        expect(page.locator(f"[name={name}]")).to_have_value(value)
    inspector.look(scripts=scripts)
    page.locator("[name=minutes]").fill("120")
    page.locator("[name=name]").fill("Robin Exempel")
    page.locator("[name=email]").fill(f"robin{int(scripts)}@exempel.example")
    for name, value in (("asker", "student"), ("delivery", "digital")):
        page.locator(f"[name={name}][value={value}]").check(force=True)
    page.get_by_role("button", name="Skicka mejl att bekräfta").click()
    expect(page.locator("h1")).to_have_text("Bekräfta i mejlet")
    inspector.look(scripts=scripts)
    page.goto(f"{site.url}/dev/mail")
    page.get_by_role("link", name=f"Bekräfta: Tentamen: {exam}").first.click()
    link = page.locator("main a[href*='/mine/exam/']").first.get_attribute("href") or ""
    page.goto(site.url + urlsplit(link).path)
    expect(page.locator("main")).to_contain_text("Inget är bokat än")
    inspector.look(scripts=scripts)
    page.get_by_role("button", name="Bekräfta").click()
    expect(page.locator("main")).to_contain_text("Det är bokat")
    expect(page.get_by_role("link", name="Lägg in tiden i din kalender")).to_have_attribute("href", urlsplit(link).path + ".ics")
    inspector.look(scripts=scripts)
    context.close()
    assert inspector.faults == []
