"""Centres and courses for tests of this plugin and its parts."""

from __future__ import annotations

from datetime import date
from typing import Any

from core.db import db, sort_key, utcnow
from core.regions.models import Region
from core.regions.queries import municipalities
from plugins.distance_learning.centres.models import LearningCentre
from plugins.distance_learning.publishing.models import CourseStatus, DistanceCourse, Receiving


def a_centre(region: Region, name: str = "Lärcentrum Norr", **facts: Any) -> LearningCentre:
    """A published centre in the region's first municipality, unless facts say otherwise."""
    values: dict[str, Any] = {
        "slug": sort_key(name).replace(" ", "-").replace("{", "a").replace("|", "a").replace("}", "o"),
        "sort_key": sort_key(name),
        "municipality_code": municipalities(region)[0].code,
        "seats": 20,
        "opening_hours": [{"day": day, "opens": "08:00", "closes": "16:30"} for day in range(5)],
        "email": "larcentrum@test.samkraft.example",
        "is_published": True,
        "revision": 1,
        **facts,
    }
    made = LearningCentre(region_id=region.id, name=name, **values)
    db.session.add(made)
    db.session.flush()
    return made


def a_course(region: Region, *centres: LearningCentre, title: str = "Vård och omsorg", **facts: Any) -> DistanceCourse:
    """A published course that can be followed at some centres."""
    values: dict[str, Any] = {
        "provider_name": "Exempelskolan",
        "starts_on": date(2027, 1, 11),
        "threshold": 12,
        "seats": 24,
        "status": CourseStatus.PUBLISHED,
        "published_at": utcnow(),
        **facts,
    }
    made = DistanceCourse(region_id=region.id, title=title, sort_key=sort_key(title), **values)
    db.session.add(made)
    db.session.flush()
    db.session.add_all(Receiving(region_id=region.id, course_id=made.id, centre_id=centre.id, seats=8) for centre in centres)
    db.session.flush()
    return made
