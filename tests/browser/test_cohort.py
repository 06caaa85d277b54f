"""A centre publishes, twelve people in four towns want to follow it, and the cohort is confirmed: with script and without."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from core.clock import today
from core.demo.loop_steps.visitor import Visitor
from core.testing.live import Site
from tests.browser.inspection import Inspector

HOME = "/r/akademi-norr/distance-learning"
BUTTON = "main form button[type=submit]"
TOWNS, PEOPLE, IN_BROWSER = 4, 12, 2


class Story:
    """One telling, with script or without."""

    def __init__(self, site: Site, page: Page, look: Callable[[], None], title: str, who: str) -> None:
        self.site, self.page, self.look, self.title, self.who = site, page, look, title, who
        self.course = ""

    def sign_in(self) -> None:
        self.page.goto(self.site.url + self.site.sign_in_path("strategist", "akademi-norr"))
        self.page.get_by_role("button", name="Logga in").click()

    def publish(self) -> None:
        """The centre's own form, and three more centres that receive it."""
        page = self.page
        page.goto(f"{self.site.url}{HOME}/publish")
        page.locator("[name=centre_id]").select_option(index=1)
        page.locator("[name=title]").fill(self.title)
        page.locator("[name=provider_name]").fill("Exempelskolan")
        page.locator("[name=starts_on]").fill((today() + timedelta(days=90)).isoformat())
        page.get_by_role("button", name="Publicera").click()
        expect(page.locator("h1")).to_contain_text(self.title)
        self.course = urlsplit(page.url).path
        for place in range(2, TOWNS + 1):
            page.goto(f"{self.site.url}{self.course}/receive")
            page.locator("[name=centre_id]").select_option(index=place)
            page.locator(BUTTON).first.click()

    def register_in_browser(self, number: int) -> None:
        page = self.page
        page.goto(self.site.url + self.course)
        page.get_by_role("link", name="Anmäl intresse").first.click()
        self.look()
        page.locator("[name=centre_id]").nth(number % TOWNS).check(force=True)
        page.locator("[name=name]").fill(f"Påhittad Person {number}")
        page.locator("[name=email]").fill(self.address(number))
        page.locator("[name=municipality_code]").select_option(index=number % TOWNS + 1)
        page.locator(BUTTON).first.click()
        expect(page.locator("main")).to_contain_text("Kryssa i att du samtycker")
        self.look()
        page.locator("[name=consent]").check(force=True)
        page.locator(BUTTON).first.click()
        expect(page.locator("h1")).to_contain_text("Öppna länken i mejlet")
        self.look()
        page.goto(self.site.url + self.link(number))
        self.look()
        page.get_by_role("button", name="Bekräfta min anmälan").click()
        expect(page.locator("main")).to_contain_text("Du räknas med")
        self.look()

    def register_by_forms(self, number: int) -> None:
        """The same forms, sent by somebody whose browser nobody looks at."""
        visitor = Visitor(self.site.url)
        visitor.get(f"{self.site.url}{self.course}/interest")
        form = visitor.page.form("centre_id", "consent")
        assert form is not None
        centres = [choice.value for choice in form.choices if choice.name == "centre_id"]
        homes = ("2482", "2481", "2417", "2421")
        visitor.submit(
            {
                "centre_id": centres[number % len(centres)],
                "name": f"Påhittad Person {number}",
                "email": self.address(number),
                "municipality_code": homes[number % TOWNS],
                "consent": "y",
            }
        )
        visitor.get(self.site.url + self.link(number))
        visitor.submit({"do": "confirm"})

    def address(self, number: int) -> str:
        return f"person{number}.{self.who}@exempel.example"

    def link(self, number: int) -> str:
        """The path in the newest mail to somebody, as the letter box of the demo shows it."""
        visitor = Visitor(self.site.url)
        visitor.get(f"{self.site.url}/dev/mail?to={self.address(number)}")
        visitor.follow(self.title)
        href = next(href for href, _words in visitor.page.links if "/interest/" in href and not href.endswith("/withdraw"))
        return urlsplit(href).path


@pytest.mark.requirement("A6")
@pytest.mark.parametrize("scripts", [True, False])
def test_twelve_people_in_four_towns_make_a_cohort(site: Site, chromium: Browser, visited: set[str], scripts: bool) -> None:
    context = chromium.new_context(locale="sv-SE", reduced_motion="reduce", java_script_enabled=scripts)
    page = context.new_page()
    inspector = Inspector(site, page, visited)
    story = Story(
        site, page, lambda: inspector.look(scripts=scripts), f"Påhittad kurs {'ett' if scripts else 'två'}", "one" if scripts else "two"
    )
    story.sign_in()
    story.publish()
    for number in range(PEOPLE):
        if number < IN_BROWSER:
            story.register_in_browser(number)
        else:
            story.register_by_forms(number)
    page.goto(site.url + story.course)
    expect(page.locator("main")).to_contain_text("12 av 12 intresserade")
    expect(page.locator("main")).to_contain_text("Tillräckligt många")
    inspector.look(scripts=scripts)
    page.get_by_role("link", name="Följ och besluta om studiegruppen").click()
    inspector.look(scripts=scripts)
    page.get_by_role("button", name="Besluta att den blir av").click()
    expect(page.locator("main")).to_contain_text("Studiegruppen blir av")
    inspector.look(scripts=scripts)
    page.get_by_role("link", name="Se de anmälda").click()
    inspector.look(scripts=scripts)
    page.get_by_role("link", name="Byt lärcentrum").first.click()
    inspector.look(scripts=scripts)
    page.goto(site.url + story.link(0))
    page.get_by_role("button", name="Tacka ja till platsen").click()
    expect(page.locator("main")).to_contain_text("Platsen är din")
    page.goto(site.url + story.link(1))
    page.get_by_role("link", name="Tacka nej").click()
    inspector.look(scripts=scripts)
    page.locator(BUTTON).first.click()
    expect(page.locator("main")).to_contain_text("Din anmälan är tillbakatagen")
    page.get_by_role("link", name="Radera mina uppgifter").click()
    inspector.look(scripts=scripts)
    page.locator(BUTTON).first.click()
    expect(page.locator("main")).to_contain_text("Dina uppgifter är raderade")
    context.close()
    assert inspector.faults == []
