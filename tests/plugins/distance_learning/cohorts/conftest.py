"""A region with four centres and a course, and people who are interested in it. All of it is made up."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from core.db import atomic, db
from core.jobs.runner import drain
from core.mail.models import Mail
from core.regions.models import Region
from core.testing.factories import Factory
from plugins.distance_learning.centres.models import LearningCentre
from plugins.distance_learning.cohorts import registering
from plugins.distance_learning.cohorts.counting import Figures, figures_of
from plugins.distance_learning.cohorts.models import Cohort, Interest, InterestStatus
from plugins.distance_learning.publishing.models import DistanceCourse
from tests.plugins.distance_learning.made import a_centre, a_course

TOWNS = ("2482", "2481", "2417", "2421")
ADDRESS = "person{}@test.samkraft.example"


class Town:
    """The region, and what can be done and seen there in few words."""

    def __init__(self, make: Factory, slug: str = "norr", plugins: tuple[str, ...] = ("distance_learning",), **facts: Any) -> None:
        self.make = make
        self.region: Region = make.region(slug, plugins=list(plugins), municipalities=TOWNS)
        drain()
        make.forget()
        with self.inside():
            self.centres: list[LearningCentre] = [a_centre(self.region, f"Lärcentrum {code}", municipality_code=code) for code in TOWNS]
            self.course: DistanceCourse = a_course(self.region, *self.centres, **facts)
            self.course_id, self.centre_ids = self.course.id, [each.id for each in self.centres]

    def inside(self) -> Any:
        return _both(self.make.inside(self.region, "distance_learning"), atomic())

    def register(self, number: int, *, at: int = 0, course_id: int = 0, **facts: Any) -> None:
        """Somebody registers, without saying yes in the mail."""
        with self.inside():
            registering.register(
                region=self.region,
                course_id=course_id or self.course_id,
                centre_id=self.centre_ids[at],
                **{
                    "name": f"Person {number}",
                    "email": ADDRESS.format(number),
                    "municipality_code": TOWNS[at],
                    **facts,
                },
            )

    def interested(self, count: int, *, first: int = 1, spread: bool = True, **facts: Any) -> None:
        """So many register and confirm."""
        for number in range(first, first + count):
            self.register(number, at=(number - 1) % 4 if spread else 0, **facts)
            self.do(registering.confirm, number)

    def do(self, service: Callable[..., Any], number: int, course_id: int = 0, **facts: Any) -> Any:
        """One of the services that take a person's interest."""
        with self.inside():
            return service(region=self.region, interest_id=self.interest(number, course_id).id, **facts)

    def interest(self, number: int, course_id: int = 0) -> Interest:
        statement = select(Interest).where(Interest.email == ADDRESS.format(number), Interest.course_id == (course_id or self.course_id))
        return db.session.execute(statement.execution_options(populate_existing=True)).scalar_one()

    def status(self, number: int) -> InterestStatus:
        with self.inside():
            return self.interest(number).status

    def figures(self) -> Figures:
        with self.inside():
            return figures_of(
                self.region, db.session.execute(select(DistanceCourse).where(DistanceCourse.id == self.course_id)).scalar_one()
            )

    def cohort(self) -> Cohort:
        with self.inside():
            statement = select(Cohort).where(Cohort.course_id == self.course_id)
            return db.session.execute(statement.execution_options(populate_existing=True)).scalar_one()

    def mails(self, number: int) -> list[tuple[str, str]]:
        """What an address has got: kind and body, the oldest first."""
        statement = select(Mail.kind, Mail.body).where(Mail.recipient == ADDRESS.format(number)).order_by(Mail.id)
        with self.inside():
            return [(kind.removeprefix("distance_learning."), body) for kind, body in db.session.execute(statement)]

    def link(self, number: int) -> str:
        """The path in the newest mail to an address."""
        found = re.search(r"https?://[^/]+(/r/\S+/interest/[\w-]+)\n", self.mails(number)[-1][1])
        assert found, self.mails(number)[-1]
        return found[1]


class _both:
    def __init__(self, *parts: Any) -> None:
        self.parts = parts

    def __enter__(self) -> None:
        for part in self.parts:
            part.__enter__()

    def __exit__(self, *error: Any) -> None:
        for part in reversed(self.parts):
            part.__exit__(*error)


@pytest.fixture
def town(make: Factory) -> Town:
    return Town(make)
