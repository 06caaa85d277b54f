"""Figures per learning centre and term, for those who pay for them. What one or two people have done is told nobody.

Everybody sees the same figures: to show a manager the true ones of their own centre would let managers work out each other's. They go
through `core.statistics`, which sees to it that what is hidden cannot be worked out from what is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from core.clock import today
from core.db import db, utcnow
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.regions.models import Region
from core.regions.queries import municipalities
from core.statistics import OTHER, Counted, Published, publish
from plugins.distance_learning.centres.models import LearningCentre
from plugins.distance_learning.cohorts.models import COUNTED, Cohort, CohortOutcome, Interest
from plugins.distance_learning.exams.models import Attendance, ExamBooking
from plugins.distance_learning.publishing.models import DistanceCourse, Receiving
from plugins.distance_learning.visiting.models import VisitStatus
from plugins.distance_learning.visiting.times import wall

NOT_SHOWN = ".."  # as Statistics Sweden writes it
TERMS = 6  # that are looked at: three years
UNKNOWN = "unknown"
BY_HOME = ("centre", "municipality", "term")
BY_OUTCOME = ("centre", "outcome", "term")
MEASURES: Mapping[str, Any] = {
    "courses": _l("Publicerade kurser"),
    "interested": _l("Intresserade"),
    "started": _l("Har börjat en kurs"),
    "exams": _l("Har skrivit tentamen"),
}
PROPERTIES: Mapping[str, Any] = {
    "centre": _l("Lärcentrum"),
    "municipality": _l("Hemkommun"),
    "term": _l("Termin"),
    "outcome": _l("Hur det gick"),
}


@dataclass(frozen=True)
class Figures:
    """A measure: what may be told of it (None: too few), and what its values are called."""

    measure: str
    published: Published | None
    names: Mapping[str, str]


def term_of(day: date) -> str:
    """The term of a day: 2026V for spring, 2026H for autumn."""
    return f"{day.year}{'V' if day.month < 7 else 'H'}"


def _term_at(at: datetime | None) -> str:
    return term_of(wall(at).date()) if at is not None else ""


def term_name(code: str) -> str:
    """A term in words."""
    if code == OTHER:
        return _("Andra terminer")
    return _("Våren %(year)s", year=code[:4]) if code.endswith("V") else _("Hösten %(year)s", year=code[:4])


def last_terms() -> list[str]:
    """The terms that are looked at, this one last."""
    year, autumn = today().year, today().month >= 7
    found = []
    for _number in range(TERMS):
        found.append(f"{year}{'H' if autumn else 'V'}")
        year, autumn = (year, False) if autumn else (year - 1, True)
    return found[::-1]


def figures(region: Region) -> list[Figures]:
    """All measures about people, with what may be told of each."""
    terms = set(last_terms())
    centres = dict(_pairs(select(LearningCentre.id, LearningCentre.name).where(LearningCentre.region_id == region.id)))
    homes = {each.code: each.name for each in municipalities(region)}
    names = {
        **{f"c{key}": name for key, name in centres.items()},
        **homes,
        **{term: term_name(term) for term in terms},
        UNKNOWN: _("Inte sagt eller utanför regionen"),
        "completed": _("Fullföljde"),
        "not_completed": _("Fullföljde inte, eller läser än"),
        OTHER: _("Övriga, för få var för sig"),
    }
    people = {"interested": (_interested(region), BY_HOME), "started": (_started(region), BY_OUTCOME), "exams": (_exams(region), BY_HOME)}
    found = []
    for measure, (rows, axes) in people.items():
        known: dict[str, int] = {}
        counted = [
            Counted(known.setdefault(who, len(known)), (f"c{centre}", middle if middle in names else UNKNOWN, term), number)
            for who, centre, middle, term, number in rows
            if term in terms and centre in centres
        ]
        found.append(Figures(measure, publish(counted, axes), names))
    return found


Row = tuple[str, int, str, str, int]  # who, centre, home or outcome, term, how many


def _pairs(statement: Any) -> list[tuple[Any, Any]]:
    return [(key, value) for key, value in db.session.execute(statement)]


def _interested(region: Region) -> Iterable[Row]:
    wanted = select(Interest.email, Interest.id, Interest.centre_id, Interest.municipality_code, Interest.confirmed_at).where(
        Interest.region_id == region.id, Interest.confirmed_at.is_not(None), Interest.status.in_(COUNTED)
    )
    for email, key, centre, home, at in db.session.execute(wanted):
        yield email or f"#{key}", centre or 0, home, _term_at(at), 1


def _exams(region: Region) -> Iterable[Row]:
    wanted = select(ExamBooking.email, ExamBooking.id, ExamBooking.centre_id, ExamBooking.municipality_code, ExamBooking.over_at).where(
        ExamBooking.region_id == region.id,
        ExamBooking.status == VisitStatus.BOOKED,
        ExamBooking.attendance != Attendance.ABSENT,
        ExamBooking.over_at < utcnow(),
    )
    for email, key, centre, home, at in db.session.execute(wanted):
        yield email or f"#{key}", centre, home, _term_at(at), 1


def _started(region: Region) -> Iterable[Row]:
    wanted = (
        select(CohortOutcome.id, CohortOutcome.centre_id, CohortOutcome.started, CohortOutcome.completed, Cohort.started_at)
        .join(Cohort, Cohort.id == CohortOutcome.cohort_id)
        .where(CohortOutcome.region_id == region.id, Cohort.started_at.is_not(None))
    )
    for key, centre, started, completed, at in db.session.execute(wanted):
        term = _term_at(at)
        for number in range(started):  # who they were is not kept: each counts as one
            yield f"{key}-{number}", centre, "completed" if number < (completed or 0) else "not_completed", term, 1


def courses(region: Region) -> list[tuple[str, str, int]]:
    """Courses that were published, by centre and term. About nobody, so nothing is hidden."""
    wanted = (
        select(LearningCentre.name, DistanceCourse.published_at)
        .join(Receiving, Receiving.centre_id == LearningCentre.id)
        .join(DistanceCourse, DistanceCourse.id == Receiving.course_id)
        .where(LearningCentre.region_id == region.id, DistanceCourse.published_at.is_not(None))
    )
    terms = set(last_terms())
    found: dict[tuple[str, str], int] = {}
    for name, at in db.session.execute(wanted):
        key = (name, _term_at(at))
        if key[1] in terms:
            found[key] = found.get(key, 0) + 1
    return [(name, term, number) for (name, term), number in sorted(found.items())]
