"""What a catalogue knows of a course, where the region has one. Without it everything is typed by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.db import db
from core.plugins import hooks
from plugins.distance_learning.publishing.models import CourseStatus, DistanceCourse
from plugins.distance_learning.settings import distance_settings

if TYPE_CHECKING:
    from core.plugins import EducationFacts
    from core.regions.models import Region
    from core.users.models import User

MAX_REF = 100


def look_up(region: Region, user: User | None, ref: str) -> EducationFacts | None:
    """The occasion behind a ref; None when there is no catalogue, it does not know it, or it will not be given."""
    if not ref or len(ref) > MAX_REF:
        return None
    found = hooks.for_region(region).education_facts(user=user, ref=ref)
    return None if found is None or found.is_cancelled else found


def as_facts(region: Region, found: EducationFacts) -> dict[str, Any]:
    """What the catalogue says, as this plugin keeps it."""
    return {
        "title": found.title[:200],
        "description": found.description[:4000],
        "provider_name": found.provider[:200],
        "organisation_id": found.organisation_id,
        "catalogue_ref": found.ref,
        "school_form": found.school_form[:10],
        "level": found.level[:20],
        "credits": found.credits,
        "credits_unit": found.credits_unit[:10],
        "pace": found.pace,
        "starts_on": found.starts_on,
        "ends_on": found.ends_on,
        "apply_by": found.apply_by,
        "language": found.language[:10],
        "sessions": found.sessions or 0,
        "seats": found.seats or 0,
        "threshold": distance_settings(region).threshold,
        "occupation_groups": [code for code in found.occupation_groups if len(code) == 4][:20],
    }


def course_of(region: Region, ref: str) -> DistanceCourse | None:
    """The published course that follows an occasion of a catalogue, if there is one already."""
    wanted = select(DistanceCourse).where(
        DistanceCourse.region_id == region.id, DistanceCourse.catalogue_ref == ref, DistanceCourse.status == CourseStatus.PUBLISHED
    )
    return db.session.execute(wanted).scalar_one_or_none()
