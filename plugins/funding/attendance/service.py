"""What can be done with attendance. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from core.audit.service import record
from core.clock import today
from core.db import db, utcnow
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from core.regions.models import Region
from plugins.funding.attendance.models import AttendanceChange, AttendanceRecord, Signed
from plugins.funding.participants.models import Participant
from plugins.funding.projects.models import Project, ProjectStatus

MOST_HOURS = 24.0


def register(
    *, region: Region, project: Project, participants: Sequence[Participant], day: date, hours: float, activity: str, by_leader: bool
) -> int:
    """Write down the same hours for some participants on a day. Who has hours that day already keeps them: those are corrected one by one.

    Args:
        by_leader: The leader has a list on paper that they have signed.

    Returns:
        How many got hours.

    Raises:
        DomainError: when the hours or the day cannot be, for any of them; then nobody gets hours.
        Conflict: when the project has ended.
    """
    _check(project, hours, day)
    for each in participants:
        _check_person(each, day)
    there = set(
        db.session.execute(
            select(AttendanceRecord.participant_id).where(
                AttendanceRecord.day == day, AttendanceRecord.participant_id.in_([each.id for each in participants])
            )
        ).scalars()
    )
    new = [each for each in participants if each.id not in there]
    for each in new:
        db.session.add(
            AttendanceRecord(
                region_id=region.id,
                project_id=project.id,
                participant_id=each.id,
                day=day,
                hours=hours,
                activity=activity,
                signed=Signed.LEADER if by_leader else Signed.NOBODY,
                signed_at=utcnow() if by_leader else None,
            )
        )
    db.session.flush()
    record("funding.attendance.registered", region=region, subject=project.ref, title=project.title, count=len(new), day=day.isoformat())
    return len(new)


def correct(*, region: Region, project: Project, row: AttendanceRecord, hours: float, reason: str) -> None:
    """Change hours; what they were before stays in the history. They must be signed anew.

    Raises:
        DomainError: when the hours cannot be.
        Conflict: when nothing would change, or the project has ended.
    """
    _check(project, hours, row.day, least=0.0)
    if hours == row.hours:
        raise Conflict(_("Timmarna är redan så många."), field="hours")
    db.session.add(AttendanceChange(region_id=region.id, record_id=row.id, before=row.hours, after=hours, reason=reason))
    row.hours, row.signed, row.signed_at = hours, Signed.NOBODY, None
    db.session.flush()
    record("funding.attendance.corrected", region=region, subject=project.ref, title=project.title, day=row.day.isoformat())


def sign(*, region: Region, participant: Participant, rows: Sequence[AttendanceRecord], by_leader: bool = False) -> int:
    """Sign hours: the participant by the mailed link, or the leader from a paper list. Signed ones stay as they are."""
    fresh = [row for row in rows if row.signed == Signed.NOBODY and row.participant_id == participant.id]
    for row in fresh:
        row.signed, row.signed_at = (Signed.LEADER if by_leader else Signed.PARTICIPANT), utcnow()
    db.session.flush()
    if fresh:
        record("funding.attendance.signed", region=region, subject=participant.ref, count=len(fresh))
    return len(fresh)


def _check(project: Project, hours: float, day: date, least: float = 0.25) -> None:
    if project.status == ProjectStatus.ENDED:
        raise Conflict(_("Projektet är avslutat. Närvaron kan inte ändras."))
    if not least <= hours <= MOST_HOURS:
        raise DomainError(_("Skriv timmar från en kvart (0,25) till 24."), field="hours")
    if day > today():
        raise DomainError(_("Dagen har inte varit än."), field="day")


def _check_person(each: Participant, day: date) -> None:
    if day < each.starts_on or (each.left_on is not None and day > each.left_on):
        raise DomainError(
            _("Deltagare %(number)s är inte med i projektet den dagen. Ändra dagen eller deltagarens tid.", number=each.number), field="day"
        )
