"""Courses: published by a centre, received by others, changed, stopped, withdrawn; and what is told of each."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from core.clock import today
from core.db import atomic, db
from core.errors import Conflict, DomainError
from core.jobs.models import Outbox
from core.jobs.runner import drain
from core.organisations.models import OrganisationKind
from core.plugins import hooks
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.distance_learning.publishing import catalogue, queries, service, telling
from plugins.distance_learning.publishing.listing import Filters, listing
from plugins.distance_learning.publishing.models import CourseStatus, DistanceCourse, Receiving
from tests.plugins.training_catalog.conftest import Catalogue, event_, info, provider, swe

from .made import a_centre, a_course

AT = "/r/norr/distance-learning"
HERE, NEAR, FAR = "2417", "2418", "2584"  # Norsjö, Malå, Kiruna
PUBLISHED, WITHDRAWN = "distance_learning.course_published.v1", "distance_learning.course_withdrawn.v1"


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("norr", plugins=["distance_learning"], municipalities=[HERE, NEAR, FAR])


def told(name: str) -> list[dict[str, Any]]:
    """The events that were sent, in order."""
    rows = db.session.execute(select(Outbox).where(Outbox.name == name).order_by(Outbox.id)).scalars().all()
    return [dict(row.payload) for row in rows]


def the_course(make: Factory, region: Region) -> DistanceCourse:
    make.forget()
    with make.inside(region):
        return db.session.execute(select(DistanceCourse)).scalar_one()


def test_a_manager_publishes_a_course_with_its_name_alone(make: Factory, region: Region, browser: Browser) -> None:
    mine = make.organisation(region, kind=OrganisationKind.LEARNING_CENTRE, municipality=HERE)
    with make.inside(region), atomic():
        centre = a_centre(region, organisation_id=mine.id, municipality_code=HERE)
        a_centre(region, "Ett annat")
    browser.sign_in(make.user(region, "learning_centre_manager", organisation=mine))
    browser.get(f"{AT}/publish").submit(having="title", title="Vård och omsorg")
    assert "Klart. Kursen kan följas på Lärcentrum Norr." in browser.text
    course = the_course(make, region)
    assert (course.status, course.provider_name, course.threshold) == (CourseStatus.PUBLISHED, "Lärcentrum Norr", 12)
    said = told(PUBLISHED)[-1]
    assert [c["centre_id"] for c in said["centres"]] == [centre.id]
    assert (said["title"], said["threshold"], said["revision"]) == ("Vård och omsorg", 12, course.revision)
    assert "Vård och omsorg" in browser.get(f"{AT}/").text
    assert "Vård och omsorg" in browser.get(f"{AT}/centres/{centre.slug}").text


def test_the_same_form_twice_makes_one_course(make: Factory, region: Region, browser: Browser) -> None:
    with make.inside(region), atomic():
        a_centre(region)
    browser.sign_in(make.user(region, "strategist"))
    browser.get(f"{AT}/publish").submit(having="title", title="En kurs").repeat()
    assert the_course(make, region).title == "En kurs"


def test_a_draft_is_seen_by_nobody_else(make: Factory, region: Region, browser: Browser) -> None:
    with make.inside(region), atomic():
        a_centre(region)
    browser.sign_in(make.user(region, "strategist"))
    browser.get(f"{AT}/publish").submit(having="title", title="Ett utkast", button=("save", "draft"))
    course = the_course(make, region)
    assert browser.url == f"{AT}/courses/{course.id}/edit"
    assert browser.get(f"{AT}/courses/{course.id}").status == 404
    assert "Ett utkast" not in browser.get(f"{AT}/").text
    assert told(PUBLISHED) == []
    browser.get(f"{AT}/courses/{course.id}/edit").submit(having="title", title="Inte längre")
    assert browser.url == f"{AT}/courses/{course.id}"
    assert [e["title"] for e in told(PUBLISHED)][-1] == "Inte längre"


def test_faults_stand_at_their_fields(make: Factory, region: Region, browser: Browser) -> None:
    with make.inside(region), atomic():
        a_centre(region)
    browser.sign_in(make.user(region, "strategist"))
    values = {"title": "", "starts_on": "i vår", "ends_on": "2027-01-01", "occupation_groups": "0000", "threshold": "20", "seats": "10"}
    browser.get(f"{AT}/publish").submit(values, having="title")
    assert browser.status == 422
    for said in (
        "Skriv vad kursen heter.",
        "Skriv datumet som år, månad och dag",
        "Det finns ingen yrkesgrupp 0000",
        "Det måste finnas plats",
    ):
        assert said in browser.text
    assert dict(browser.form(having="title").fields)["occupation_groups"] == "0000"


def test_several_centres_receive_the_same_course_and_each_stops_by_itself(make: Factory, region: Region, browser: Browser) -> None:
    mine = make.organisation(region, kind=OrganisationKind.LEARNING_CENTRE, municipality=NEAR)
    with make.inside(region), atomic():
        owner = a_centre(region, municipality_code=HERE)
        mine_too = a_centre(region, "Lärcentrum Malå", organisation_id=mine.id, municipality_code=NEAR)
        course = a_course(region, owner, owner_centre_id=owner.id)
    page = f"{AT}/courses/{course.id}"
    browser.sign_in(make.user(region, "learning_centre_manager", organisation=mine))
    browser.get(page).follow("Ta emot kursen")
    browser.submit(having="centre_seats", centre_seats="6", equipment_text="Dator")
    assert [(c["name"], c["seats"]) for c in told(PUBLISHED)[-1]["centres"]] == [("Lärcentrum Malå", 6), ("Lärcentrum Norr", 8)]
    assert browser.get(f"{page}/edit").status == 404  # another's course
    assert browser.get(f"{page}/withdraw").status == 404
    browser.get(page)
    browser.submit(to=f"{page}/centres/{mine_too.id}/stop")
    assert [c["name"] for c in told(PUBLISHED)[-1]["centres"]] == ["Lärcentrum Norr"]
    token = browser.form_token()
    browser.post(f"{page}/centres/{owner.id}/stop", {"csrf_token": token, "submission_key": "k"})
    assert browser.status == 404


def test_a_course_is_withdrawn_with_its_reason_and_its_page_says_so(make: Factory, region: Region, browser: Browser) -> None:
    with make.inside(region), atomic():
        centre = a_centre(region)
        course = a_course(region, centre, owner_centre_id=centre.id)
    browser.sign_in(make.user(region, "strategist"))
    browser.get(f"{AT}/courses/{course.id}/withdraw").submit(having="reason", reason="")
    assert "Skriv varför." in browser.text
    browser.submit(having="reason", reason="Läraren slutar.")
    assert told(WITHDRAWN) == [{"course_id": course.id, "revision": 1, "reason": "Läraren slutar."}]
    assert "Läraren slutar." in browser.get(f"{AT}/courses/{course.id}").text
    assert "Vård och omsorg" not in browser.get(f"{AT}/").text
    found = the_course(make, region)
    with make.inside(region), pytest.raises(Conflict):
        service.receive(region=region, course=found, centre=centre, facts={})


def test_a_centre_that_takes_no_courses_cannot_receive(make: Factory, region: Region) -> None:
    with make.inside(region), atomic():
        course = a_course(region)
        with pytest.raises(DomainError, match="tar inte emot kurser"):
            service.receive(region=region, course=course, centre=a_centre(region, receives=False), facts={})


def test_an_occasion_of_the_catalogue_is_received_with_what_the_catalogue_knows(make: Factory, browser: Browser) -> None:
    region = make.region("norr", plugins=["distance_learning", "training_catalog"], municipalities=[HERE, NEAR, FAR])
    filled = Catalogue(make, region)
    given = event_(distance={"noOfMandatorySessions": 4}, places=20, execution={"start": "2027-01-11"})
    filled.read([provider(name=swe("Svetsskolan")), info(title=swe("Svetsare")), given])
    ref = f"training_catalog:event:{filled.events[0].id}"
    with make.inside(region), atomic():
        first, second = a_centre(region, municipality_code=HERE), a_centre(region, "Lärcentrum Malå", municipality_code=NEAR)
    browser.sign_in(make.user(region, "strategist"))
    browser.get(f"{AT}/publish?ref={ref}").submit(having="centre_seats", centre_id=str(first.id), centre_seats="5")
    course = the_course(make, region)
    kept = (course.title, course.provider_name, course.catalogue_ref, course.sessions, course.seats, course.owner_centre_id)
    assert kept == ("Svetsare", "Svetsskolan", ref, 4, 20, None)
    browser.get(f"{AT}/publish?ref={ref}")  # the course is there: the next centre joins it
    assert browser.url == f"{AT}/courses/{course.id}/receive"
    browser.submit(having="centre_seats", centre_id=str(second.id))
    with make.inside(region):
        assert sorted(r.centre_id for r in db.session.execute(select(Receiving)).scalars()) == sorted([first.id, second.id])
        assert catalogue.course_of(region, ref) is not None
        assert list(queries.by_catalogue_ref(region, [ref])) == [ref]
        assert list(queries.by_catalogue_ref(region, [f"{ref}0"])) == []
        cases = hooks.for_region(region).slot_content(user=None, slot="training_catalog.event", subject={"ref": ref, "title": "Svetsare"})
    assert [[c.name for _r, c in case.context["receiving"]] for case in cases] == [["Lärcentrum Malå", "Lärcentrum Norr"]]


def test_the_centres_own_course_is_reached_from_the_catalogues_page(make: Factory, browser: Browser) -> None:
    region = make.region("bada", plugins=["distance_learning", "training_catalog"])
    with make.inside(region), atomic():
        first, second = a_centre(region, municipality_code=HERE), a_centre(region, "Lärcentrum Malå", municipality_code=NEAR)
        course = a_course(region, first, title="Tapetsering", starts_on=today() + timedelta(days=60))
        telling.tell(region, course)
    drain()
    at = f"/r/bada/distance-learning/courses/{course.id}"
    browser.get("/r/bada/training-catalog/").follow("Tapetsering")
    assert [href for href, _words in browser.links if href.startswith("/r/bada/distance-learning/c")] == [
        f"/r/bada/distance-learning/centres/{first.slug}",
        at,
        f"{at}/interest",
    ]
    browser.sign_in(make.user(region, "strategist"))
    browser.get("/r/bada/training-catalog/").follow("Tapetsering").follow("Ta emot utbildningen här")
    assert browser.url == f"{at}/receive"  # not a second course of the first
    assert second.name in browser.text


def test_a_ref_that_no_catalogue_knows_is_typed_by_hand(make: Factory, region: Region, browser: Browser) -> None:
    with make.inside(region), atomic():
        a_centre(region)
    browser.sign_in(make.user(region, "strategist"))
    browser.get(f"{AT}/publish?ref=training_catalog:event:7")
    assert "Katalogen känner inte till tillfället" in browser.text
    assert browser.submit(having="title", title="För hand").status == 200
    assert the_course(make, region).catalogue_ref == ""


def test_the_list_shows_what_is_near_home_the_nearest_first(make: Factory, region: Region) -> None:
    with make.inside(region), atomic():
        here, near, far = (
            a_centre(region, name, municipality_code=code) for name, code in (("Här", HERE), ("Nära", NEAR), ("Långt bort", FAR))
        )
        a_course(region, far, near, title="Nära och långt bort", starts_on=today() + timedelta(days=10))
        a_course(region, here, title="Här", starts_on=today() + timedelta(days=20))
        a_course(region, far, title="Långt bort", starts_on=today() + timedelta(days=5))

        def shown(**chosen: Any) -> list[str]:
            return [row.course.title for row in listing(region, Filters(**chosen), today()).items]

        assert shown() == ["Långt bort", "Nära och långt bort", "Här"]
        assert shown(home=HERE) == ["Här", "Nära och långt bort"]
        assert shown(home=HERE, reach="here") == ["Här"]
        assert shown(home=HERE, reach="all") == ["Här", "Nära och långt bort", "Långt bort"]
        rows = listing(region, Filters(home=NEAR), today()).items
        assert [[c.name for c in row.centres] for row in rows] == [["Nära", "Långt bort"], ["Här"]]
        assert rows[0].km == 0


def test_what_has_been_or_cannot_be_applied_for_is_left_out(make: Factory, region: Region) -> None:
    day = today()
    with make.inside(region), atomic():
        centre = a_centre(region)
        a_course(region, centre, title="Över", starts_on=day - timedelta(days=90), ends_on=day - timedelta(days=1))
        a_course(region, centre, title="Pågår sedan länge", starts_on=day - timedelta(days=90))
        a_course(region, centre, title="Stängd", starts_on=day + timedelta(days=9), apply_by=day - timedelta(days=1))
        a_course(region, centre, title="Löpande", starts_on=None)
        a_course(region, centre, title="Utkast", status=CourseStatus.DRAFT, published_at=None)
        a_course(region, a_centre(region, "Dold", is_published=False), title="På ett dolt lärcentrum")

        def shown(**chosen: Any) -> list[str]:
            return [row.course.title for row in listing(region, Filters(**chosen), day).items]

        assert shown() == ["Stängd", "Löpande"]
        assert shown(open=True) == ["Löpande"]
        assert shown(start="3") == ["Stängd"]
        assert shown(start="any") == ["Löpande"]


def test_another_region_s_courses_and_centres_are_not_shown(make: Factory, region: Region, browser: Browser) -> None:
    south = make.region("soder", plugins=["distance_learning"], municipalities=["1280"])
    with make.inside(south), atomic():
        centre = a_centre(south, "Lärcentrum Söder")
        course = a_course(south, centre, title="Sydlig kurs")
    for page in ("/", "/centres", f"/centres/{centre.slug}", f"/courses/{course.id}"):
        assert "ydlig" not in browser.get(f"{AT}{page}").text
    assert browser.get(f"{AT}/courses/{course.id}").status == 404
    assert browser.get(f"/r/soder/distance-learning/courses/{course.id}").status == 200


@pytest.mark.parametrize("query", ["home=9999", "home=<x>", "reach=all", "start=99", "page=-1", "page=99999", "q=" + "x" * 500, "open=ja"])
def test_nonsense_in_the_address_is_passed_over(make: Factory, region: Region, browser: Browser, query: str) -> None:
    with make.inside(region), atomic():
        a_course(region, a_centre(region))
    assert browser.get(f"{AT}/?{query}").status == 200


def test_an_occasion_is_followed_by_one_published_course(make: Factory, region: Region) -> None:
    ref = "training_catalog:event:42"
    with make.inside(region), atomic():
        a_course(region, catalogue_ref=ref)
        a_course(region, catalogue_ref=ref, status=CourseStatus.WITHDRAWN)
        with pytest.raises(IntegrityError), atomic():
            a_course(region, catalogue_ref=ref)
