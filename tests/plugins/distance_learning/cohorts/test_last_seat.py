"""Two people take the last seat at once: real threads, real transactions, nothing rolled back."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import atomic, db, region_scope
from core.regions.models import Region
from core.testing.database import Databases
from core.testing.factories import Factory
from plugins.distance_learning.cohorts import answering, deciding, registering
from plugins.distance_learning.cohorts.models import Cohort, Interest, InterestStatus
from tests.plugins.distance_learning.made import a_centre, a_course
from tests.two_at_once import an_application

PEOPLE = 4


@pytest.fixture
def own_app(databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    with an_application(databases, tmp_path, "cohorts", "distance_learning") as made:
        yield made


def _prepared(app: Flask, *, confirmed: bool) -> tuple[int, int, list[int]]:
    """A course with one seat; people who let their offers go out, or who have not said yes yet."""
    with app.app_context():
        region = Factory().region("norr", plugins=["distance_learning"])
        with region_scope(region.id), atomic():
            centre = a_centre(region)
            course = a_course(region, centre, threshold=1, seats=1)
            for number in range(PEOPLE):
                registering.register(
                    region=region,
                    course_id=course.id,
                    centre_id=centre.id,
                    name=f"Person {number}",
                    email=f"p{number}@test.samkraft.example",
                    municipality_code="",
                )
            ids = list(db.session.execute(select(Interest.id).order_by(Interest.id)).scalars())
            deciding.confirm(region=region, course_id=course.id, seen="", actor=None)
            if confirmed:
                for interest in db.session.execute(select(Interest)).scalars():
                    interest.status, interest.confirmed_at = InterestStatus.EXPIRED, interest.created_at
        return region.id, course.id, ids


@pytest.mark.slow
@pytest.mark.parametrize("confirmed", [True, False])
def test_one_gets_the_last_seat_and_the_others_are_told(own_app: Flask, confirmed: bool) -> None:
    region_id, course_id, ids = _prepared(own_app, confirmed=confirmed)
    service = answering.accept if confirmed else registering.confirm
    start, failures = threading.Barrier(PEOPLE), []

    def take(interest_id: int) -> None:
        try:
            with own_app.app_context(), region_scope(region_id):
                region = db.session.execute(select(Region).where(Region.id == region_id)).scalar_one()
                db.session.rollback()
                start.wait(timeout=30)
                with atomic():
                    service(region=region, interest_id=interest_id)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=take, args=(each,)) for each in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failures == []
    with own_app.app_context(), region_scope(region_id):
        found = Counter(db.session.execute(select(Interest.status)).scalars())
        seat = InterestStatus.JOINED if confirmed else InterestStatus.OFFERED
        assert found == {seat: 1, InterestStatus.WAITING_LIST: PEOPLE - 1}
        assert len(db.session.execute(select(Cohort.id).where(Cohort.course_id == course_id)).all()) == 1
