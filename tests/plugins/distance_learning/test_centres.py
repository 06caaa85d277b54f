"""Learning centres: who keeps which, what is shown to everybody, and what others are told."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from core.db import atomic, db
from core.jobs.models import Outbox
from core.jobs.runner import drain
from core.organisations.models import OrganisationKind
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.distance_learning.centres import quality, queries, service
from plugins.distance_learning.centres.models import LearningCentre
from plugins.distance_learning.events import CentrePublished

from .made import a_centre, a_course

AT = "/r/norr/distance-learning"
START = "2417"


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("norr", plugins=["distance_learning"])


def told(name: str) -> list[dict[str, Any]]:
    """The events that were sent, in order."""
    rows = db.session.execute(select(Outbox).where(Outbox.name == name).order_by(Outbox.id)).scalars().all()
    return [dict(row.payload) for row in rows]


def test_a_manager_keeps_the_centre_of_their_organisation_and_no_other(make: Factory, region: Region, browser: Browser) -> None:
    mine = make.organisation(region, "Lärcentrum Mitt", kind=OrganisationKind.LEARNING_CENTRE, municipality=START)
    with make.inside(region), atomic():
        own = a_centre(region, "Lärcentrum Mitt", organisation_id=mine.id)
        other = a_centre(region, "Lärcentrum Ditt")
    manager, strategist = make.user(region, "learning_centre_manager", organisation=mine), make.user(region, "strategist")
    with make.inside(region):
        assert [c.id for c in queries.managed_centres(region, manager)] == [own.id]
        assert [c.id for c in queries.managed_centres(region, strategist)] == [other.id, own.id]
        assert queries.managed_centres(region, make.user(region, "guidance_counsellor")) == []
    browser.sign_in(manager)
    assert browser.get(f"{AT}/manage/{own.id}").status == 200
    for page in ("", "/hours", "/closures", "/quality", "/rooms/new"):
        assert browser.get(f"{AT}/manage/{other.id}{page}").status == 404
    assert browser.get(f"{AT}/manage/new").status == 404  # not in the register: only for the whole region


def test_a_page_is_made_from_the_register_filled_in_and_published(make: Factory, region: Region, browser: Browser) -> None:
    mine = make.organisation(region, "Lärcentrum Åsele", kind=OrganisationKind.LEARNING_CENTRE, municipality=START)
    browser.sign_in(make.user(region, "learning_centre_manager", organisation=mine))
    browser.get(f"{AT}/manage").follow("Gör en sida för Lärcentrum Åsele")
    assert dict(browser.form(having="name").fields)["name"] == "Lärcentrum Åsele"
    browser.submit(having="name")
    page = browser.url
    browser.submit(to=f"{page}/publish")
    assert "Skriv öppettiderna innan du publicerar sidan." in browser.text
    assert browser.get(f"{AT}/centres/larcentrum-asele").status == 404
    browser.get(f"{page}/hours").submit(day_0="8-16.30", day_1="8–12 och 13–20")
    browser.get(f"{page}/contact").submit(email="hej@test.samkraft.example", url="test.samkraft.example")
    browser.get(page).submit(to=f"{page}/publish")
    assert "Sidan är publicerad." in browser.text
    assert browser.get(f"{AT}/centres/larcentrum-asele").status == 200
    assert "08.00–12.00, 13.00–20.00" in browser.text
    drain()
    [said] = told("distance_learning.centre_published.v1")[:1]
    assert (said["centre_name"], said["municipality_code"], said["published"], said["revision"]) == ("Lärcentrum Åsele", START, True, 1)
    assert said["organisation_id"] == mine.id


def test_faults_stand_at_their_fields_and_nothing_typed_is_lost(make: Factory, region: Region, browser: Browser) -> None:
    with make.inside(region), atomic():
        centre = a_centre(region)
    browser.sign_in(make.user(region, "strategist"))
    browser.get(f"{AT}/manage/{centre.id}/hours").submit(day_0="hela dagen", day_1="9-10")
    assert browser.status == 422
    assert "Skriv tider så här" in browser.text
    assert dict(browser.form(having="day_0").fields)["day_0"] == "hela dagen"
    browser.get(f"{AT}/manage/{centre.id}/contact").submit(email="ingen adress")
    assert browser.status == 422
    assert "Skriv en hel e-postadress" in browser.text
    browser.get(f"{AT}/manage/{centre.id}/closures").submit(first="2026-12-24", last="2026-12-01")
    assert browser.status == 422
    assert "Sista dagen kan inte vara före den första." in browser.text


def test_two_who_change_at_once_are_told(make: Factory, region: Region, browser: Browser) -> None:
    with make.inside(region), atomic():
        centre = a_centre(region)
    browser.sign_in(make.user(region, "strategist"))
    browser.get(f"{AT}/manage/{centre.id}/offer")
    with make.inside(region), atomic():
        service.change_centre(region=region, centre=queries.centre_at(region, centre.slug), facts={"seats": 30})
    browser.submit(having="seats", seats="10")
    assert browser.status == 409
    assert "Någon annan har ändrat uppgifterna." in browser.text
    browser.submit(having="seats", seats="10")
    make.forget()
    with make.inside(region):
        assert queries.centre_at(region, centre.slug).seats == 10


def test_a_centre_that_is_taken_down_is_told_and_not_shown(make: Factory, region: Region, browser: Browser) -> None:
    with make.inside(region), atomic():
        centre = a_centre(region)
        course = a_course(region, centre)
        service.publish_centre(region=region, centre=centre, published=False)
    assert browser.get(f"{AT}/centres/{centre.slug}").status == 404
    assert "Inga lärcentrum än" in browser.get(f"{AT}/centres").text
    assert course.title not in browser.get(f"{AT}/").text
    assert [(e["published"], e["revision"]) for e in told(CentrePublished.name)] == [(False, 2)]
    assert [e["centres"] for e in told("distance_learning.course_published.v1")] == [[]]


def test_a_draft_page_that_nobody_has_seen_is_told_to_nobody(make: Factory, region: Region) -> None:
    with make.inside(region), atomic():
        made = service.make_centre(region=region, name="Nya", municipality_code=START)
        service.change_centre(region=region, centre=made, facts={"seats": 4})
        assert told(CentrePublished.name) == []


def test_slugs_are_unlike(make: Factory, region: Region) -> None:
    with make.inside(region), atomic():
        made = [service.make_centre(region=region, name="Lärcentrum Ö", municipality_code=START) for _ in range(3)]
    assert [centre.slug for centre in made] == ["larcentrum-o", "larcentrum-o-2", "larcentrum-o-3"]


def test_the_quality_check_says_what_is_missing_and_keeps_the_history(make: Factory, region: Region, browser: Browser) -> None:
    with make.inside(region), atomic():
        centre = a_centre(region)
    browser.sign_in(make.user(region, "strategist"))
    page = f"{AT}/manage/{centre.id}/quality"
    answers = {f"answer_{key}": "yes" for key in quality.STANDARD}
    browser.get(f"{page}/new").submit({**answers, "answer_quiet": "no", "note_quiet": "Vi bygger i vår"}, having="answer_quiet")
    assert "Vi bygger i vår" in browser.text
    browser.get(f"{page}/new").submit(having="answer_quiet", answer_quiet="yes")
    assert "Alla kriterier är uppfyllda." in browser.text
    with make.inside(region):
        found = quality.checks_of(db.session.execute(select(LearningCentre)).scalar_one())
        assert [check.answers["quiet"]["answer"] for check in found] == ["yes", "no"]


def test_a_region_s_own_criteria_come_first(make: Factory) -> None:
    own: dict[str, dict[str, object]] = {"distance_learning": {"quality_criteria": ["Vi bjuder på kaffe."]}}
    region = make.region(plugins=["distance_learning"], settings=own)
    with make.inside(region):
        assert [criterion.text for criterion in quality.criteria(region)] == ["Vi bjuder på kaffe."]


def test_rooms_no_longer_used_are_not_shown(make: Factory, region: Region, browser: Browser) -> None:
    with make.inside(region), atomic():
        centre = a_centre(region)
    browser.sign_in(make.user(region, "strategist"))
    browser.get(f"{AT}/manage/{centre.id}/rooms/new").submit(name="Norra salen", seats="12", is_active="y")
    assert "Norra salen" in browser.get(f"{AT}/centres/{centre.slug}").text
    browser.get(f"{AT}/manage/{centre.id}").follow("Norra salen")
    browser.submit(having="seats", is_active=None)
    assert "Norra salen" not in browser.get(f"{AT}/centres/{centre.slug}").text
