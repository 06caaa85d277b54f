"""How many are interested in courses, and how many places employers stand behind. As many queries for one course as for thirty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy import func, select

from core.db import db
from core.errors import NotFound
from core.geo.distance import within
from core.regions.models import Region
from plugins.distance_learning.centres.models import LearningCentre
from plugins.distance_learning.cohorts.models import COUNTED, SEATED, Cohort, CohortStatus, Interest, InterestStatus, Pledge
from plugins.distance_learning.publishing.models import DistanceCourse, Receiving
from plugins.distance_learning.settings import distance_settings

Key = TypeVar("Key")


@dataclass(frozen=True)
class Figures:
    """A course's figures.

    Args:
        status: The cohort's; collecting where nobody has registered yet.
        interested: People whose addresses have said yes, whatever has become of it, and who have not withdrawn.
        pledged: Places that employers stand behind, beyond those of their people who have registered themselves.
        by_centre, by_municipality: The interested. Not for everybody: see `small_numbers.shown`.
    """

    threshold: int
    seats: int
    cohort: Cohort | None = None
    interested: int = 0
    pledged: int = 0
    by_status: Mapping[InterestStatus, int] = field(default_factory=dict)
    by_centre: Mapping[int, int] = field(default_factory=dict)
    by_municipality: Mapping[str, int] = field(default_factory=dict)

    @property
    def status(self) -> CohortStatus:
        """How far the cohort has come."""
        return self.cohort.status if self.cohort else CohortStatus.COLLECTING

    @property
    def counted(self) -> int:
        """What is held against the threshold."""
        return self.interested + self.pledged

    @property
    def missing(self) -> int:
        """How many more are needed."""
        return max(0, self.threshold - self.counted)

    @property
    def seated(self) -> int:
        """Seats that are offered or taken."""
        return sum(self.by_status.get(status, 0) for status in SEATED)


def figures_of(region: Region, course: DistanceCourse) -> Figures:
    """One course's figures."""
    return figures(region, [course])[course.id]


def figures(region: Region, courses: Sequence[DistanceCourse]) -> dict[int, Figures]:
    """The figures of some courses, by their ids."""
    ids = [course.id for course in courses]
    cohorts = {
        cohort.course_id: cohort
        for cohort in db.session.execute(select(Cohort).where(Cohort.region_id == region.id, Cohort.course_id.in_(ids))).scalars()
    }
    by_course = _interest(region, ids)
    pledges = _pledges(region, [group for course in courses for group in course.occupation_groups])
    near = _reach(region, ids) if pledges else {}
    least = distance_settings(region).threshold
    found = {}
    for course in courses:
        cells, cohort = by_course.get(course.id, []), cohorts.get(course.id)
        counted = [cell for cell in cells if cell.status in COUNTED]
        places = sum(1 for pledge in pledges if _counts(pledge, course, cohort, near.get(course.id, ())))
        paid = sum(cell.people for cell in counted if cell.employer_paid)
        found[course.id] = Figures(
            threshold=course.threshold or least,
            seats=course.seats,
            cohort=cohort,
            interested=sum(cell.people for cell in counted),
            pledged=max(0, places - paid),
            by_status=_sums((cell.status, cell.people) for cell in cells),
            by_centre=_sums((cell.centre_id, cell.people) for cell in counted if cell.centre_id),
            by_municipality=_sums((cell.municipality_code, cell.people) for cell in counted),
        )
    return found


@dataclass(frozen=True)
class _Cell:
    status: InterestStatus
    centre_id: int | None
    municipality_code: str
    employer_paid: bool
    people: int


def _interest(region: Region, ids: Collection[int]) -> dict[int, list[_Cell]]:
    columns = (Interest.course_id, Interest.status, Interest.centre_id, Interest.municipality_code, Interest.employer_paid)
    statement = select(*columns, func.count()).where(Interest.region_id == region.id, Interest.course_id.in_(ids)).group_by(*columns)
    found: dict[int, list[_Cell]] = {}
    for course_id, status, centre_id, code, paid, people in db.session.execute(statement):
        found.setdefault(course_id, []).append(_Cell(status, centre_id, code, paid, people))
    return found


def pledges_that_hold(region: Region, groups: Collection[str]) -> Sequence[Pledge]:
    """The employers' promises for some occupation groups that have not been taken back."""
    statement = select(Pledge).where(
        Pledge.region_id == region.id,
        Pledge.occupation_group.in_(sorted(set(groups))),
        Pledge.withdrawn_at.is_(None),
        Pledge.made_at.is_not(None),
    )
    return db.session.execute(statement.order_by(Pledge.id)).scalars().all()


def _pledges(region: Region, groups: Collection[str]) -> Sequence[Pledge]:
    return pledges_that_hold(region, groups) if groups else []


def pledges_for(region: Region, course: DistanceCourse, cohort: Cohort | None) -> list[Pledge]:
    """The promises that count for a course."""
    near = _reach(region, [course.id]).get(course.id, ())
    return [pledge for pledge in _pledges(region, course.occupation_groups) if _counts(pledge, course, cohort, near)]


def _counts(pledge: Pledge, course: DistanceCourse, cohort: Cohort | None, near: Collection[str]) -> bool:
    if pledge.cohort_id is not None:
        return cohort is not None and pledge.cohort_id == cohort.id
    return pledge.occupation_group in course.occupation_groups and pledge.municipality_code in near


def _reach(region: Region, ids: Collection[int]) -> dict[int, set[str]]:
    """By course, the municipalities from which one of its centres is near."""
    statement = (
        select(Receiving.course_id, LearningCentre.municipality_code)
        .join(LearningCentre, LearningCentre.id == Receiving.centre_id)
        .where(Receiving.region_id == region.id, Receiving.course_id.in_(ids), Receiving.is_published, LearningCentre.is_published)
    )
    km = distance_settings(region).near_km
    near: dict[int, set[str]] = {}
    for course_id, code in db.session.execute(statement):
        try:
            near.setdefault(course_id, set()).update(other for other, _km in within(code, km))
        except NotFound:  # a code that has been retired
            continue
    return near


def _sums(pairs: Iterable[tuple[Key, int]]) -> dict[Key, int]:
    found: Counter[Key] = Counter()
    for key, number in pairs:
        found[key] += number
    return dict(found)
