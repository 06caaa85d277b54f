"""What a demo region has of interest: a course on its way, one with enough, one that has started. All people are made up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.clock import today
from core.db import db, utcnow
from plugins.distance_learning.centres.models import LearningCentre
from plugins.distance_learning.cohorts import registering
from plugins.distance_learning.cohorts.changing import settle
from plugins.distance_learning.cohorts.keys import new_key
from plugins.distance_learning.cohorts.locking import held, receiving
from plugins.distance_learning.cohorts.models import Cohort, CohortOutcome, CohortStatus, Interest, InterestStatus
from plugins.distance_learning.publishing import service as publishing
from plugins.distance_learning.publishing.models import CourseStatus, DistanceCourse

if TYPE_CHECKING:
    from core.regions.models import Region

ON_ITS_WAY, ENOUGH, BEGAN = 7, 12, 9


def seed(region: Region) -> None:
    """Make it, once, among the courses that are there. Run again it adds nothing."""
    if db.session.execute(select(Interest.id).where(Interest.region_id == region.id).limit(1)).first():
        return
    published = select(DistanceCourse).where(DistanceCourse.region_id == region.id, DistanceCourse.status == CourseStatus.PUBLISHED)
    there = db.session.execute(published.order_by(DistanceCourse.id).limit(10)).scalars().all()
    courses = [course for course in there if len(receiving(course)) > 1][:2]
    if len(courses) < 2:
        return
    for course, count in zip(courses, (ON_ITS_WAY, ENOUGH), strict=True):
        locked, cohort = held(region, course.id)
        _people(region, locked, count, InterestStatus.INTERESTED)
        settle(region, locked, cohort)
    centre = next(iter(receiving(courses[0]).values()))[1]
    registering.register(  # with a mail whose link can be opened
        region=region,
        course_id=courses[0].id,
        centre_id=centre.id,
        name="Låtsas Obekräftad",
        email=f"obekraftad@{region.slug}.demo.samkraft.example",
        municipality_code=centre.municipality_code,
    )
    _started(region, [centre for _row, centre in receiving(courses[0]).values()][:3])


def _started(region: Region, centres: Sequence[LearningCentre]) -> None:
    facts: dict[str, Any] = {
        "title": "Stödpedagog, grundkurs",
        "description": "Du läser hemifrån och på lärcentrumet. Det här är en påhittad kurs.",
        "provider_name": "Exempelskolan",
        "url": f"https://exempelskolan.{region.slug}.demo.samkraft.example/",
        "school_form": "YH",
        "level": "vocational",
        "pace": 50.0,
        "starts_on": today() - timedelta(days=21),
        "ends_on": today() + timedelta(days=150),
        "language": "swe",
        "threshold": 8,
        "seats": 16,
        "occupation_groups": ["5343"],
    }
    made = publishing.make_course(region=region, facts=facts, owner=centres[0])
    publishing.publish_course(region=region, course=made)
    for centre in centres:
        publishing.receive(region=region, course=made, centre=centre, facts={"seats": 8, "sessions": 2})
    course, cohort = held(region, made.id)
    _people(region, course, BEGAN, InterestStatus.JOINED)
    _begin(region, course, cohort)


def _begin(region: Region, course: DistanceCourse, cohort: Cohort) -> None:
    began = utcnow() - timedelta(days=21)
    places = list(receiving(course))
    shares = {centre_id: len(range(place, BEGAN, len(places))) for place, centre_id in enumerate(places)}
    for centre_id, number in shares.items():
        db.session.add(CohortOutcome(region_id=region.id, cohort_id=cohort.id, centre_id=centre_id, started=number))
    cohort.status, cohort.threshold, cohort.seats = CohortStatus.STARTED, course.threshold, course.seats
    cohort.reached_at = cohort.decided_at = began - timedelta(days=30)
    cohort.started, cohort.started_at = BEGAN, began
    settle(region, course, cohort)


def _people(region: Region, course: DistanceCourse, count: int, status: InterestStatus) -> None:
    """Written without mails, which would fill the demo's letter box."""
    centres = [centre for _row, centre in receiving(course).values()]
    for number in range(count):
        centre = centres[number % len(centres)]
        moment = utcnow() - timedelta(days=40 - number)
        person = Interest(
            region_id=region.id,
            course_id=course.id,
            centre_id=centre.id,
            name=f"Låtsas Person {course.id}-{number + 1}",
            email=f"intresserad-{course.id}-{number + 1}@{region.slug}.demo.samkraft.example",
            municipality_code=centre.municipality_code,
            **new_key(),
        )
        person.status, person.status_at, person.confirmed_at, person.consented_at = status, moment, moment, moment
        db.session.add(person)
    db.session.flush()
