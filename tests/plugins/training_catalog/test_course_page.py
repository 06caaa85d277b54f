"""The page of one education: its occasions, what it leads to, and what is not this visitor's to see."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from core.db import atomic, db
from core.plugins import lifecycle
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.distance_learning.centres.models import LearningCentre
from plugins.distance_learning.publishing.models import CourseStatus, DistanceCourse, Receiving

from .conftest import NORSJO, Catalogue, course_file, event_, info, provider, row, swe

URL = "/r/norr/training-catalog/"


def open_page(browser: Browser, catalogue: Catalogue, title: str = "Exempelkurs") -> str:
    browser.get(f"{URL}{catalogue.info(title).id}")
    assert browser.status == 200
    return browser.text


def test_facts_occasions_and_what_it_leads_to(catalogue: Catalogue, browser: Browser) -> None:
    catalogue.read(
        [
            provider(),
            info(
                title=swe("Svetsare"),
                description=swe("Första stycket.\n\nAndra stycket, se https://skolan.example/svets."),
                url={"urls": [{"lang": "swe", "value": "https://skolan.example/svets"}]},
                credits={"system": {"code": "yh"}, "credits": 1500},
                extent={"length": 60, "unit": {"code": "weeks"}},
                eligibility=swe("Körkort B"),
            ),
            event_(
                places=16,
                paceOfStudy={"percentage": 100},
                timeOfStudy={"code": "dag"},
                application={"first": "2027-01-15", "last": "2027-04-15", "url": "https://ansok.example/svets"},
            ),
            event_(
                "e.2", distance={"noOfMandatorySessions": 4, "noOfOptionalSessions": 2}, execution={"start": "2027-10-04"}, locations=[]
            ),
            event_("e.3", isCancelled=True, execution={"start": "2027-11-01"}),
            event_("e.4", execution={"start": "2026-08-24"}),
        ]
    )
    text = open_page(browser, catalogue, "Svetsare")
    for fact in (
        "Yrkeshögskola · Exempelskolan",
        "Nästa start 23 augusti 2027",
        "Ansök senast 15 april 2027",
        "Omfattning 1 500 yrkeshögskolepoäng, 60 veckor",
        "23 augusti 2027 till 2 juni 2028",
        "100 % av heltid, Dagtid, 16 platser",
        "Senast 15 april 2027",
        "Distans, 4 obligatoriska träffar på plats, 2 frivilliga träffar",
        "1 november 2027 Inställt",
        "24 augusti 2026",
        "Körkort B",
        "Svetsare och gasskärare Utbildningens namn innehåller ”svets”.",
    ):
        assert fact in text, fact
    links = dict(browser.links)
    assert links["https://ansok.example/svets"] == "Ansök hos Exempelskolan, 23 augusti 2027 till 2 juni 2028"
    assert links["https://skolan.example/svets"] in ("Till utbildningens sida", "https://skolan.example/svets")
    assert '<p class="sk-measure">Första stycket.</p>' in browser.page


def test_the_machine_readable_course_says_the_same_and_cannot_break_out(catalogue: Catalogue, browser: Browser) -> None:
    nasty = "</script><script>alert(1)</script>&\u2028"
    catalogue.read([provider(name=swe(f"Skolan {nasty}")), info(description=swe("a < b & c")), event_(distance={})])
    open_page(browser, catalogue)
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', browser.page, re.S)
    assert len(blocks) == 1
    assert re.findall(r"<script(?![^>]*(?:src=|ld\+json))", browser.page) == []
    data = json.loads(blocks[0])
    assert (data["@type"], data["name"], data["courseCode"], data["description"]) == ("Course", "Exempelkurs", "TEST1", "a < b & c")
    assert data["hasCourseInstance"] == [
        {
            "@type": "CourseInstance",
            "name": "Exempelkurs",
            "courseMode": "Online",
            "eventStatus": "https://schema.org/EventScheduled",
            "inLanguage": "sv",
            "startDate": "2027-08-23",
            "endDate": "2028-06-02",
            "location": [
                {
                    "@type": "Place",
                    "name": "Norsjö",
                    "address": {"@type": "PostalAddress", "addressLocality": "Norsjö", "addressCountry": "SE"},
                },
                {"@type": "VirtualLocation"},
            ],
            "organizer": {"@type": "Organization", "name": data["provider"][0]["name"]},
        }
    ]
    # What schema.org's Course must have for Google's lists, and what is known of what it should have.
    assert {"@id", "name", "description", "provider", "url", "inLanguage", "publisher", "dateModified"} <= set(data)
    assert "alert(1)" not in re.sub(r"<script type.*?</script>", "", browser.page, flags=re.S)


def test_what_was_written_is_shown_as_text(catalogue: Catalogue, browser: Browser) -> None:
    """HTML that is not HTML to the cleaner, and what it leaves, is escaped; only web addresses become links."""
    catalogue.rows(
        row(Namn="a<b", RekommenderadInformation='1 < 2 "citat" <img src=x onerror=alert(1)> javascript:alert(1) https://ok.example')
    )
    open_page(browser, catalogue, "a<b")
    assert '1 &lt; 2 &#34;citat&#34; javascript:alert(1) <a href="https://ok.example">' in browser.page
    assert "onerror" not in browser.page


def test_a_removed_education_says_so_and_keeps_its_address(catalogue: Catalogue, browser: Browser) -> None:
    catalogue.read([provider(), info(), event_()])
    catalogue.read({"educationInfos": [{"id": "i.test.1", "status": "REMOVED", "content": None}]})
    text = open_page(browser, catalogue)
    assert "Utbildningen ges inte längre" in text
    browser.get(URL)
    assert "Exempelkurs" not in browser.text


def test_another_regions_education_is_not_found_and_looks_like_none(make: Factory, catalogue: Catalogue, browser: Browser) -> None:
    other = Catalogue(make, make.region("syd", plugins=["training_catalog"]))
    other.rows(row(Namn="Kurs i söder"))
    foreign = other.info("Kurs i söder").id
    browser.get(f"{URL}{foreign}")
    assert browser.status == 404
    first = browser.text
    browser.get(f"{URL}999999")
    assert (browser.status, browser.text) == (404, first)
    assert "Kurs i söder" not in first
    browser.get(f"/r/syd/training-catalog/{foreign}")
    assert browser.status == 200


def test_where_the_catalogue_is_off_nothing_answers_and_nothing_is_lost(make: Factory, catalogue: Catalogue, browser: Browser) -> None:
    other = Catalogue(make, make.region("syd", plugins=["training_catalog"]))
    for each in (catalogue, other):
        each.rows(row())
    with atomic():
        lifecycle.disable(catalogue.region, "training_catalog")
    for path in (
        "training-catalog/",
        f"training-catalog/{catalogue.infos[0].id}",
        "training-catalog/courses.csv",
        "admin/training-catalog/",
    ):
        assert browser.get(f"/r/norr/{path}").status == 404
    assert browser.get("/r/syd/training-catalog/").status == 200
    browser.get("/r/norr/")
    assert "Utbildningar" not in [words for _href, words in browser.links]
    with atomic():
        lifecycle.enable(catalogue.region, "training_catalog")
    assert "Exempelkurs" in browser.get(URL).text


def test_one_occasion_and_thirty_cost_the_same_number_of_queries(make: Factory, browser: Browser, statements: Callable[..., Any]) -> None:
    found = {}
    for number in (1, 30):
        region = make.region(f"r{number}", plugins=["training_catalog"])
        catalogue = Catalogue(make, region)
        catalogue.read(course_file(*(row(kurstillfalleId=str(n), Kurskod="K1", Utbildningsanordnare=f"Skola {n}") for n in range(number))))
        assert len(catalogue.infos) == 1
        url = f"/r/r{number}/training-catalog/{catalogue.infos[0].id}"
        make.forget()
        with statements() as run:
            browser.get(url)
        assert browser.text.count("23 augusti 2027 till 14 januari 2028") >= number
        found[number] = [statement for statement in run if "training_catalog_" in statement]
    # The education; its occasions to come, and the past; providers; places; what it leads to; and, for all occasions at once, the
    # learning centres where they can be followed. The last is asked also where distance_learning is off: what it told stays.
    assert len(found[1]) == len(found[30]) <= 7


def test_learning_centres_are_asked_once_for_all_the_occasions_of_the_page(
    make: Factory, browser: Browser, statements: Callable[..., Any]
) -> None:
    found = {}
    for number in (1, 20):
        region = make.region(f"r{number}", plugins=["training_catalog", "distance_learning"])
        catalogue = Catalogue(make, region)
        catalogue.read(course_file(*(row(kurstillfalleId=str(n), Kurskod="K1", Utbildningsanordnare=f"Skola {n}") for n in range(number))))
        with make.inside(region), atomic():
            centre = LearningCentre(
                region_id=region.id, name="Lärcentrum Norr", slug="norr", sort_key="norr", municipality_code=NORSJO, is_published=True
            )
            db.session.add(centre)
            db.session.flush()
            for event in catalogue.events:
                followed = {"title": "Kurs", "sort_key": "kurs", "provider_name": "Skolan", "status": CourseStatus.PUBLISHED}
                course = DistanceCourse(region_id=region.id, catalogue_ref=f"training_catalog:event:{event.id}", **followed)
                db.session.add(course)
                db.session.flush()
                db.session.add(Receiving(region_id=region.id, course_id=course.id, centre_id=centre.id))
        url = f"/r/r{number}/training-catalog/{catalogue.infos[0].id}"
        make.forget()
        with statements() as run:
            browser.get(url)
        assert browser.page.count("Lärcentrum Norr") >= number
        found[number] = [statement for statement in run if "distance_learning_" in statement]
    assert len(found[1]) == len(found[20]) <= 4


def test_a_place_that_was_worked_out_is_marked_as_such(catalogue: Catalogue, browser: Browser) -> None:
    catalogue.rows(row(Studieort="Norsjö"))
    assert "En del orter är tolkade" in open_page(browser, catalogue)
    catalogue.rows(row(Studieort="Norsjö", SusaKurstillfällePlatsKommunkod=NORSJO))
    assert "En del orter är tolkade" not in open_page(browser, catalogue)
