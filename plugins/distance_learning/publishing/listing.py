"""The public list: the courses that can be followed at a centre, by how near, when, and what they are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, case, exists, func, or_, select

from core.db import Page, paginate
from core.errors import NotFound
from core.geo.distance import within
from core.search import index
from core.search.stems import query_stems
from plugins.distance_learning.centres.models import LearningCentre
from plugins.distance_learning.publishing.models import CourseStatus, DistanceCourse, Receiving
from plugins.distance_learning.publishing.queries import receiving_by_course
from plugins.distance_learning.publishing.telling import KIND
from plugins.distance_learning.settings import distance_settings

if TYPE_CHECKING:
    from core.regions.models import Region

LATE_DAYS = 14  # a course that has begun is shown for so long
FARTHEST = 3_000.0
STARTS = {"3": 92, "6": 184}  # months: days


@dataclass(frozen=True)
class Filters:
    """What to show. Empty: everything.

    Args:
        q: Words.
        home: The municipality where one lives; courses at centres near it are shown, the nearest first.
        reach: "" within the region's setting, "here" in that municipality, "all" anywhere.
        start: "3" or "6": within so many months; "any": without a set start.
        open: Only what can be applied for now.
    """

    q: str = ""
    home: str = ""
    reach: str = ""
    start: str = ""
    open: bool = False

    def arguments(self) -> dict[str, Any]:
        """As arguments of an address."""
        return {f.name: 1 if f.name == "open" else getattr(self, f.name) for f in fields(self) if getattr(self, f.name)}


@dataclass(frozen=True)
class Row:
    """A course of the list.

    Args:
        centres: Where it can be followed, the nearest first when a home is chosen.
        km: How far it is to the nearest of them; None without a home.
    """

    course: DistanceCourse
    centres: Sequence[LearningCentre]
    km: float | None


def listing(region: Region, filters: Filters, today: date, *, number: int = 1, size: int = 30) -> Page[Row]:
    """One page of the list."""
    near = _near(region, filters)
    found = paginate(_statement(region, filters, near, today), number=number, size=size)
    places = receiving_by_course(region.id, [course.id for course in found.items])
    rows = []
    for course in found.items:
        centres = [centre for _receiving, centre in places.get(course.id, ())]
        if near is not None:
            centres = sorted(centres, key=lambda centre: (near.get(centre.municipality_code, FARTHEST), centre.sort_key))
        km = min((near.get(centre.municipality_code, FARTHEST) for centre in centres), default=None) if near is not None else None
        rows.append(Row(course, centres, km))
    return Page(items=rows, total=found.total, number=found.number, size=found.size)


def _near(region: Region, filters: Filters) -> Mapping[str, float] | None:
    """Kilometres to the municipalities that count; None when no home is chosen."""
    if not filters.home:
        return None
    limit = {"here": 0.0, "all": FARTHEST}.get(filters.reach, float(distance_settings(region).near_km))
    try:
        return dict(within(filters.home, limit))
    except NotFound:
        return None


def _statement(region: Region, filters: Filters, near: Mapping[str, float] | None, today: date) -> Select[Any]:
    course = DistanceCourse
    statement = select(course).where(course.region_id == region.id, course.status == CourseStatus.PUBLISHED)
    current = or_(course.starts_on.is_(None), course.starts_on >= today - timedelta(days=LATE_DAYS), course.apply_by >= today)
    statement = statement.where(current, or_(course.ends_on.is_(None), course.ends_on >= today))
    if filters.q:
        by_title = course.title.icontains(filters.q, autoescape=True)
        statement = statement.where(course.id.in_(index.matching(KIND, filters.q)) if query_stems(filters.q) else by_title)
    if filters.open:
        statement = statement.where(or_(course.apply_by.is_(None), course.apply_by >= today))
    if filters.start == "any":
        statement = statement.where(course.starts_on.is_(None))
    elif filters.start in STARTS:
        statement = statement.where(course.starts_on.between(today, today + timedelta(days=STARTS[filters.start])))
    order = (case((course.starts_on.is_(None), 1), else_=0), course.starts_on, course.sort_key, course.id)
    received = (Receiving.is_published, LearningCentre.is_published, LearningCentre.id == Receiving.centre_id)
    if near is None:
        return statement.where(exists().where(Receiving.course_id == course.id, *received)).order_by(*order)
    nearest = (
        select(Receiving.course_id, func.min(case(dict(near), value=LearningCentre.municipality_code)).label("km"))
        .join(LearningCentre, LearningCentre.id == Receiving.centre_id)
        .where(Receiving.region_id == region.id, Receiving.is_published, LearningCentre.is_published)
        .where(LearningCentre.municipality_code.in_(sorted(near)))
        .group_by(Receiving.course_id)
        .subquery()
    )
    return statement.join(nearest, nearest.c.course_id == course.id).order_by(nearest.c.km, *order)
