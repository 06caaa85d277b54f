"""The demo has a course on its way, one with enough, and one that has started."""

from __future__ import annotations

from sqlalchemy import select

from core.db import count, db
from plugins.distance_learning.cohorts import demo
from plugins.distance_learning.cohorts.counting import figures
from plugins.distance_learning.cohorts.models import Interest
from plugins.distance_learning.cohorts.queries import cohorts_page
from plugins.distance_learning.publishing.models import DistanceCourse
from tests.plugins.distance_learning.cohorts.conftest import Town
from tests.plugins.distance_learning.made import a_course


def test_the_demo_is_made_once(town: Town) -> None:
    with town.inside():
        a_course(town.region, *town.centres, title="En kurs till")
        demo.seed(town.region)
    with town.inside():
        people = count(select(Interest))
        demo.seed(town.region)
        assert count(select(Interest)) == people == 7 + 12 + 9 + 1
        courses = list(db.session.execute(select(DistanceCourse).order_by(DistanceCourse.id)).scalars())
        found = figures(town.region, courses)
        assert [(found[each.id].status.value, found[each.id].interested) for each in courses] == [
            ("collecting", 7),
            ("reached", 12),
            ("started", 9),
        ]
        # What waits for a decision stands first, then the soonest; what has begun comes last.
        listed = cohorts_page(town.region, town.make.user(town.region, "strategist")).items
        assert [figures_of.status.value for _course, figures_of in listed] == ["reached", "collecting", "started"]
