"""The UI kit in a browser: accessibility rules, narrow screens, no script, and the two scripts."""

from __future__ import annotations

import importlib.util
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright
from werkzeug.serving import make_server

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Chromium at /usr/bin/chromium"),
]

_spec = importlib.util.spec_from_file_location("kit_app_in_browser", Path(__file__).parent / "kit_app.py")
assert _spec and _spec.loader
kit: Any = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(kit)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = make_server("127.0.0.1", 0, kit.create_app(), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(base_url=address, locale="sv-SE", viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert complaints == [], "the console must be silent; a broken content security policy shows there"


def names() -> list[str]:
    with kit.create_app().test_request_context():
        return list(kit.contexts())


def address_of(name: str) -> str:
    return "/show?name=" + quote(name)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (320, "light")])
@pytest.mark.requirement("A1", "A11")
def test_every_page_keeps_the_accessibility_rules(page: Page, width: int, scheme: Any) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    found = []
    for name in names():
        page.goto(address_of(name))
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{name} is wider than {width} px"
        if (width, scheme) != (1280, "light") and not name.startswith("kit/"):
            continue  # the kit's pages hold every macro and layout, so the other states need them only
        found += [(name, v["id"], v["nodes"][0]["target"]) for v in Axe().run(page, options=RULES).response["violations"]]
    assert found == []


def test_the_rules_do_find_faults(page: Page) -> None:
    page.goto(address_of("kit/task.html"))
    page.evaluate("document.querySelector('label[for=name]').remove()")
    assert "label" in {violation["id"] for violation in Axe().run(page, options=RULES).response["violations"]}


@pytest.mark.requirement("A3")
def test_targets_are_large_enough(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(address_of("kit/task.html"))
    controls = (
        ".button, .text-field__input, .select-field__select, .radio-button__label, .sk-checkbox__label, .sk-nav summary, .sk-search *"
    )
    heights = page.locator(controls).evaluate_all(
        "all => all.map(e => e.getBoundingClientRect()).filter(r => r.height > 24).map(r => r.height)"
    )
    assert heights
    assert min(heights) >= 44


@pytest.mark.requirement("A4")
def test_error_summary_has_focus_and_its_links_reach_the_field(page: Page) -> None:
    page.goto(address_of("kit/task.html@errors"))
    expect(page.locator(".sk-error-summary")).to_be_focused()
    page.locator(".sk-error-summary a[href='#headcount']").click()
    expect(page.locator("#headcount")).to_be_focused()


@pytest.mark.requirement("A7")
def test_suggestions_by_keyboard(page: Page) -> None:
    page.goto(address_of("kit/task.html"))
    field = page.locator("#occupation")
    field.press_sequentially("vård")
    options = page.locator(".sk-listbox li:visible")
    expect(options).to_have_count(1)
    expect(options.first).to_contain_text("vårdbiträde → Undersköterska")
    expect(page.locator(".sk-typeahead [role=status]")).to_have_text("1 förslag. Välj med piltangenterna.")
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    chosen = options.first.get_attribute("id")
    assert chosen
    expect(field).to_have_attribute("aria-activedescendant", chosen)
    field.press("Enter")
    expect(field).to_have_value("Undersköterska")
    expect(page.locator("[name=occupation_id]")).to_have_value("1")
    expect(field).to_have_attribute("aria-expanded", "false")
    field.press("Backspace")
    expect(page.locator("[name=occupation_id]")).to_have_value("")


@pytest.mark.requirement("A7")
def test_suggestions_close_with_escape_and_keep_what_was_typed(page: Page) -> None:
    page.goto(address_of("kit/task.html"))
    field = page.locator("#occupation")
    field.press_sequentially("und")
    expect(page.locator(".sk-listbox li:visible")).to_have_count(3)
    field.press("Escape")
    expect(page.locator(".sk-listbox li:visible")).to_have_count(0)
    expect(field).to_have_value("und")
    field.press_sequentially("zzz")
    expect(page.locator(".sk-typeahead [role=status]")).to_have_text("Inga förslag. Du kan skriva med egna ord.")


def test_suggestions_by_mouse_pass_the_rules_while_open(page: Page) -> None:
    page.goto(address_of("kit/task.html"))
    page.locator("#occupation").press_sequentially("und")
    expect(page.locator(".sk-listbox li:visible")).to_have_count(3)
    assert Axe().run(page, options=RULES).response["violations"] == []
    page.locator(".sk-listbox li:visible").nth(2).click()
    expect(page.locator("#occupation")).to_have_value("Underhållstekniker")
    expect(page.locator("[name=occupation_id]")).to_have_value("3")


def test_a_double_click_sends_once_and_keeps_the_buttons_name(page: Page) -> None:
    sent: list[str] = []

    def answer(route: Any) -> None:
        sent.append(route.request.post_data or "")
        route.fulfill(status=204)  # the page stays, as it does while a slow answer is under way

    page.route(re.compile("/show"), lambda route: answer(route) if route.request.method == "POST" else route.continue_())
    page.goto(address_of("kit/task.html"))
    page.get_by_role("button", name="Spara och avsluta").dblclick()
    page.wait_for_timeout(300)
    assert len(sent) == 1
    assert "later=1" in sent[0]


@pytest.mark.requirement("A6")
def test_pages_work_without_script(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False, viewport={"width": 320, "height": 800})
    page = context.new_page()
    page.goto(address_of("kit/list.html"))
    menu = page.locator(".sk-nav--narrow")
    expect(menu.get_by_role("link", name="Utbildningar")).to_be_hidden()
    menu.locator("summary").click()
    expect(menu.get_by_role("link", name="Utbildningar")).to_be_visible()
    expect(page.get_by_label("Kommun")).to_be_visible()
    page.goto(address_of("kit/task.html"))
    expect(page.get_by_label("Vilket yrke gäller behovet?")).to_be_editable()
    context.close()


@pytest.mark.requirement("A11")
def test_print_leaves_out_what_cannot_be_pressed(page: Page) -> None:
    page.emulate_media(media="print")
    page.goto(address_of("kit/document.html"))
    for selector in (".sk-header__menu", ".sk-breadcrumbs", ".sk-head-actions"):
        expect(page.locator(selector)).to_be_hidden()
    expect(page.get_by_role("heading", name="Kompetensplan 2027")).to_be_visible()
