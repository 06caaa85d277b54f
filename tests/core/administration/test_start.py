"""The administrators' start page shows what waits in their region, and nothing of another's."""

from __future__ import annotations

from core.db import atomic, utcnow
from core.mail.service import queue_mail
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory


def _failed_mail(region: Region) -> None:
    with atomic():
        queue_mail(to="x@test.samkraft.example", subject="x", body="x", kind="core.test", region=region).failed_at = utcnow()


def test_failed_mail_waits_for_the_administrator_of_its_region_only(make: Factory, browser: Browser) -> None:
    north, south = make.region("nord", municipalities=()), make.region("syd", municipalities=())
    admin = make.user(north, "region_admin")
    _failed_mail(south)
    browser.sign_in(admin).get("/r/nord/admin/")
    assert "Mejl som inte kom fram Klart" in browser.text
    _failed_mail(north)
    browser.get("/r/nord/admin/")
    assert "Mejl som inte kom fram 1 att titta på" in browser.text


def test_checks_name_what_is_lacking_with_a_remedy(make: Factory, browser: Browser) -> None:
    region = make.region("nord", municipalities=())
    browser.sign_in(make.user(region, "region_admin")).get("/r/nord/admin/checks")
    assert "Regionen har en kontaktadress Återstår Regionen Skriv en kontaktadress" in browser.text
    assert "Någon är administratör Klart" in browser.text


def test_the_menu_is_grouped_and_only_for_those_who_may(make: Factory, browser: Browser) -> None:
    region = make.region("nord", municipalities=())
    browser.sign_in(make.user(region, "region_admin")).get("/r/nord/")
    assert [label for _, label in browser.links].count("Administration") == 2  # wide and narrow menu
    groups = [
        browser.text.index(label)
        for label in ("Människor Organisationer", "Delar och innehåll Regionens", "Uppföljning Klart", "Teknik Jobb")
    ]
    assert groups == sorted(groups)
    other = Browser(browser.client.application)
    other.sign_in(make.user(region, "strategist")).get("/r/nord/admin/")
    assert other.status == 403
    assert "Administration" not in [label for _, label in other.get("/r/nord/").links]
