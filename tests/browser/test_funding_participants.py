"""Participants of a project: a stranger registers, the leader takes in and writes down hours; by keyboard and without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from core import mailed_links
from core.db import db as database
from core.db import region_scope
from core.regions.queries import by_slug
from core.testing.live import Site
from plugins.funding.registration.models import Registration, RegistrationLink
from plugins.funding.registration.service import LINK
from tests.browser.inspection import Inspector

REGION = "uppsala"
BASE = f"/r/{REGION}/funding"


def _link(site: Site) -> tuple[str, int]:
    """The address of the demo's link, and its project."""
    with site.app.test_request_context():
        region = by_slug(REGION)
        assert region is not None
        with region_scope(region.id):
            found = database.session.execute(select(RegistrationLink).order_by(RegistrationLink.id)).scalars().first()
            assert found is not None
            return f"{BASE}/join/{mailed_links.token_of(LINK, found.seed)}", found.project_id


def _newest(site: Site) -> tuple[str, str]:
    with site.app.test_request_context():
        region = by_slug(REGION)
        assert region is not None
        with region_scope(region.id):
            row = database.session.execute(select(Registration).order_by(Registration.id.desc())).scalars().first()
            assert row is not None
            return row.name, row.email


class Keyboard:
    """Somebody without scripts and without a mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, name: str) -> None:
        """Go to a button or a link, and press Enter."""
        main = self.page.locator("main")
        main.get_by_role("button", name=name).or_(main.get_by_role("link", name=name)).first.focus()
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def write(self, label: str, text: str) -> None:
        """Write over what stands in a field."""
        self.page.get_by_label(re.compile(f"^{label}")).first.focus()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def tick(self, label: str) -> None:
        """Tick or choose."""
        self.page.get_by_label(re.compile(f"^{label}")).first.focus()
        self.page.keyboard.press("Space")


@pytest.mark.requirement("A1", "A12")
def test_a_stranger_registers_by_keyboard_without_scripts(site: Site, chromium: Browser, visited: set[str]) -> None:
    join, _project = _link(site)
    looking = chromium.new_context(locale="sv-SE", reduced_motion="reduce")
    inspector = Inspector(site, looking.new_page(), visited)
    for path in (join, f"{join}/protected", f"{join}/received", f"{BASE}/join/ingen-alls"):
        inspector.page.goto(site.url + path)
        inspector.look()
    looking.close()
    assert inspector.faults == []

    context = chromium.new_context(locale="sv-SE", java_script_enabled=False)
    page = context.new_page()
    person = Keyboard(page)
    page.goto(site.url + join)
    person.press("Så gör du i stället")
    assert "Ingenting har sparats om dig." in page.inner_text("main")
    person.press("Tillbaka")
    person.write("Personnummer", "18900101-9001")
    person.write("Namn", "Demo Främling")
    person.write("E-post", "framling@demo.samkraft.example")
    page.get_by_label("Kommun där du bor").select_option(index=1)
    person.tick("Arbetslös")
    page.get_by_role("group", name="Vilken är din högsta utbildning?").get_by_label("Vill inte svara").focus()
    page.keyboard.press("Space")
    person.press("Skicka anmälan")
    said = page.inner_text("main")
    assert "Personnumret stämmer inte" in said
    assert "kryssa i rutan" in said
    assert page.get_by_label(re.compile("^Namn")).input_value() == "Demo Främling"
    assert page.get_by_label(re.compile("^Personnummer")).input_value() == "18900101-9001"
    assert page.get_by_label("Arbetslös", exact=True).is_checked()
    assert page.get_by_label("Kommun där du bor").input_value() != ""
    assert _newest(site)[0] != "Demo Främling"
    person.write("Personnummer", "18900101-9802")
    person.tick("Jag har läst informationen")
    person.press("Skicka anmälan")
    assert "Tack, vi har tagit emot din anmälan" in page.inner_text("main")
    assert _newest(site) == ("Demo Främling", "framling@demo.samkraft.example")
    context.close()


@pytest.mark.requirement("A1", "A12")
def test_the_leader_takes_in_and_writes_down_hours(site: Site, chromium: Browser, visited: set[str]) -> None:
    _join, project = _link(site)
    context = chromium.new_context(locale="sv-SE", java_script_enabled=False)
    page = context.new_page()
    leader = Keyboard(page)
    page.goto(site.url + site.sign_in_path("strategist", REGION))
    if page.locator("main form button").count():
        page.locator("main form button").first.click()
    page.goto(f"{site.url}{BASE}/projects/{project}/registrations")
    assert "Har anmält sig två gånger" in page.inner_text("main")
    leader.press("Ta in alla utan anmärkning")
    assert "nu deltagare" in page.inner_text("body")
    leader.press("Demo Anmäld 2")
    leader.press("Avvisa och ta bort uppgifterna")
    page.goto(f"{site.url}{BASE}/projects/{project}/attendance/new")
    leader.write("Timmar", "1,5")
    leader.write("Sök deltagare", "Anmäld 1")
    leader.press("Sök")
    leader.tick("Demo Anmäld 1")
    leader.write("Sök deltagare", "Anmäld 2")
    leader.press("Sök")
    assert page.get_by_label(re.compile("^Demo Anmäld 1")).is_checked()
    leader.tick("Demo Anmäld 2")
    assert page.get_by_label("Timmar").input_value() == "1,5"
    leader.press("Spara närvaron")
    assert "sparad för 2 deltagare" in page.inner_text("body")

    looking = chromium.new_context(locale="sv-SE", reduced_motion="reduce", storage_state=context.storage_state())
    inspector = Inspector(site, looking.new_page(), visited)
    for path in ("registrations", "registrations/links/new", "participants/readings", "attendance/new?ticked=1", "months"):
        inspector.page.goto(f"{site.url}{BASE}/projects/{project}/{path}")
        inspector.look()
    looking.close()
    context.close()
    assert inspector.faults == []
