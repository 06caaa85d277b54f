"""How much an employer has to do: every click, every field that is filled in and every choice is counted, in a real browser.

The same walks look at the pages that only a form or a mailed link leads to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select

from core.db import all_regions, db
from core.regions.models import Region
from core.testing.live import Site
from plugins.employer_needs.models import CompetenceNeed, Response, SurveyRound
from plugins.employer_needs.services.answers import response_token
from plugins.employer_needs.values import NeedState, ResponseStatus, RoundStatus
from tests.browser.inspection import Inspector

REGION = "akademi-norr"
BASE = f"/r/{REGION}/employer-needs"
NEXT = "main form button[type=submit]"
FILE_LINK = "main a[download]"


@dataclass
class Hand:
    """Does what a person does on a page, and counts it."""

    page: Page
    done: list[str] = field(default_factory=list)

    def press(self, name: str = "") -> None:
        """Click the page's first button, or the link or button with a name."""
        self.done.append(f"click {name or 'the button'}")
        if not name:
            self.page.locator(NEXT).first.click()
            return
        target = self.page.locator("main").get_by_role("link", name=name).or_(self.page.locator("main").get_by_role("button", name=name))
        target.first.click()

    def write(self, name: str, text: str) -> None:
        """Fill in one field."""
        self.done.append(f"fill {name}")
        box = self.page.locator(f"main [name={name}]")
        box.fill(text)
        if name == "title":
            box.press("Escape")  # the suggestions may lie over the button; nothing is chosen among them

    def choose(self, name: str, value: str) -> None:
        """Pick one of several: a select or a radio button."""
        self.done.append(f"choose {name}")
        box = self.page.locator(f"main [name={name}]").first
        if box.evaluate("f => f.tagName") == "SELECT":
            box.select_option(value)
        else:
            self.page.locator(f"main [name={name}][value='{value}']").check(force=True)

    def tick(self, name: str) -> None:
        """Tick a box."""
        self.done.append(f"tick {name}")
        self.page.locator(f"main [name={name}]").check(force=True)

    @property
    def count(self) -> int:
        """How many interactions."""
        return len(self.done)


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    found = chromium.new_context(locale="sv-SE", reduced_motion="reduce", accept_downloads=True)
    yield found
    found.close()


def need(hand: Hand, title: str, *, first: bool) -> None:
    hand.press("Lägg till ett behov" if first else "Lägg till ett behov till")
    hand.write("title", title)
    hand.press()
    hand.choose("kind", "new_recruitment")
    hand.write("headcount_0_1", "2")
    hand.press()
    hand.choose("level", "upper_secondary")  # the place is proposed from the organisation's
    hand.press()
    hand.choose("shortage", "4")
    hand.press()
    hand.choose("distance_acceptable", "yes")
    hand.press()


def open_mail(site: Site, page: Page, subject: str, link: str) -> str:
    """The path of a link in the newest mail whose subject begins so."""
    site.drain()
    page.goto(site.url + "/dev/mail")
    mails = page.get_by_role("link", name=re.compile(f"^{subject}"))
    while not mails.count():  # other parts of the demo send mails too, newer ones
        page.get_by_role("link", name="Nästa").first.click()
    mails.first.click()
    address = page.locator(f"main a[href*='{link}']").first.get_attribute("href") or ""
    return urlsplit(address).path + ("?" + urlsplit(address).query if urlsplit(address).query else "")


def test_a_new_employer_with_two_needs_is_done_within_forty_interactions(site: Site, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{site.url}{BASE}/svara")
    hand = Hand(page)
    hand.press()
    hand.write("organisation_name", "Räknade Rör i Norsjö")
    hand.choose("municipality_code", "2417")
    hand.press()
    need(hand, "vårdbiträde", first=True)
    need(hand, "svetsare", first=False)
    hand.press("Gå vidare")
    hand.choose("visibility", "named_in_dossiers")
    hand.press()
    expect(page.locator("h1")).to_contain_text("Kontrollera")
    hand.press()
    expect(page.locator("main")).to_contain_text("BH-")
    print(f"new employer: {hand.count} interactions")
    assert hand.count <= 40, hand.done


def test_a_returning_employer_is_done_within_twelve_interactions(site: Site, context: BrowserContext, visited: set[str]) -> None:
    page = context.new_page()
    inspector = Inspector(site, page, visited)
    page.goto(site.url + open_mail(site, page, "Vilken kompetens behöver", "/svara/"))
    hand = Hand(page)
    hand.press()
    hand.press()
    expect(page.locator("h1")).to_contain_text("Vad gäller nu?")
    inspector.look()
    names = page.locator("main input[type=radio]").evaluate_all("all => [...new Set(all.map(one => one.name))]")
    for place, name in enumerate(names):
        hand.choose(name, "changed" if place == 0 else "unchanged")
    hand.press()
    expect(page.locator("h1")).to_contain_text("Vad har ändrats?")
    inspector.look()
    hand.write("headcount_1_3", "6")
    hand.press()
    expect(page.locator("h1")).to_contain_text("Kontrollera")
    hand.press()
    expect(page.locator("main")).to_contain_text("BH-")
    print(f"returning employer, {len(names)} needs, one of them changed: {hand.count} interactions")
    assert hand.count <= 12, hand.done
    assert inspector.faults == []


def test_the_earlier_answers_link_leads_to_the_round_that_is_open(site: Site, context: BrowserContext, visited: set[str]) -> None:
    with site.app.app_context(), all_regions("the link of an answer in a round that has closed"):
        statement = (
            select(Response)
            .join(SurveyRound, SurveyRound.id == Response.round_id)
            .join(Region, Region.id == Response.region_id)
            .where(Region.slug == REGION, SurveyRound.status == RoundStatus.CLOSED, Response.status == ResponseStatus.SENT)
            .where(
                select(CompetenceNeed.id)
                .where(CompetenceNeed.response_id == Response.id, CompetenceNeed.state == NeedState.PUBLISHED)
                .exists()
            )
            .order_by(SurveyRound.closes_on.desc(), Response.id.desc())
            .limit(1)
        )
        response = db.session.execute(statement).scalar_one()
        address = f"{BASE}/svar/{response.reference}?nyckel={response_token(response.seed)}"
    page = context.new_page()
    inspector = Inspector(site, page, visited)
    page.goto(site.url + address)
    page.get_by_role("link", name="Svara i Hösten").click()
    inspector.look()
    page.locator(NEXT).first.click()
    page.locator(NEXT).first.click()
    expect(page.locator("h1")).to_contain_text("Vad gäller nu?")
    assert inspector.faults == []


def test_after_the_answer_it_is_changed_followed_and_promised(site: Site, context: BrowserContext, visited: set[str]) -> None:
    page = context.new_page()
    inspector = Inspector(site, page, visited)
    hand = Hand(page)
    page.goto(f"{site.url}{BASE}/svara")
    hand.press()
    hand.write("organisation_name", "Eftertankens Demo i Norsjö")
    hand.choose("municipality_code", "2417")
    hand.press()
    need(hand, "vårdbiträde", first=True)
    hand.press("Berätta mer")
    inspector.look()
    hand.choose("pace", "50")
    hand.press()
    hand.press("Gå vidare")
    hand.write("contact_email", "efter@exempel.example")
    hand.choose("visibility", "named_in_dossiers")
    hand.press()
    hand.press()
    with page.expect_download() as download:
        page.locator(FILE_LINK).first.click()
    assert download.value.suggested_filename.endswith(".pdf")
    visited.add("employer_needs.receipt_file")

    hand.press("Se vad som händer")
    status = page.url
    hand.press("Ändra svaret")
    inspector.look()
    hand.press("Ändra svaret")
    hand.press("Kasta ändringarna")
    inspector.look()
    page.go_back()
    hand.press("Skicka ändringarna")
    expect(page.locator("main")).to_contain_text("Det här är version 2")

    page.goto(status)
    hand.press("Få mejl när något händer")
    inspector.look()
    hand.write("email", "foljer@exempel.example")
    hand.press()
    page.goto(site.url + open_mail(site, page, "Vill du få mejl", "/folj/"))
    inspector.look()
    hand.press()
    inspector.look()
    hand.press("Sluta få mejl")
    inspector.look()
    hand.press()
    expect(page.locator("h1")).to_contain_text("inga fler mejl")

    page.goto(status)
    hand.press("Lova något")
    inspector.look()
    hand.press("Ange åtaganden")
    inspector.look()
    hand.write("hire", "2")
    hand.tick("steering_group")
    hand.press()
    hand.press("Läs och underteckna")
    inspector.look()
    for name, text in (("person_name", "Demo Chef"), ("person_title", "Chef"), ("person_email", "chef@exempel.example")):
        hand.write(name, text)
    hand.tick("agreed")
    hand.press()
    expect(page.locator("main")).to_contain_text("Anställa: 2 personer inom ett år")
    inspector.look()
    with page.expect_download() as download:
        page.locator(FILE_LINK).first.click()
    assert download.value.suggested_filename.startswith("AF-")
    visited.add("employer_needs.letter_file")
    hand.press("Dra tillbaka avsiktsförklaringen")
    inspector.look()
    hand.press()
    expect(page.locator("main")).to_contain_text("Återkallad")
    assert inspector.faults == []
