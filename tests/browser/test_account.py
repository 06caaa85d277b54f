"""An account as its owner keeps it: a passkey in a real browser, an app for codes and another address without JavaScript."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from core.testing.live import Site
from tests.browser.inspection import Inspector
from tests.browser.test_journeys import sign_in


@pytest.fixture
def named(site: Site) -> Iterator[Site]:
    """The site by a name: browsers make no passkeys for an address of digits."""
    before = site.app.extensions["samkraft_settings"]
    url = site.url.replace("127.0.0.1", "localhost")
    site.app.extensions["samkraft_settings"] = before.model_copy(update={"public_url": url})
    yield Site(site.app, url)
    site.app.extensions["samkraft_settings"] = before


def shoot(page: Page, name: str) -> None:
    """A picture of the page in three ways, when $SHOTS names a folder."""
    if folder := os.environ.get("SHOTS"):
        for how, width, scheme in (("desktop", 1280, "light"), ("phone", 320, "light"), ("dark", 1280, "dark")):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.screenshot(path=str(Path(folder) / f"{name}-{how}.png"), full_page=True)
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="light")


def test_a_passkey_from_making_to_taking_away(named: Site, chromium: Browser, visited: set[str]) -> None:
    context = chromium.new_context(locale="sv-SE", reduced_motion="reduce")
    page = context.new_page()
    inspector = Inspector(named, page, visited)
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    abilities = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": {**abilities, "automaticPresenceSimulation": True}})

    def look(name: str) -> None:
        inspector.look()
        shoot(page, name)

    sign_in(named, page, "learning_centre_manager")
    page.locator(".sk-account a").last.click()
    page.get_by_role("link", name="Lägg till en passnyckel").click()
    look("passkey-new")
    page.get_by_role("button", name="Skapa passnyckeln").click()
    expect(page.locator("h1")).to_have_text("Reservkoder")
    page.get_by_role("button", name="Gör tio nya koder").click()
    expect(page.locator(".sk-codes li")).to_have_count(10)
    look("recovery-codes")
    page.get_by_role("link", name="Jag har sparat koderna").click()
    look("account")
    page.get_by_role("button", name="Logga ut").click()
    page.goto(named.url + "/sign-in?next=/account")
    look("sign-in")
    page.get_by_role("button", name="Logga in med passnyckel").click()
    expect(page).to_have_url(named.url + "/account")
    sign_in(named, page, "learning_centre_manager")
    expect(page.locator("h1")).to_have_text("Bekräfta inloggningen")
    look("second-step")
    page.get_by_role("button", name="Använd passnyckel").click()
    expect(page).not_to_have_url(re.compile("second-step"))
    page.goto(named.url + "/account/confirm")
    look("confirm-passkey")
    page.goto(named.url + "/account")
    page.locator("main table a[href*='/passkeys/']").click()
    look("passkey")
    page.get_by_role("button", name="Ta bort passnyckeln").click()
    expect(page.locator("main")).to_contain_text("Du har ingen passnyckel.")
    context.close()
    assert inspector.faults == []


def test_an_app_and_another_address_without_javascript(named: Site, chromium: Browser, visited: set[str]) -> None:
    context = chromium.new_context(locale="sv-SE", java_script_enabled=False)
    page = context.new_page()
    inspector = Inspector(named, page, visited)
    sign_in(named, page, "placement_coordinator")
    page.locator(".sk-account a").last.click()
    page.locator("a[href='/account/totp']").click()
    page.get_by_text("Kan du inte läsa in QR-koden?").click()
    secret = (page.locator(".sk-secret").text_content() or "").replace(" ", "")
    shown = page.locator("img.sk-qr")
    assert shown.evaluate("i => i.naturalWidth") > 100
    inspector.look(scripts=False)
    shoot(page, "totp")
    page.get_by_label("Kod från appen").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Koppla appen").click()
    expect(page.locator("h1")).to_have_text("Reservkoder")
    visited.add("core_totp.qr")
    page.goto(named.url + "/account/email")
    page.get_by_label("Ny e-postadress").fill("vfu@exempel.example")
    page.get_by_role("button", name="Skicka koden").click()
    inspector.look(scripts=False)
    page.get_by_role("link", name="Läs mejlen här").click()
    page.locator("main h2 a, main table a").first.click()
    code = re.search(r"\b\d{8}\b", page.locator("main").inner_text())
    assert code
    page.goto(named.url + "/account/email/code")
    page.get_by_label("Kod").fill(code.group())
    page.get_by_role("button", name="Byt adress").click()
    expect(page.locator("main")).to_contain_text("vfu@exempel.example")
    shoot(page, "account-plain")
    context.close()
    assert inspector.faults == []
