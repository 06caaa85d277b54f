"""Two at a centre change the same page at the very same time: one saves, the other is told, and nothing that either wrote is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import atomic, db, region_scope
from core.testing.client import Browser
from core.testing.database import Databases
from core.testing.factories import Factory
from plugins.distance_learning.centres.models import LearningCentre, Room
from plugins.distance_learning.publishing.models import DistanceCourse, Receiving
from tests.two_at_once import an_application, at_once, one_saved_one_told

from .made import a_centre, a_course
from .visits import a_room

pytestmark = pytest.mark.slow
AT = "/r/norr/distance-learning"


class Office:
    """Two who work at the centres of one region."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context():
            make = Factory()
            region = make.region("norr", plugins=["distance_learning"])
            self.region_id = region.id
            users = [make.user(region, "strategist") for _each in range(2)]
            with region_scope(region.id), atomic():
                first, second, third = (a_centre(region, name) for name in ("Lärcentrum Norr", "Lärcentrum Söder", "Lärcentrum Väster"))
                course = a_course(region, first, owner_centre_id=first.id)
                self.centre_id, self.other_id, self.third_id = first.id, second.id, third.id
                self.course_id, self.room_id = course.id, a_room(first).id
            self.people = [Browser(app).sign_in(user) for user in users]

    def both(self, page: str, having: str, *typed: dict[str, Any], button: tuple[str, str] | None = None) -> tuple[Browser, Browser]:
        """Both open a page, and then send it at once, each with what it typed. Returns who saved and who was told."""
        return one_saved_one_told(self.send(page, having, *typed, button=button))

    def send(self, page: str, having: str, *typed: dict[str, Any], button: tuple[str, str] | None = None) -> list[Browser]:
        for person in self.people:
            person.get(f"{AT}/{page}")
        one, two = self.people
        return list(
            at_once(
                lambda: one.submit(typed[0], having=having, button=button),
                lambda: two.submit(typed[-1], having=having, button=button),
            )
        )

    def value(self, column: Any, key: int) -> Any:
        with self.app.app_context(), region_scope(self.region_id):
            return db.session.execute(select(column).where(column.class_.id == key)).scalar_one()


@pytest.fixture
def office(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    with an_application(databases, tmp_path, "publishing", "distance_learning") as app:
        yield Office(app)


def _typed(browser: Browser, having: str, name: str) -> str:
    return dict(browser.form(having=having).fields)[name]


def test_of_two_who_change_a_centre_s_page_one_saves_and_the_other_keeps_what_was_typed(office: Office) -> None:
    page = f"manage/{office.centre_id}/about"
    _saved, told = office.both(page, "support_text", {"support_text": "Studiehjälp av Ada"}, {"support_text": "Studiehjälp av Bo"})
    kept = office.value(LearningCentre.support_text, office.centre_id)
    typed = _typed(told, "support_text", "support_text").strip()
    assert {kept, typed} == {"Studiehjälp av Ada", "Studiehjälp av Bo"}
    assert told.submit(having="support_text").status == 200  # sent again, it is meant
    assert office.value(LearningCentre.support_text, office.centre_id) == typed


def test_of_two_who_change_a_course_one_saves_and_the_other_keeps_what_was_typed(office: Office) -> None:
    page = f"courses/{office.course_id}/edit"
    _saved, told = office.both(page, "title", {"title": "Vård A"}, {"title": "Vård B"}, button=("save", "publish"))
    kept = office.value(DistanceCourse.title, office.course_id)
    assert {kept, _typed(told, "title", "title")} == {"Vård A", "Vård B"}


def test_of_two_who_change_a_room_one_saves(office: Office) -> None:
    page = f"manage/{office.centre_id}/rooms/{office.room_id}"
    ended = office.send(page, "seats", {"seats": "7"}, {"seats": "9"})
    assert sorted(each.status for each in ended) == [200, 409]
    assert office.value(Room.seats, office.room_id) in (7, 9)


def test_two_centres_that_receive_a_course_at_once_both_do_and_one_that_says_it_twice_does_once(office: Office) -> None:
    page = f"courses/{office.course_id}/receive"
    typed = [{"centre_id": str(each), "centre_seats": "4"} for each in (office.other_id, office.third_id)]
    assert [each.status for each in office.send(page, "centre_seats", *typed)] == [200, 200]
    assert [each.status for each in office.send(page, "centre_seats", typed[0])] == [200, 200]
    with office.app.app_context(), region_scope(office.region_id):
        rows = select(Receiving.centre_id, Receiving.seats).where(Receiving.course_id == office.course_id).order_by(Receiving.centre_id)
        found = [tuple(row) for row in db.session.execute(rows)]
    assert found == [(office.centre_id, 8), (office.other_id, 4), (office.third_id, 4)]


def test_a_page_that_one_publishes_while_the_other_changes_it_is_published_with_one_of_the_texts(office: Office) -> None:
    with office.app.app_context(), region_scope(office.region_id), atomic():
        centre = db.session.execute(select(LearningCentre).where(LearningCentre.id == office.other_id)).scalar_one()
        centre.is_published = False
    one, two = office.people
    one.get(f"{AT}/manage/{office.other_id}/about")
    two.get(f"{AT}/manage/{office.other_id}")
    at_once(
        lambda: one.submit({"description": "Nytt"}, having="support_text"),
        lambda: two.submit(to=f"{AT}/manage/{office.other_id}/publish"),
    )
    assert office.value(LearningCentre.is_published, office.other_id) is True
    assert (office.value(LearningCentre.description, office.other_id), one.status) in (("Nytt", 200), ("", 409))
