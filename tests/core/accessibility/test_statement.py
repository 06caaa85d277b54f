"""The accessibility statement has every part that the law lists, and is linked from every page of the region."""

from __future__ import annotations

from datetime import date

import pytest

from core.accessibility.models import AccessibilityFault
from core.db import atomic, db
from core.testing.client import Browser
from core.testing.factories import Factory

ANSWERS = {
    "actor_name": "Region Nord",
    "service_name": "Kompetens Nord",
    "level": "partial",
    "assessed_on": "2026-05-04",
    "method": "external",
    "method_detail": "Granskat av Granskarna.",
    "burden": "Gamla kartor, för att de är många.",
    "out_of_scope": "Filmer från 2019.",
    "response_days": "3",
    "phone": "0910-12 34 56",
}


@pytest.mark.requirement("A8")
def test_all_eleven_parts_are_shown(make: Factory, browser: Browser) -> None:
    region = make.region("nord", municipalities=())
    with atomic():
        region.contact_email = "nord@test.samkraft.example"
    browser.sign_in(make.user(region, "region_admin")).get("/r/nord/admin/accessibility/").submit(ANSWERS, having="actor_name")
    assert "Redogörelsen är sparad." in browser.text
    fault = {
        "title": "Kartan saknar text",
        "reason": "Den utan syn får ingen karta.",
        "plan": "Vi gör en lista.",
        "mended_by": "2027-03-01",
    }
    browser.get("/r/nord/admin/accessibility/faults/new").submit(fault, having="title")
    stranger = Browser(browser.client.application)
    stranger.get("/r/nord/")
    assert ("/r/nord/tillganglighet", "Tillgänglighet") in stranger.links
    text = stranger.get("/r/nord/tillganglighet").text
    parts = {
        "actor": "Region Nord står bakom",
        "service": "Tillgänglighet för Kompetens Nord",
        "level": "Webbplatsen är delvis förenlig",
        "faults, why, plan and when": "Kartan saknar text Den utan syn får ingen karta. Vi gör en lista. Ska vara åtgärdat: 1 mars 2027",
        "burden, 12 §": "Gamla kartor, för att de är många.",
        "out of scope, 9 §": "Filmer från 2019.",
        "assessed": "Senaste bedömningen: 4 maj 2026",
        "method": "Någon utomstående har granskat webbplatsen. Granskat av Granskarna.",
        "updated": "Redogörelsen uppdaterades senast:",
        "feedback, with a time": "Vi svarar inom 3 dagar.",
        "contact": "nord@test.samkraft.example , 0910-12 34 56",
    }
    assert [name for name, part in parts.items() if part not in text] == []
    assert ("https://www.digg.se/tdosanmalan", "https://www.digg.se/tdosanmalan") in stranger.links


@pytest.mark.requirement("A8")
def test_full_conformance_is_not_said_beside_a_known_fault(make: Factory, browser: Browser) -> None:
    region, other = make.region("nord", municipalities=()), make.region("syd", municipalities=())
    with make.inside(other):
        db.session.add(AccessibilityFault(region_id=other.id, title="Syds brist", reason="x", plan="", mended_by=date(2027, 1, 1)))
        db.session.commit()
    browser.sign_in(make.user(region, "region_admin")).get("/r/nord/admin/accessibility/").submit(
        {**ANSWERS, "level": "full"}, having="level"
    )
    assert "Redogörelsen är sparad." in browser.text  # the fault is another region's
    assert "Syds brist" not in browser.get("/r/nord/tillganglighet").text
    browser.get("/r/nord/admin/accessibility/faults/new").submit(title="Brist", reason="Skäl", having="title")
    assert "delvis förenlig" in browser.get("/r/nord/tillganglighet").text
    browser.get("/r/nord/admin/accessibility/").submit({**ANSWERS, "level": "full"}, having="level")
    assert "Det finns kända brister." in browser.text
    browser.get("/r/nord/admin/accessibility/").submit({**ANSWERS, "assessed_on": "2099-01-01"}, having="level")
    assert "Bedömningen kan inte ligga i framtiden." in browser.text
