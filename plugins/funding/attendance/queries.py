"""Reads on attendance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case, func, select

from core.db import Page, db, get, paginate
from core.errors import NotFound
from plugins.funding.attendance.models import AttendanceChange, AttendanceRecord, Signed
from plugins.funding.participants.models import Participant
from plugins.funding.projects.models import Project
from plugins.funding.projects.queries import missing

MAX_SHOWN = 400


@dataclass(frozen=True)
class Session:
    """A day and what was done, with how many took part and how many hours that makes, and how many have not signed."""

    day: date
    activity: str
    people: int
    hours: float
    unsigned: int


def month_of(day: date) -> tuple[date, date]:
    """The first day of a month, and the first of the next."""
    first = day.replace(day=1)
    return first, date(first.year + first.month // 12, first.month % 12 + 1, 1)


def sessions(project: Project, *, number: int = 1, size: int = 30) -> Page[Session]:
    """Days with attendance, the latest first."""
    unsigned = func.sum(_one_if_unsigned())
    wanted: Any = (
        select(AttendanceRecord.day, AttendanceRecord.activity, func.count(), func.sum(AttendanceRecord.hours), unsigned)
        .where(AttendanceRecord.project_id == project.id)
        .group_by(AttendanceRecord.day, AttendanceRecord.activity)
        .order_by(AttendanceRecord.day.desc(), AttendanceRecord.activity)
    )
    found: Page[Any] = paginate(wanted, number=number, size=size, scalars=False)
    rows = [Session(day, activity, int(people), float(hours), int(left)) for day, activity, people, hours, left in found.items]
    return Page(items=rows, total=found.total, number=found.number, size=found.size)


def _one_if_unsigned() -> Any:
    return case((AttendanceRecord.signed == Signed.NOBODY, 1), else_=0)


def of_participant(participant: Participant) -> Sequence[AttendanceRecord]:
    """A participant's hours, the latest first."""
    wanted = select(AttendanceRecord).where(AttendanceRecord.participant_id == participant.id)
    return db.session.execute(wanted.order_by(AttendanceRecord.day.desc()).limit(MAX_SHOWN)).scalars().all()


def changes(rows: Sequence[AttendanceRecord]) -> dict[int, list[AttendanceChange]]:
    """What was corrected, by record, the first first."""
    wanted = select(AttendanceChange).where(AttendanceChange.record_id.in_([row.id for row in rows])).order_by(AttendanceChange.id)
    found: dict[int, list[AttendanceChange]] = {}
    for change in db.session.execute(wanted).scalars():
        found.setdefault(change.record_id, []).append(change)
    return found


def record_of(participant: Participant, record_id: int, *, lock: bool = False) -> AttendanceRecord:
    """One record of a participant.

    Raises:
        NotFound: when there is none, or it is another's.
    """
    found = get(AttendanceRecord, record_id, lock=lock)
    if found.participant_id != participant.id:
        raise NotFound(missing())
    return found


def hours_of_month(project: Project, month: date) -> Sequence[tuple[Participant, float, int]]:
    """Who had hours in a month: the person, the hours, and how many records are not signed; by start day, then number."""
    first, after = month_of(month)
    wanted = (
        select(Participant, func.sum(AttendanceRecord.hours), func.sum(_one_if_unsigned()))
        .join(AttendanceRecord, AttendanceRecord.participant_id == Participant.id)
        .where(Participant.project_id == project.id, AttendanceRecord.day >= first, AttendanceRecord.day < after)
        .group_by(Participant.id)
        .having(func.sum(AttendanceRecord.hours) > 0)
        .order_by(Participant.starts_on, Participant.number)
    )
    return [(person, float(hours), int(unsigned)) for person, hours, unsigned in db.session.execute(wanted)]


def months_with_hours(project: Project) -> list[date]:
    """The months that somebody has hours in, by their first days, the first first."""
    wanted = select(AttendanceRecord.day).where(AttendanceRecord.project_id == project.id).distinct()
    return sorted({day.replace(day=1) for day in db.session.execute(wanted).scalars()})


def sum_of(project: Project) -> float:
    """All hours of a project."""
    wanted = select(func.coalesce(func.sum(AttendanceRecord.hours), 0.0)).where(AttendanceRecord.project_id == project.id)
    return float(db.session.execute(wanted).scalar_one())
