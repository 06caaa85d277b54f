"""Meetings where they are arranged, with full lists: every page that an organiser and a visitor reach."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser
from sqlalchemy import select

from core.db import db, region_scope, utcnow
from core.regions.queries import by_slug
from core.testing.live import Site
from plugins.meeting_places.meetings.models import Meeting
from plugins.meeting_places.registration.links import token_for
from plugins.meeting_places.registration.models import Registration, RegistrationStatus
from tests.browser.inspection import Inspector
from tests.browser.test_every_page import PartCrawl

REGION = "uppsala"
BASE = f"/r/{REGION}/meeting-places"


@pytest.mark.requirement("A1")
@pytest.mark.parametrize("role", ["", "strategist"])
def test_every_page_of_the_meetings(site: Site, chromium: Browser, visited: set[str], role: str) -> None:
    context = chromium.new_context(locale="sv-SE", reduced_motion="reduce")
    page = context.new_page()
    if role:
        page.goto(site.url + site.sign_in_path(role, REGION))
        if page.locator("main form button").count():
            page.locator("main form button").first.click()
    crawl = PartCrawl(site, page, visited, BASE)
    crawl.run(f"{BASE}/")
    context.close()
    assert crawl.faults == []
    assert len(crawl.visits) > (8 if not role else 20)


def _mine(site: Site) -> str:
    """The page of somebody who is registered for a meeting to come."""
    with site.app.test_request_context():
        region = by_slug(REGION)
        assert region is not None
        with region_scope(region.id):
            wanted = select(Registration).join(Meeting, Meeting.id == Registration.meeting_id).order_by(Registration.id)
            wanted = wanted.where(Meeting.starts_at > utcnow(), Registration.status == RegistrationStatus.REGISTERED)
            found = db.session.execute(wanted).scalars().first()
            assert found is not None
            return f"{BASE}/registration/{token_for(found)}"


@pytest.mark.requirement("A1", "A12")
def test_a_participant_changes_the_registration_by_keyboard_without_scripts(site: Site, chromium: Browser, visited: set[str]) -> None:
    mine = _mine(site)
    context = chromium.new_context(locale="sv-SE", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.url}{mine}/change")

    def save() -> None:
        page.get_by_role("button", name="Spara anmälan").focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")

    work = page.get_by_label(re.compile("^Var arbetar du"))
    before = work.input_value()
    work.fill(" ")
    page.get_by_label(re.compile("^Namn")).fill("Demo Namnbyte")
    save()
    assert "Skriv var du arbetar." in page.inner_text("main")
    assert page.get_by_label(re.compile("^Namn")).input_value() == "Demo Namnbyte"
    page.get_by_label(re.compile("^Var arbetar du")).fill(before)
    save()
    assert "Demo Namnbyte" in page.inner_text("main")
    context.close()
    looking = chromium.new_context(locale="sv-SE", reduced_motion="reduce")
    inspector = Inspector(site, looking.new_page(), visited)
    for path in (mine, f"{mine}/change", f"{BASE}/registration/ingen-alls", f"{BASE}/registered"):
        inspector.page.goto(site.url + path)
        inspector.look()
    looking.close()
    assert inspector.faults == []
