"""The composed page: what is on appears in the page's order, what is off leaves no hole; easy to read, other languages, on paper."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from core.db import atomic
from core.plugins import GuidanceItem, GuidanceSection
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.guidance.pages import easy, queries
from plugins.guidance.pages.queries import Page
from tests.plugins.distance_learning.made import a_centre

from .made import GROUP, a_prospect, a_text

AT = f"/r/norr/guidance/occupations/{GROUP}"
HERE, THERE = "2417", "2482"


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("norr", plugins=["guidance"], municipalities=[HERE, THERE])


def test_search_finds_by_other_words_and_says_why(region: Region, browser: Browser) -> None:
    browser.get("/r/norr/guidance/?q=usk")
    found = [label for address, label in browser.links if address.startswith("/r/norr/guidance/occupations/")]
    assert found[0].startswith("Undersköterskor")
    assert "usk → Undersköterska" in browser.text
    browser.get("/r/norr/guidance/?q=xyzzyqqq")
    assert "Vi hittar inget yrke med det namnet" in browser.text


def test_a_page_with_nothing_says_so_and_an_unknown_group_is_not_found(region: Region, browser: Browser) -> None:
    assert "Ingenting om yrket här än" in browser.get(AT).text
    for wrong in ("0000", "abcd", "53__"):
        assert browser.get(f"/r/norr/guidance/occupations/{wrong}").status == 404
    browser.get(f"{AT}?municipality=9999")  # not the region's: passed over
    assert "Det här gäller" in browser.text


def test_forecasts_with_source_day_and_age_the_county_s_before_the_country_s(make: Factory, region: Region, browser: Browser) -> None:
    with make.inside(region), atomic():
        a_prospect(region, rating=2)
        a_prospect(region, rating=5, county_code="24")
        a_prospect(region, rating=1, county_code="01")
        a_prospect(region, occupation_group="5330", rating=3, published_on=date(2020, 1, 1))
    text = browser.get(f"{AT}?municipality={HERE}").text
    assert "Om fem år: Mycket lätt att få jobb" in text
    assert "Exempelmyndigheten, 30 juni 2026, om Västerbottens län." in text
    assert "Svårt att få jobb: fler söker" not in text
    assert "Prognosen är gammal" not in text
    assert "Prognosen är gammal" in browser.get("/r/norr/guidance/occupations/5330").text


def test_texts_nearest_place_first_with_language_and_direction(make: Factory, region: Region, browser: Browser) -> None:
    with make.inside(region), atomic():
        a_text(region, is_easy=False, text="Om hela regionen.")
        a_text(region, is_easy=False, text="Om Norsjö.", municipality_code=HERE)
        a_text(region, is_easy=False, language="ar", text="نص")
    browser.get(f"{AT}?municipality={HERE}")
    assert "Om Norsjö." in browser.text
    assert "Om hela regionen." not in browser.text
    assert '<p class="sk-pre" lang="ar" dir="rtl">نص</p>' in browser.page
    assert "Om hela regionen." in browser.get(f"{AT}?municipality={THERE}").text


def page_of(region: Region, *sections: GuidanceSection, texts: Any = ()) -> Page:
    found = queries.page(region, None, GROUP, "")
    return Page(found.group, "", sections, texts, ())


def test_easy_to_read_is_questions_with_the_same_facts(make: Factory, region: Region) -> None:
    with make.inside(region), atomic():
        own = a_text(region, text="Du hjälper människor.\n\nDu jobbar ofta kväll.")
        items = [GuidanceItem(f"Kurs {n}", "mycket mer text", "/x", date(2027, 1, 11)) for n in range(9)]
        page = page_of(
            region,
            GuidanceSection("needed", "Behov", ["Fem personer behövs."]),
            GuidanceSection("ways", "Utbildningar", ["Nio kurser."], items),
            GuidanceSection("ways", "Lärcentrum", (), [GuidanceItem("Norrgården")]),
            texts=[own],
        )
        found = easy.chapters(page, "sv")
    assert [(chapter.title, list(chapter.sentences), len(chapter.items)) for chapter in found] == [
        ("Vad är det för jobb?", ["Du hjälper människor.", "Du jobbar ofta kväll."], 0),
        ("Behövs jobbet här?", ["Fem personer behövs."], 0),
        ("Hur lär jag mig jobbet?", ["Nio kurser."], 5),
        ("Lärcentrum", [], 1),
    ]
    assert found[2].items[0] == "Kurs 0. Börjar 11 januari 2027."


def test_paper(make: Factory, region: Region, browser: Browser) -> None:
    with make.inside(region), atomic():
        a_prospect(region)
        a_text(region)
    for address in (f"{AT}.pdf", f"{AT}.pdf?form=easy&municipality={HERE}"):
        answer = browser.get(address)
        assert answer.response.mimetype == "application/pdf"
        assert answer.response.data.startswith(b"%PDF-")
    assert "lättläst" in browser.get(f"{AT}?form=easy").text


def test_a_section_of_another_part_comes_and_goes_with_it(make: Factory, browser: Browser) -> None:
    region = make.region("bara", plugins=["guidance"], municipalities=[HERE])
    both = make.region("bada", plugins=["guidance", "distance_learning"], municipalities=[HERE])
    for each in (region, both):
        with make.inside(each), atomic():
            a_centre(each, "Lärcentrum Prov")
    assert "Lärcentrum Prov" in browser.get(f"/r/bada/guidance/occupations/{GROUP}").text
    assert "Lärcentrum Prov" not in browser.get(f"/r/bara/guidance/occupations/{GROUP}").text
