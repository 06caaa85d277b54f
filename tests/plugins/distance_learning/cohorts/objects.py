"""Things of this part for the conformance suite."""

from __future__ import annotations

from sqlalchemy import select

from core.db import db
from core.regions.models import Region
from core.testing.conformance_routes import Values
from plugins.distance_learning.centres.models import LearningCentre
from plugins.distance_learning.cohorts import registering
from plugins.distance_learning.cohorts.keys import token_of
from plugins.distance_learning.cohorts.models import Interest
from plugins.distance_learning.publishing.models import DistanceCourse


def somebody(region: Region, course: DistanceCourse, centre: LearningCentre, number: int = 1) -> Interest:
    """A confirmed registration."""
    email = f"intresserad{number}@test.samkraft.example"
    registering.register(
        region=region,
        course_id=course.id,
        centre_id=centre.id,
        name=f"Test Intresserad {number}",
        email=email,
        municipality_code=centre.municipality_code,
    )
    made = select(Interest).where(Interest.course_id == course.id, Interest.email == email)
    return registering.confirm(region=region, interest_id=db.session.execute(made).scalar_one().id)


def objects(region: Region, course: DistanceCourse, centre: LearningCentre) -> Values:
    """By endpoint, the values of its address."""
    interest = somebody(region, course, centre)
    token, one = {"token": token_of(interest)}, {"course_id": course.id}
    return {
        **{f"distance_learning.{page}": one for page in ("register_interest", "interest_sent", "cohort", "people")},
        "distance_learning.people_file": {**one, "form": "csv"},
        "distance_learning.move_person": {**one, "interest_id": interest.id},
        **{f"distance_learning.{page}": token for page in ("interest", "interest_withdraw", "interest_erase")},
        "distance_learning_cohorts.cohort": one,
    }
