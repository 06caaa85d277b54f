"""What learning centres tell: places to follow an occasion from, and courses of their own; told late or twice, it changes nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from core.db import atomic
from core.plugins import hooks
from core.testing.client import Browser
from plugins.training_catalog.finding import receiving
from plugins.training_catalog.finding.events import CoursePublished, CourseWithdrawn
from plugins.training_catalog.finding.models import DistanceCourse, Receiving
from plugins.training_catalog.models import EducationEvent

from .conftest import KIRUNA, NORSJO, SKELLEFTEA, Catalogue, row

URL = "/r/norr/training-catalog/"


def centre(number: int = 1, code: str = NORSJO, **values: Any) -> dict[str, Any]:
    return {"centre_id": number, "name": f"Lärcentrum {number}", "municipality_code": code, "seats": 8, "sessions": 0, "url": "", **values}


def told(catalogue: Catalogue, revision: int, *centres: dict[str, Any], course_id: int = 5, **values: Any) -> None:
    """A centre tells of a course."""
    plain = {"title": "Vård på distans", "provider_name": "Exempelskolan", "school_form": "VUXGY", "starts_on": date(2027, 8, 23)}
    course = CoursePublished.model_validate({"course_id": course_id, "revision": revision, "centres": list(centres), **plain, **values})
    with catalogue.scope(), atomic():
        receiving.course_published(region=catalogue.region, course=course)


def withdrawn(catalogue: Catalogue, revision: int, course_id: int = 5) -> None:
    with catalogue.scope(), atomic():
        receiving.course_withdrawn(region=catalogue.region, course=CourseWithdrawn(course_id=course_id, revision=revision))


def found(browser: Browser, **choice: Any) -> list[str]:
    browser.get(URL, query_string=choice)
    return [words for href, words in browser.links if href.startswith(URL) and href.removeprefix(URL).isdigit()]


@pytest.fixture
def event(catalogue: Catalogue) -> EducationEvent:
    """A course by distance with sessions in Kiruna."""
    catalogue.rows(row(Namn="Distanskurs", Studieort="Kiruna", DistansObligatorisk="6"))
    return catalogue.events[0]


def test_a_course_becomes_reachable_where_a_centre_receives_it(catalogue: Catalogue, event: EducationEvent, browser: Browser) -> None:
    assert found(browser, **{"from": NORSJO}) == []
    told(catalogue, 1, centre(), catalogue_ref=f"training_catalog:event:{event.id}")
    assert found(browser, **{"from": NORSJO}) == ["Distanskurs"]
    assert "Kan följas på Lärcentrum 1, i din kommun" in browser.text
    assert found(browser, **{"from": SKELLEFTEA}) == []
    assert found(browser, **{"from": SKELLEFTEA, "km": "100"}) == ["Distanskurs"]
    browser.get(f"{URL}{catalogue.infos[0].id}")
    assert "Lärcentrum 1" in browser.text
    told(catalogue, 2, centre(2, KIRUNA), catalogue_ref=f"training_catalog:event:{event.id}")
    assert found(browser, **{"from": NORSJO}) == []
    assert len(catalogue.events) == 1


def test_what_is_told_twice_or_late_changes_nothing(catalogue: Catalogue, event: EducationEvent, browser: Browser) -> None:
    ref = f"training_catalog:event:{event.id}"
    told(catalogue, 3, centre(), centre(2, SKELLEFTEA), catalogue_ref=ref)
    told(catalogue, 2, centre(3, KIRUNA), catalogue_ref=ref)
    told(catalogue, 3, catalogue_ref=ref)
    assert [(r.centre_id, r.revision) for r in catalogue.all(Receiving)] == [(1, 3), (2, 3)]
    withdrawn(catalogue, 4)
    told(catalogue, 3, centre(), catalogue_ref=ref)
    assert catalogue.all(Receiving) == []
    assert [(c.revision, c.withdrawn) for c in catalogue.all(DistanceCourse)] == [(4, True)]
    told(catalogue, 5, centre(), catalogue_ref=ref)
    assert found(browser, **{"from": NORSJO}) == ["Distanskurs"]


def test_a_centre_s_own_course_becomes_findable_and_goes(catalogue: Catalogue, browser: Browser) -> None:
    told(catalogue, 1, centre(), sessions=3, occupation_groups=["5321"], language="swe", seats=24, credits=100, credits_unit="vp")
    assert found(browser) == ["Vård på distans"]
    assert found(browser, **{"from": NORSJO}) == ["Vård på distans"]
    assert found(browser, **{"from": KIRUNA}) == []
    assert found(browser, q="undersköterska") == ["Vård på distans"]
    own = catalogue.events[0]
    assert (own.is_distance, own.mandatory_sessions, own.places, own.start) == (True, 3, 24, date(2027, 8, 23))
    told(catalogue, 2, centre(), sessions=3, title="Vård hemifrån", occupation_groups=["5321"])
    assert found(browser) == ["Vård hemifrån"]
    assert len(catalogue.events) == 1
    withdrawn(catalogue, 3)
    assert found(browser) == []
    assert [info.removed_at is not None for info in catalogue.infos] == [True]
    told(catalogue, 4, centre(), sessions=0)
    assert found(browser) == ["Vård på distans"]


def test_an_own_course_that_turns_out_to_be_in_the_catalogue_is_not_shown_twice(
    catalogue: Catalogue, event: EducationEvent, browser: Browser
) -> None:
    told(catalogue, 1, centre())
    assert sorted(found(browser)) == ["Distanskurs", "Vård på distans"]
    told(catalogue, 2, centre(), catalogue_ref=f"training_catalog:event:{event.id}")
    assert found(browser) == ["Distanskurs"]


@pytest.mark.parametrize("ref", ["training_catalog:event:999999", "training_catalog:event:x", "other:event:1", "training_catalog:info:1"])
def test_a_ref_that_is_not_here_makes_no_education(catalogue: Catalogue, browser: Browser, ref: str) -> None:
    told(catalogue, 1, centre(), centre(2, "9999"), catalogue_ref=ref)
    assert catalogue.infos == []
    assert [(r.event_id, r.municipality_code) for r in catalogue.all(Receiving)] == [(None, NORSJO)]
    assert found(browser, **{"from": NORSJO}) == []


def test_another_region_s_occasion_cannot_be_pointed_at(catalogue: Catalogue, make: Any, browser: Browser) -> None:
    other = Catalogue(make, make.region("syd", plugins=["training_catalog"]))
    other.rows(row(Namn="Sydkurs", Studieort="Lund", DistansObligatorisk="3"))
    told(catalogue, 1, centre(), catalogue_ref=f"training_catalog:event:{other.events[0].id}")
    assert [r.event_id for r in catalogue.all(Receiving)] == [None]
    browser.get("/r/syd/training-catalog/", query_string={"from": NORSJO})
    assert "Sydkurs" not in browser.text


def test_supply_for_a_need_counts_receiving_centres(catalogue: Catalogue) -> None:
    catalogue.rows(row(Namn="Undersköterska", Studieort="Kiruna", DistansObligatorisk="6"))
    with catalogue.scope():
        assert hooks.for_region(catalogue.region).supply_for(occupation_group="5321", municipalities=[NORSJO]) == []
    told(catalogue, 1, centre(), catalogue_ref=f"training_catalog:event:{catalogue.events[0].id}")
    with catalogue.scope():
        supply = hooks.for_region(catalogue.region).supply_for(occupation_group="5321", municipalities=[NORSJO])
    assert [(s.title, s.place, "Kan följas på Lärcentrum 1 i Norsjö." in s.reason) for s in supply] == [("Undersköterska", "Norsjö", True)]
