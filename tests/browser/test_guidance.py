"""Guidance: every page that a visitor, a counsellor and a strategist reach, and the way from an occupation to a shared list."""

from __future__ import annotations

from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from core.testing.live import Site
from tests.browser.inspection import Inspector
from tests.browser.test_every_page import PartCrawl

REGION = "akademi-norr"
BASE = f"/r/{REGION}/guidance"
NEEDS = "need=distance&need=support&need=reading"
ADAPTED = (f"/?{NEEDS}", f"/occupations/5321?{NEEDS}", f"/occupations/5321?form=easy&{NEEDS}", "/checklists/ekonomi?form=easy",
           "/checklists/borja-lasa-pa-larcentrum?language=ar", "/checklists/finns-inte")  # fmt: skip


def _sign_in(site: Site, page: Page, role: str) -> None:
    page.goto(site.url + site.sign_in_path(role, REGION))
    if page.locator("main form button").count():
        page.locator("main form button").first.click()


@pytest.mark.requirement("A1")
@pytest.mark.parametrize(("role", "at_least"), [("", 6), ("guidance_counsellor", 13), ("strategist", 26)])
def test_every_page_of_guidance(site: Site, chromium: Browser, visited: set[str], role: str, at_least: int) -> None:
    context = chromium.new_context(locale="sv-SE", reduced_motion="reduce")
    page = context.new_page()
    starts = [f"{BASE}/", f"{BASE}/visits", f"{BASE}/employers", f"{BASE}/adapted"]
    if role:
        _sign_in(site, page, role)
        starts += [f"{BASE}/lists", f"{BASE}/texts", f"{BASE}/modules", f"{BASE}/modules/mine"]
        starts += [f"{BASE}/adapted/edit", f"{BASE}/adapted/lists/ekonomi/sv"]
    if role == "strategist":
        starts += [f"{BASE}/employers/own", f"{BASE}/prospects", f"{BASE}/modules/kept", f"{BASE}/modules/figures"]
    crawl = PartCrawl(site, page, visited, BASE)
    crawl.run(*starts)
    inspector = Inspector(site, page, visited)
    for path in ("/?q=v%C3%A5rd", "/?q=finns+inte", "/occupations/5321?form=easy", "/occupations/9999", *ADAPTED, "/shared/ingen-alls"):
        page.goto(site.url + BASE + path)
        inspector.look()
    context.close()
    assert crawl.faults + inspector.faults == []
    assert len(crawl.visits) >= at_least


@pytest.mark.requirement("A1", "A12")
def test_a_list_for_somebody_by_keyboard_without_scripts(site: Site, chromium: Browser, visited: set[str]) -> None:
    context = chromium.new_context(locale="sv-SE", java_script_enabled=False)
    page = context.new_page()
    _sign_in(site, page, "guidance_counsellor")
    page.goto(site.url + BASE + "/")
    page.get_by_label("Yrke").focus()
    page.keyboard.type("undersköterska")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.locator("main ul a[href*='/guidance/occupations/']").first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_role("button", name="Spara i en lista").first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "Sparat i listan" in page.inner_text("body")
    page.goto(site.url + BASE + "/lists")
    page.locator("main table a").first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_role("button", name="Gör en länk").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    own, link = page.url, page.locator("main a[href*='/guidance/shared/']").get_attribute("href") or ""
    context.close()

    looking = chromium.new_context(locale="sv-SE", reduced_motion="reduce")
    inspector = Inspector(site, looking.new_page(), visited)
    inspector.page.goto(site.url + urlsplit(link).path)
    assert inspector.page.locator("main ol li").count() == 1
    inspector.look()
    _sign_in(site, inspector.page, "guidance_counsellor")
    for path in (own, f"{own}/edit", f"{own}/items/new", f"{site.url}{BASE}/lists"):
        inspector.page.goto(path)
        inspector.look()
    looking.close()
    assert inspector.faults == []


@pytest.mark.requirement("A1", "A12")
def test_a_counsellor_finishes_a_module_by_keyboard_without_scripts(site: Site, chromium: Browser, visited: set[str]) -> None:
    context = chromium.new_context(locale="sv-SE", java_script_enabled=False)
    page = context.new_page()

    def press(role: Literal["link", "button"], name: str) -> None:
        page.locator("main").get_by_role(role, name=name).first.focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")

    _sign_in(site, page, "guidance_counsellor")
    page.goto(f"{site.url}{BASE}/modules?state=new")
    page.locator("main table a").first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    module = urlsplit(page.url).path
    press("button", "Börja")
    for _step in range(20):
        if urlsplit(page.url).path == module:
            break
        if page.get_by_label("Ditt svar").count():
            page.get_by_label("Ditt svar").focus()
            page.keyboard.type("Jag ringer den som vet.")
            press("button", "Spara svaret")
        else:
            press("button", "Markera som klart")
    assert "Klar" in page.locator("main").inner_text()
    page.goto(f"{site.url}{BASE}/modules")
    press("link", "Min kompetensutveckling")
    assert "Avslutade moduler" in page.inner_text("main")
    context.close()

    looking = chromium.new_context(locale="sv-SE", reduced_motion="reduce")
    inspector = Inspector(site, looking.new_page(), visited)
    _sign_in(site, inspector.page, "guidance_counsellor")
    for path in (module, f"{BASE}/modules/mine", f"{BASE}/modules?q=finns+inte"):
        inspector.page.goto(site.url + path)
        inspector.look()
    _sign_in(site, inspector.page, "strategist")
    inspector.page.goto(f"{site.url}{BASE}/modules/kept/{module.rpartition('/')[2]}")
    for kind in ("text", "link", "occasion", "question"):
        inspector.page.goto(f"{site.url}{BASE}/modules/kept/{module.rpartition('/')[2]}/steps/new?kind={kind}")
        inspector.look()
        inspector.page.locator("main form button.button--primary").first.click()
        inspector.look()
    looking.close()
    assert inspector.faults == []


@pytest.mark.requirement("A1", "A12")
def test_needs_are_chosen_and_a_check_list_is_printed_by_keyboard_without_scripts(site: Site, chromium: Browser) -> None:
    context = chromium.new_context(locale="sv-SE", java_script_enabled=False, viewport={"width": 320, "height": 800})
    page = context.new_page()
    page.goto(site.url + BASE + "/")
    page.get_by_role("link", name="Anpassad vägledning och checklistor").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    for need in ("På distans", "Stöd på lärcentrum"):
        page.get_by_label(need, exact=True).focus()
        page.keyboard.press("Space")
    page.get_by_label("Yrke", exact=True).focus()
    page.keyboard.type("undersköterska")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.locator("main ul a[href*='/guidance/occupations/']").first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "need=distance" in page.url
    assert "Passar: på distans; stöd på lärcentrum." in page.inner_text("main")
    chips = page.locator(".sk-chip")
    assert chips.count() == 2
    chips.first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert chips.count() == 1
    page.get_by_role("link", name="Ekonomi under studierna (CSN)").focus()  # no check-list belongs to what is chosen
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tick = page.get_by_label("Klart: Räkna på takten")
    tick.focus()
    page.keyboard.press("Space")
    assert tick.is_checked()
    assert context.cookies() == [] or all("tick" not in str(cookie) for cookie in context.cookies())
    page.emulate_media(media="print")
    assert tick.is_visible()
    assert not page.locator(".sk-head-actions").is_visible()
    page.emulate_media(media="screen")
    sheet = page.get_by_role("link", name="Skriv ut som PDF").get_attribute("href") or ""
    assert context.request.get(site.url + sheet).body().startswith(b"%PDF-")
    page.reload()
    assert not tick.is_checked()
    context.close()
