"""Attendance, week by week: one side writes, the other confirms. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from core.audit.service import record
from core.clock import today
from core.db import db, utcnow
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from plugins.internships.after.cases import LIVE, Case
from plugins.internships.after.models import Attendance, Side
from plugins.internships.rounds.models import PlacementStatus

if TYPE_CHECKING:
    from core.regions.models import Region

DAYS, HOURS = 7, 80.0
_WORK = (Side.SUPERVISOR, Side.EMPLOYER)
WRITERS = (Side.STUDENT, *_WORK)


@dataclass(frozen=True)
class Week:
    """A week of the period, written or not."""

    number: int
    first: date
    last: date
    row: Attendance | None

    @property
    def has_begun(self) -> bool:
        """Whether there is anything to write yet."""
        return self.first <= today()

    @property
    def is_confirmed(self) -> bool:
        """Whether both sides agree."""
        return self.row is not None and bool(self.row.confirmed_by)


def weeks_of(case: Case) -> list[Week]:
    """The weeks from the first day to the last, each beginning on the weekday of the first day."""
    rows = {row.week: row for row in rows_of(case)}
    found: list[Week] = []
    first = case.period.starts_on
    last = case.contract.ended_on or case.period.ends_on
    while first <= last:
        number = len(found) + 1
        found.append(Week(number, first, min(first + timedelta(days=6), last), rows.get(number)))
        first += timedelta(days=7)
    return found


def rows_of(case: Case) -> Sequence[Attendance]:
    """What has been written."""
    wanted = select(Attendance).where(Attendance.placement_id == case.placement.id)
    return db.session.execute(wanted.order_by(Attendance.week)).scalars().all()


def write(*, region: Region, case: Case, side: Side, week: int, days: int, hours: float, absent: int) -> Attendance:
    """Write a week, or write it anew. What was confirmed must then be confirmed again.

    Raises:
        Conflict: when the placement is over, or the week has not begun.
        DomainError: when the numbers do not fit a week, or the side does not write attendance.
    """
    if side not in WRITERS:
        raise DomainError(_("Närvaron skrivs av den som gör praktiken eller av handledaren."))
    found = next((each for each in weeks_of(case) if each.number == week), None)
    if found is None:
        raise DomainError(_("Den veckan hör inte till praktiken."), field="week")
    if case.placement.status not in LIVE:
        raise Conflict(_("Praktiken är slut eller avbruten. Den kan inte ändras längre."))
    if not found.has_begun:
        raise Conflict(_("Veckan har inte börjat än."))
    length = (found.last - found.first).days + 1
    if not 0 <= days <= length or not 0 <= absent <= length or days + absent > length:
        raise DomainError(_("Dagarna är tillsammans fler än veckans %(n)s.", n=length), field="days")
    if not 0 <= hours <= HOURS or (hours and not days) or hours > 24 * days:
        raise DomainError(_("Timmarna passar inte ihop med dagarna."), field="hours")
    row = found.row
    if row is None:
        row = Attendance(region_id=region.id, placement_id=case.placement.id, week=week)
        db.session.add(row)
    row.days, row.hours, row.absent = days, hours, absent
    row.entered_by, row.confirmed_by, row.confirmed_at = side.value, "", None
    db.session.flush()
    record("internships.attendance.written", region=region, subject=case.placement.ref, week=week, side=side.value)
    return row


def may_confirm(row: Attendance | None, side: Side) -> bool:
    """Whether a side is the other one: of what the student wrote the workplace, of what the workplace wrote the student."""
    if row is None or row.confirmed_by:
        return False
    return side in _WORK if row.entered_by == Side.STUDENT.value else side is Side.STUDENT


def confirm(*, region: Region, case: Case, side: Side, week: int, seen: int) -> None:
    """Confirm a week that the other side has written.

    Args:
        seen: The version that was on the page.

    Raises:
        Conflict: when there is nothing to confirm, it is one's own, or it has been changed since.
    """
    row = next((each for each in rows_of(case) if each.week == week), None)
    if row is None or case.placement.status not in (*LIVE, PlacementStatus.INTERRUPTED):
        raise Conflict(_("Det finns ingen närvaro att bekräfta den veckan."))
    if row.confirmed_by:
        raise Conflict(_("Veckan är redan bekräftad."))
    if not may_confirm(row, side):
        raise Conflict(_("Den som har skrivit närvaron kan inte bekräfta den själv."))
    if row.version != seen:
        raise Conflict(_("Veckan har ändrats sedan du öppnade sidan. Läs den igen innan du bekräftar."))
    row.confirmed_by, row.confirmed_at = side.value, utcnow()
    db.session.flush()
    record("internships.attendance.confirmed", region=region, subject=case.placement.ref, week=week, side=side.value)


@dataclass(frozen=True)
class Sum:
    """What both sides agree on."""

    weeks: int
    days: int
    hours: float
    absent: int


def confirmed(rows: Sequence[Attendance]) -> Sum:
    """The confirmed weeks together. A week without a day there is none."""
    agreed = [row for row in rows if row.confirmed_by]
    return Sum(
        sum(row.days > 0 for row in agreed),
        sum(row.days for row in agreed),
        sum(row.hours for row in agreed),
        sum(row.absent for row in agreed),
    )
