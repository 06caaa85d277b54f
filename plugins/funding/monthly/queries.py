"""Reads on monthly files: what has been sent, and what has changed since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from core.clock import today
from core.db import db, get
from core.errors import NotFound
from core.regions.models import Region
from plugins.funding.attendance.queries import hours_of_month, month_of, months_with_hours
from plugins.funding.monthly.checking import Fault, due, faults
from plugins.funding.monthly.columns import Column, from_stored
from plugins.funding.monthly.models import ColumnSet, MonthlyFile
from plugins.funding.participants.models import Participant
from plugins.funding.projects.models import Project, ProjectStatus
from plugins.funding.projects.queries import missing


@dataclass(frozen=True)
class MonthRow:
    """A month of the list. `is_late`: its last day has passed and nothing has been sent."""

    month: date
    due: date
    sent: MonthlyFile | None
    is_late: bool


@dataclass(frozen=True)
class Month:
    """A month, whole: who had hours, what is wrong, what was sent, and what has changed since the last file."""

    month: date
    due: date
    rows: Sequence[tuple[Participant, float, int]]
    faults: Sequence[Fault]
    sent: Sequence[MonthlyFile]
    changed: Sequence[tuple[int, float, float]]

    @property
    def hours(self) -> float:
        """All hours of the month."""
        return sum(hours for _person, hours, _unsigned in self.rows)

    @property
    def may_send(self) -> bool:
        """Whether there is something right to send: a first file, or a correction."""
        return not self.faults and (not self.sent or bool(self.changed))


def months(project: Project) -> list[MonthRow]:
    """The months with attendance, the latest first."""
    wanted = select(MonthlyFile).where(MonthlyFile.project_id == project.id).order_by(MonthlyFile.month, MonthlyFile.number)
    sent = {row.month: row for row in db.session.execute(wanted).scalars()}
    now = today()
    every = sorted({*months_with_hours(project), *sent}, reverse=True)
    return [MonthRow(each, due(each), sent.get(each), each not in sent and due(each) < now) for each in every]


def month(project: Project, of: date) -> Month:
    """A month, whole."""
    first = of.replace(day=1)
    rows = hours_of_month(project, first)
    sent = files(project, first)
    changed: list[tuple[int, float, float]] = []
    if sent:
        before = {int(key): float(hours) for key, hours in sent[-1].hours_by.items()}
        now = {person.id: round(hours, 2) for person, hours, _unsigned in rows}
        changed = [(key, before.get(key, 0.0), now.get(key, 0.0)) for key in sorted({*before, *now}) if before.get(key) != now.get(key)]
    return Month(first, due(first), rows, faults(rows, first, today()), sent, changed)


def files(project: Project, of: date) -> Sequence[MonthlyFile]:
    """What has been sent for a month, the first first."""
    wanted = select(MonthlyFile).where(MonthlyFile.project_id == project.id, MonthlyFile.month == of.replace(day=1))
    return db.session.execute(wanted.order_by(MonthlyFile.number)).scalars().all()


def file(project: Project, file_id: int) -> MonthlyFile:
    """One file that was sent.

    Raises:
        NotFound: when there is none, or it is another project's.
    """
    found = get(MonthlyFile, file_id)
    if found.project_id != project.id:
        raise NotFound(missing())
    return found


def waiting(region: Region) -> list[tuple[Project, date]]:
    """Projects that run, and their ended months that nothing has been sent for, with the last day."""
    wanted = select(Project).where(Project.region_id == region.id, Project.status == ProjectStatus.RUNNING).order_by(Project.id)
    now = today()
    return [
        (project, each.month)
        for project in db.session.execute(wanted).scalars()
        for each in months(project)
        if each.sent is None and month_of(each.month)[1] <= now
    ]


def column_set(region: Region, *, lock: bool = False) -> ColumnSet | None:
    """The region's own columns; None when it has never had any."""
    wanted = select(ColumnSet).where(ColumnSet.region_id == region.id)
    return db.session.execute(wanted.with_for_update() if lock else wanted).scalar_one_or_none()


def columns_of(region: Region, sent: Sequence[MonthlyFile]) -> list[Column]:
    """The columns of a month's next file: those it was sent with, else the region's, else the program's."""
    if sent:
        return from_stored(sent[-1].columns)
    own = column_set(region)
    return from_stored(own.columns if own is not None else ())
