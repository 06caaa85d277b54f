"""The main jobs as people do them: without JavaScript, and with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from core.testing.live import Site
from tests.browser.inspection import Inspector

REGION = "akademi-norr"
FORM = f"/r/{REGION}/employer-needs/svara"
NEXT = "main form button[type=submit]"


@pytest.fixture
def plain(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser with JavaScript off."""
    context = chromium.new_context(locale="sv-SE", java_script_enabled=False)
    yield context
    context.close()


@pytest.fixture
def scripted(chromium: Browser) -> Iterator[BrowserContext]:
    """An ordinary browser."""
    context = chromium.new_context(locale="sv-SE", reduced_motion="reduce")
    yield context
    context.close()


def answer(page: Page, seen: Callable[[], None]) -> None:
    """From the standing link to the receipt and what follows it; `seen` is called on every page."""

    def send(**values: str) -> None:
        for name, value in values.items():
            field = page.locator(f"main [name={name}]").first
            if field.evaluate("f => f.tagName") == "SELECT":
                field.select_option(value)
            elif field.get_attribute("type") == "radio":
                page.locator(f"main [name={name}][value='{value}']").check(force=True)
            else:
                field.fill(value)
                if name == "title":
                    field.press("Escape")  # closes the suggestions, which may lie over the button
        seen()
        page.locator(NEXT).first.click()

    seen()
    send()
    send(organisation_name="Exempelgården i Norsjö", municipality_code="2417")
    seen()
    page.get_by_role("link", name="Lägg till ett behov").click()
    send(title="vårdbiträde")
    send(kind="new_recruitment", headcount_0_1="2")
    send(municipality_code="2417", level="upper_secondary")
    send(skill_0="Demensvård", shortage="4")
    send(distance_acceptable="yes", placements_offered="1")
    seen()
    page.locator("main .en-tasks__title a").first.click()
    seen()
    page.go_back()
    for text in ("Fortsätt senare", "Ta bort"):
        page.get_by_role("link", name=text).first.click()
        seen()
        page.go_back()
    page.get_by_role("link", name="Lägg till ett behov till").click()
    send(title="undersköterska")  # several occupations: a page of its own asks which
    seen()
    page.go_back()
    page.goto(page.url.rpartition("/behov")[0] + "/behov")
    page.get_by_role("link", name="Ta bort").last.click()
    page.locator(NEXT).first.click()
    page.get_by_role("link", name="Gå vidare").click()
    send(contact_email="agare@exempel.example", visibility="aggregate_only")
    expect(page.locator("h1")).to_contain_text("Kontrollera")
    send()
    seen()
    expect(page.locator("main")).to_contain_text("BH-")
    page.get_by_role("link", name="Se vad som händer").click()
    seen()
    page.get_by_role("link", name="inte längre aktuellt").first.click()
    seen()


@pytest.mark.requirement("A6")
def test_employer_answers_without_javascript(site: Site, plain: BrowserContext, visited: set[str]) -> None:
    page = plain.new_page()
    inspector = Inspector(site, page, visited)
    page.goto(site.url + FORM)
    answer(page, lambda: inspector.look(scripts=False))
    assert inspector.faults == []


def test_employer_answers_and_every_page_is_accessible(site: Site, scripted: BrowserContext, visited: set[str]) -> None:
    page = scripted.new_page()
    inspector = Inspector(site, page, visited)
    page.goto(site.url + FORM)
    answer(page, inspector.look)
    assert inspector.faults == []


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the control has the focus; it must come within a screenful of stops, and the focus must be seen."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement && document.activeElement.matches(s)", selector):
            outline = page.evaluate(
                "() => { const e = document.activeElement, s = getComputedStyle(e);"
                " const l = e.labels && e.labels[0] ? getComputedStyle(e.labels[0], '::before') : s;"
                " return s.outlineStyle !== 'none' || s.boxShadow !== 'none' || l.boxShadow !== 'none' || l.outlineStyle !== 'none' }"
            )
            assert outline, f"the focus on {selector} at {page.url} cannot be seen"
            return
    raise AssertionError(f"Tab never came to {selector} on {page.url}")


@pytest.mark.requirement("A3")
def test_employer_answers_by_keyboard_alone(site: Site, scripted: BrowserContext) -> None:
    page = scripted.new_page()
    page.goto(site.url + FORM)

    def press_on() -> None:
        tab_to(page, NEXT)
        with page.expect_navigation():
            page.keyboard.press("Enter")

    press_on()
    tab_to(page, "[name=organisation_name]")
    page.keyboard.type("Tangentverken")
    tab_to(page, "[name=municipality_code]")
    page.keyboard.type("Norsj")
    press_on()
    tab_to(page, "main a[href$='/behov/nytt']")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, "[name=title]")
    page.keyboard.type("vårdbit", delay=30)
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert "årdbiträde" in page.locator("[name=title]").input_value()
    press_on()
    tab_to(page, "[name=kind]")
    page.keyboard.press("Space")
    tab_to(page, "[name=headcount_0_1]")
    page.keyboard.type("3")
    press_on()
    tab_to(page, "[name=municipality_code]")
    page.keyboard.type("Norsj")
    tab_to(page, "[name=level]")
    page.keyboard.press("Space")
    press_on()
    tab_to(page, "[name=shortage]")
    page.keyboard.press("Space")
    press_on()
    tab_to(page, "[name=distance_acceptable]")
    page.keyboard.press("Space")
    press_on()
    tab_to(page, "main a[href*='/kontakt']")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, "[name=visibility]")
    page.keyboard.press("Space")
    press_on()
    press_on()
    expect(page.locator("main")).to_contain_text("BH-")


@pytest.mark.requirement("A4")
def test_nonsense_is_told_at_the_field_and_nothing_is_lost(site: Site, scripted: BrowserContext, visited: set[str]) -> None:
    page = scripted.new_page()
    inspector = Inspector(site, page, visited)
    page.goto(site.url + FORM)
    page.locator(NEXT).first.click()
    page.locator("main [name=orgnr]").fill("212000-0000")
    page.locator("main [name=organisation_name]").fill("Ett namn som ska finnas kvar")
    page.locator(NEXT).first.click()
    expect(page.get_by_role("alert").first).to_contain_text("Organisationsnumret")
    assert page.title().startswith("Fel")
    assert page.locator("main [name=organisation_name]").input_value() == "Ett namn som ska finnas kvar"
    assert page.evaluate("document.activeElement.closest('[role=alert]') !== null"), "the summary has the focus"
    page.get_by_role("alert").get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.name") == "orgnr"
    inspector.look()
    assert inspector.faults == []


def test_sign_in_by_mailed_link_and_code_page(site: Site, scripted: BrowserContext, visited: set[str]) -> None:
    page = scripted.new_page()
    inspector = Inspector(site, page, visited)
    page.goto(site.url + "/sign-in")
    page.locator("[name=email]").fill(f"strategist@{REGION}.demo.samkraft.example")
    page.get_by_role("button", name="Skicka mejlet").click()
    inspector.look()
    page.goto(site.url + "/dev/mail")
    page.get_by_role("link", name="Logga in i Samkraft").first.click()
    page.locator("main a[href*='/sign-in/']").click()
    page.get_by_role("button", name="Logga in").click()
    expect(page).to_have_url(f"{site.url}/r/{REGION}/")
    page.get_by_role("button", name="Logga ut").click()
    page.goto(site.url + f"/r/{REGION}/admin/plugins")
    expect(page).to_have_url(f"{site.url}/sign-in?next=/r/{REGION}/admin/plugins")
    assert inspector.faults == []


def sign_in(site: Site, page: Page, role: str) -> None:
    """Sign a demo person in."""
    page.goto(site.url + site.sign_in_path(role, REGION))
    page.get_by_role("button", name="Logga in").click()


def test_strategist_invites_by_file(site: Site, scripted: BrowserContext, visited: set[str]) -> None:
    page = scripted.new_page()
    inspector = Inspector(site, page, visited)
    sign_in(site, page, "strategist")
    page.goto(site.url + f"/r/{REGION}/employer-needs/omgangar")
    page.locator("main table a, main article a, main h2 a").first.click()
    page.get_by_role("link", name="Bjud in med en fil").first.click()
    rows = (
        "organisation;organisationsnummer;e-post;kommun\n"
        "Exempelbolaget Ny AB;;ny@exempel.example;Norsjö\nFelbolaget AB;123;inte en adress;Atlantis\n"
    )
    page.locator("main [type=file]").set_input_files({"name": "bolag.csv", "mimeType": "text/csv", "buffer": rows.encode()})
    page.locator(NEXT).first.click()
    expect(page.locator("main")).to_contain_text("Rader med fel")
    inspector.look()
    page.locator(NEXT).first.click()
    site.drain()
    page.goto(site.url + "/dev/mail?to=ny@exempel.example")
    page.locator("main h2 a").first.click()
    link = page.locator("main a[href*='/svara/']").first.get_attribute("href") or ""
    page.goto(site.url + urlsplit(link).path)  # mails name the installation's public address
    expect(page.locator("h1")).to_contain_text("Exempelbolaget Ny AB")
    inspector.look()
    assert inspector.faults == []


def test_coordinator_imports_courses(site: Site, scripted: BrowserContext, visited: set[str]) -> None:
    page = scripted.new_page()
    inspector = Inspector(site, page, visited)
    sign_in(site, page, "education_coordinator")
    page.goto(site.url + f"/r/{REGION}/admin/training-catalog/new")
    page.locator("main [type=file]").set_input_files({"name": "kurser.csv", "mimeType": "text/csv", "buffer": b"Fel;Kolumner\n1;2\n"})
    page.locator(NEXT).first.click()
    site.drain()
    page.reload()
    inspector.look()
    assert inspector.faults == []
