"""A learning centre publishes a course in five minutes, with script and without: every click and every field is counted."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from core.clock import today
from core.testing.live import Site
from tests.browser.inspection import Inspector
from tests.browser.test_employer_interactions import Hand
from tests.browser.test_journeys import sign_in

REGION = "akademi-norr"
BASE = f"/r/{REGION}/distance-learning"
MOST = 8  # interactions from the page of one's centre to a course that everybody sees


@pytest.mark.parametrize("scripts", [True, False])
def test_a_centre_publishes_a_course_and_withdraws_it(site: Site, chromium: Browser, visited: set[str], scripts: bool) -> None:
    context = chromium.new_context(locale="sv-SE", reduced_motion="reduce", java_script_enabled=scripts)
    page = context.new_page()
    inspector = Inspector(site, page, visited)
    sign_in(site, page, "learning_centre_manager")
    page.goto(f"{site.url}{BASE}/manage")
    inspector.look(scripts=scripts)
    title = f"Trädgård på distans {'med' if scripts else 'utan'} skript"
    hand = Hand(page)
    hand.press("Publicera en kurs")
    inspector.look(scripts=scripts)
    hand.choose("centre_id", page.locator("[name=centre_id] option").nth(1).get_attribute("value") or "")
    hand.press("Publicera")
    expect(page.locator("main")).to_contain_text("Skriv vad kursen heter.")
    inspector.look(scripts=scripts)
    hand.write("title", title)
    hand.write("provider_name", "Exempelskolan")
    hand.write("starts_on", (today() + timedelta(days=60)).isoformat())
    hand.write("centre_seats", "6")
    hand.press("Publicera")
    expect(page.locator("main")).to_contain_text("Klart. Kursen kan följas på")
    assert len(hand.done) <= MOST, hand.done
    inspector.look(scripts=scripts)

    visitor = chromium.new_context(locale="sv-SE", reduced_motion="reduce", java_script_enabled=scripts)
    public = visitor.new_page()
    eye = Inspector(site, public, visited)
    public.goto(f"{site.url}{BASE}/")
    eye.look(scripts=scripts)
    public.locator("main").get_by_role("link", name=title).click()
    expect(public.locator("main")).to_contain_text("Här kan du läsa kursen")
    eye.look(scripts=scripts)
    visitor.close()

    page.get_by_role("link", name="Ta bort kursen").click()
    page.locator("[name=reason]").fill("Läraren har slutat.")
    page.locator("main").get_by_role("button", name="Ta bort kursen").click()
    expect(page.locator("main")).to_contain_text("Kursen är borttagen.")
    context.close()
    assert [*inspector.faults, *eye.faults] == []


def test_a_centre_changes_its_hours_and_looks_at_its_quality(site: Site, chromium: Browser, visited: set[str]) -> None:
    context = chromium.new_context(locale="sv-SE", reduced_motion="reduce")
    page = context.new_page()
    inspector = Inspector(site, page, visited)
    sign_in(site, page, "learning_centre_manager")
    page.goto(f"{site.url}{BASE}/manage")
    page.locator("main td, main th").get_by_role("link").first.click()
    inspector.look()
    page.get_by_role("link", name="Ändra Öppettider").click()
    page.locator("[name=day_5]").fill("elva")
    page.get_by_role("button", name="Spara").click()
    expect(page.locator("main")).to_contain_text("Skriv tider så här")
    inspector.look()
    page.locator("[name=day_5]").fill("11-14")
    page.get_by_role("button", name="Spara").click()
    expect(page.locator("main")).to_contain_text(re.compile("Lördag 11.00.14.00"))
    page.get_by_role("link", name="Till granskningen av kvaliteten").click()
    page.get_by_role("link", name="Granska nu").click()
    for choice in page.locator("main [value=yes]").all():
        choice.check(force=True)
    page.get_by_role("button", name="Spara granskningen").click()
    expect(page.locator("main")).to_contain_text("Alla kriterier är uppfyllda.")
    inspector.look()
    context.close()
    assert inspector.faults == []
