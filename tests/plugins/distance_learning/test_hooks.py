"""What the plugin shows elsewhere, and what pooling makes of its centres."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from time import process_time
from typing import Any

import pytest
from sqlalchemy import func, select

from core.clock import today
from core.db import atomic, db
from core.events import request_replay
from core.jobs.runner import drain
from core.organisations.models import OrganisationKind
from core.plugins import hooks
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.demand_pooling.runs import centres as pooled
from plugins.demand_pooling.runs.models import ReceivingCentre
from plugins.distance_learning.centres import service
from plugins.distance_learning.centres.models import LearningCentre
from plugins.distance_learning.publishing.models import DistanceCourse

from .made import a_centre, a_course

HERE = "2417"


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("norr", plugins=["distance_learning"])


def test_centres_and_courses_are_found_linked_and_published_as_data(app: Any, make: Factory, region: Region) -> None:
    with make.inside(region), atomic():
        centre = service.make_centre(region=region, name="Lärcentrum Åsele", municipality_code=HERE, email="a@test.samkraft.example")
        service.change_centre(region=region, centre=centre, facts={"opening_hours": [{"day": 0, "opens": "08:00", "closes": "16:00"}]})
        service.publish_centre(region=region, centre=centre, published=True)
        hidden = a_centre(region, "Dold", is_published=False)
        course = a_course(region, centre, title="Tapetsering", apply_by=today() + timedelta(days=3))
    manager = make.user(region, "strategist")
    with make.inside(region), app.test_request_context("/r/norr/"):
        facade = hooks.for_region(region)
        assert [hit.title for hit in facade.search(user=None, query="åsele", limit=5)] == ["Lärcentrum Åsele"]
        for user, ref, title in (
            (None, centre.ref, "Lärcentrum Åsele"),
            (None, course.ref, "Tapetsering"),
            (None, hidden.ref, None),
            (manager, hidden.ref, "Dold"),
            (None, "distance_learning:course:99", None),
            (None, "distance_learning:room:1", None),
        ):
            link = facade.resolve_ref(user=user, ref=ref)
            assert (link.title if link else None) == title
        rows = {dataset.name: dataset.rows() for dataset in facade.open_data() if dataset.name.startswith("learning-")}
        assert [row[0] for row in rows["learning-centres"]] == ["Lärcentrum Åsele"]
        assert [(row[1], row[7]) for row in rows["learning-centre-courses"]] == [("Tapetsering", "Lärcentrum Åsele")]
        assert [item.start for item in facade.calendar_items(user=None) if item.uid.startswith("distance_")] == [course.apply_by]


def test_every_entry_of_the_log_has_words(make: Factory, region: Region, browser: Browser) -> None:
    from core.audit.models import AuditEntry

    with make.inside(region), atomic():
        hooks.for_region(region).seed_demo(rng=Random(1))
    with make.inside(region):
        entries = db.session.execute(select(AuditEntry).where(AuditEntry.action.startswith("distance_learning."))).scalars().all()
        assert entries
        assert [e.action for e in entries if hooks.stewardship().describe_log_entry(entry=e) is None] == []


def test_the_api_shows_what_the_pages_show(make: Factory, region: Region, browser: Browser) -> None:
    with make.inside(region), atomic():
        centre = a_centre(region)
        a_centre(region, "Dold", is_published=False)
        course = a_course(region, centre)
    base = "/api/v1/regions/norr/distance-learning"
    assert [c["name"] for c in browser.call("GET", f"{base}/centres").get_json()["items"]] == ["Lärcentrum Norr"]
    detail = browser.call("GET", f"{base}/centres/{centre.slug}").get_json()
    assert detail["opening_hours"][0] == {"day": 0, "opens": "08:00", "closes": "16:30"}
    listed = browser.call("GET", f"{base}/courses?home={centre.municipality_code}").get_json()["items"]
    assert [(c["title"], c["centres"][0]["seats"]) for c in listed] == [(course.title, 8)]
    assert browser.call("GET", f"{base}/courses/{course.id}").get_json()["withdrawn"] is False
    assert browser.call("GET", f"{base}/centres/dold").status_code == 404


def test_the_demo_is_quick_and_made_once(make: Factory) -> None:
    region = make.region("norr", plugins=["training_catalog", "distance_learning"], municipalities=["2417", "2418", "2421", "2425", "2462",
                         "2463", "2481", "2482", "2505", "2506", "2510", "2584"])  # fmt: skip

    def seed() -> tuple[int, int]:
        with make.inside(region), atomic():
            hooks.for_region(region).seed_demo(rng=Random(7))
        with make.inside(region):
            published = select(func.count()).select_from(LearningCentre).where(LearningCentre.is_published)
            courses = select(func.count()).select_from(DistanceCourse)
            return db.session.execute(published).scalar_one(), db.session.execute(courses).scalar_one()

    first = seed()
    assert first[0] == 6
    assert first[1] >= 6  # cohorts have one more
    start = process_time()
    assert seed() == first
    assert process_time() - start < 5
    with make.inside(region):
        refs = db.session.execute(select(DistanceCourse.catalogue_ref).where(DistanceCourse.catalogue_ref != "")).scalars().all()
        assert len(refs) == 2


def _pooled(make: Factory, region: Region) -> list[tuple[str, int, bool, bool]]:
    make.forget()
    with make.inside(region):
        rows = db.session.execute(select(ReceivingCentre).order_by(ReceivingCentre.id)).scalars().all()
        return [(row.name, row.seats, row.receives, row.learning_centre_id is not None) for row in rows]


def test_a_published_centre_receives_classes_in_plans(make: Factory) -> None:
    region = make.region(plugins=["distance_learning", "demand_pooling"])
    with make.inside(region), atomic():
        centre = a_centre(region)
        service.change_centre(region=region, centre=centre, facts={"seats": 14})
    drain()
    assert _pooled(make, region) == [("Lärcentrum Norr", 14, True, True)]
    with make.inside(region), atomic():
        service.change_centre(region=region, centre=centre, facts={"seats": 16, "name": "Nya namnet"})
    drain()
    assert _pooled(make, region) == [("Nya namnet", 16, True, True)]
    with make.inside(region), atomic():
        service.publish_centre(region=region, centre=centre, published=False)
    drain()
    assert _pooled(make, region) == [("Nya namnet", 16, False, True)]


def test_a_centre_that_is_kept_by_hand_is_linked_and_left_alone(make: Factory) -> None:
    region = make.region(plugins=["distance_learning", "demand_pooling"])
    organisation = make.organisation(region, kind=OrganisationKind.LEARNING_CENTRE, municipality=HERE)
    with make.inside(region), atomic():
        pooled.add_centre(region=region, name="LÄRCENTRUM NORR", municipality_code=HERE, seats=30, receives=False)
        centre = a_centre(region, municipality_code=HERE, organisation_id=organisation.id)
        service.change_centre(region=region, centre=centre, facts={"seats": 14})
    drain()
    assert _pooled(make, region)[0][1:3] == (30, False)


def test_pooling_that_comes_late_is_told(make: Factory) -> None:
    region = make.region(plugins=["distance_learning", "demand_pooling"])
    with make.inside(region), atomic():
        a_centre(region)
        request_replay(region, ["distance_learning.centre_published.v1", "distance_learning.course_published.v1"])
    drain()
    drain()
    assert _pooled(make, region) == [("Lärcentrum Norr", 20, True, True)]
