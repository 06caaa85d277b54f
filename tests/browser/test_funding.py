"""Calls, ideas and projects: every page that the region's strategist reaches, and what is mailed, by keyboard and without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser
from sqlalchemy import select

from core import mailed_links
from core.db import db as database
from core.db import region_scope
from core.regions.queries import by_slug
from core.testing.live import Site
from plugins.funding.attendance.models import AttendanceRecord
from plugins.funding.ideas import mails
from plugins.funding.ideas.models import IdeaPartner
from plugins.funding.participants.models import Participant
from plugins.funding.participants.service import LINK
from tests.browser.inspection import Inspector
from tests.browser.test_every_page import PartCrawl

REGION = "uppsala"
BASE = f"/r/{REGION}/funding"


@pytest.mark.requirement("A1")
def test_every_page_of_funding(site: Site, chromium: Browser, visited: set[str]) -> None:
    context = chromium.new_context(locale="sv-SE", reduced_motion="reduce")
    page = context.new_page()
    page.goto(site.url + site.sign_in_path("strategist", REGION))
    if page.locator("main form button").count():
        page.locator("main form button").first.click()
    crawl = PartCrawl(site, page, visited, BASE)
    crawl.run(f"{BASE}/", f"{BASE}/ideas", f"{BASE}/projects")
    context.close()
    assert crawl.faults == []
    assert len(crawl.visits) > 25


def _links(site: Site) -> tuple[str, str]:
    """The link of somebody whose hours wait, and of a partner who has not answered."""
    with site.app.test_request_context():
        region = by_slug(REGION)
        assert region is not None
        with region_scope(region.id):
            waiting = select(Participant).join(AttendanceRecord, AttendanceRecord.participant_id == Participant.id)
            waiting = waiting.where(AttendanceRecord.signed == "nobody").order_by(Participant.id)
            person = database.session.execute(waiting).scalars().first()
            asked = select(IdeaPartner).where(IdeaPartner.answered_at.is_(None)).order_by(IdeaPartner.id)
            partner = database.session.execute(asked).scalars().first()
            assert person is not None
            assert partner is not None
            mine = f"{BASE}/mine/{mailed_links.token_of(LINK, person.seed)}"
            return mine, f"{BASE}/partner/{mailed_links.token_of(mails.LINK, partner.seed)}"


@pytest.mark.requirement("A1", "A12")
def test_mailed_links_by_keyboard_without_scripts(site: Site, chromium: Browser, visited: set[str]) -> None:
    mine, partner = _links(site)
    looking = chromium.new_context(locale="sv-SE", reduced_motion="reduce")
    inspector = Inspector(site, looking.new_page(), visited)
    context = chromium.new_context(locale="sv-SE", java_script_enabled=False)
    page = context.new_page()

    inspector.page.goto(site.url + mine)
    inspector.look()
    page.goto(site.url + mine)
    assert page.get_by_text("Väntar på dig").count()
    page.get_by_role("button", name="Signera timmarna").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "Allt är signerat" in page.inner_text("body")
    assert page.get_by_role("button", name="Signera timmarna").count() == 0

    inspector.page.goto(site.url + partner)
    inspector.look()
    page.goto(site.url + partner)
    page.get_by_label("Ja, vi vill vara med").focus()
    page.keyboard.press("Space")
    page.get_by_label("Vi sätter in arbetstid, timmar").focus()
    page.keyboard.type("många")
    page.get_by_role("button", name="Spara svaret").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.get_by_label("Ja, vi vill vara med").is_checked()
    hours = page.get_by_label(re.compile("^Vi sätter in arbetstid"))
    assert hours.input_value() == "många"
    assert hours.get_attribute("aria-invalid") == "true"
    hours.fill("120")
    page.get_by_label(re.compile("^Vad en timme är värd")).fill("450")
    page.get_by_role("button", name="Spara svaret").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "Ert svar nu" in page.inner_text("body")
    context.close()

    for path in (mine, partner, f"{BASE}/mine/ingen-alls", f"{BASE}/partner/ingen-alls", f"{BASE}/"):
        inspector.page.goto(site.url + path)
        inspector.look()
    looking.close()
    assert inspector.faults == []


@pytest.mark.requirement("A12")
def test_from_an_idea_to_a_project_by_keyboard_without_scripts(site: Site, chromium: Browser, visited: set[str]) -> None:
    """A strategist writes an idea without a call, budgets it, says that it has gone, and writes down what the funder decided."""
    context = chromium.new_context(locale="sv-SE", java_script_enabled=False)
    page = context.new_page()
    page.goto(site.url + site.sign_in_path("strategist", REGION))
    if page.locator("main form button").count():
        page.locator("main form button").first.click()
    page.goto(f"{site.url}{BASE}/ideas/new")

    def press(name: str) -> None:
        page.locator("main").get_by_role("button", name=name).or_(page.locator("main").get_by_role("link", name=name)).first.focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")

    def write(label: str, text: str) -> None:
        page.get_by_label(re.compile(f"^{label}")).first.focus()
        page.keyboard.press("Control+a")
        page.keyboard.type(text)

    write("Projektidé", "Fler vägar till bristyrken")
    write("Börjar", "i vår")
    write("Slutar", "2027-12-31")
    press("Spara")
    assert page.get_by_label(re.compile("^Projektidé")).input_value() == "Fler vägar till bristyrken"
    assert page.get_by_label(re.compile("^Börjar")).input_value() == "i vår"
    page.get_by_label("Vem som söker").focus()
    page.keyboard.press("ArrowDown")
    write("Börjar", "2027-01-01")
    press("Spara")
    assert "Det finns ingen budget." in page.inner_text("main")
    press("Sätt en budgetrad")
    write("Belopp", "750 000")
    press("Spara")
    assert re.search(r"750\s000", page.inner_text("main"))
    press("Ansökan är inskickad")
    press("Skriv in finansiärens beslut")
    visited.add("funding.decide_idea")
    page.get_by_label("Beviljad", exact=True).focus()
    page.keyboard.press("Space")
    press("Spara")
    assert "Skriv hur mycket som beviljades." in page.inner_text("main")
    assert page.get_by_label("Beviljad", exact=True).is_checked()
    write("Beviljat belopp", "700000")
    press("Spara")
    assert re.search(r"700\s000", page.inner_text("main"))
    looking = chromium.new_context(locale="sv-SE", reduced_motion="reduce", storage_state=context.storage_state())
    inspector = Inspector(site, looking.new_page(), visited)
    inspector.page.goto(page.url)
    inspector.look()
    looking.close()
    context.close()
    assert inspector.faults == []
