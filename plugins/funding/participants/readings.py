"""Who has read whole personal numbers: kept beside the audit log, so that the leader and the participant can be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import undefer

from core.db import Page, db, paginate
from core.records.people import display_names
from core.regions.models import Region
from core.users.models import User
from plugins.funding.participants.models import NumberReading, Participant, ReadWhere
from plugins.funding.projects.models import Project

MOST = 200


def note(
    *, region: Region, project: Project, user: User | None, where: ReadWhere, people: Sequence[Participant], month: date | None = None
) -> None:
    """Write down that somebody reads whole numbers. Those without a number are not among them. The audit entry is the caller's."""
    ids = [each.id for each in people if each.personal_number]
    if not ids:
        return
    one = len(ids) == 1 and month is None
    db.session.add(
        NumberReading(
            region_id=region.id,
            project_id=project.id,
            participant_id=ids[0] if one else None,
            user_id=user.id if user else None,
            read_where=where,
            month=month,
            people=len(ids),
            whose=[] if one else ids,
        )
    )
    db.session.flush()


@dataclass(frozen=True)
class Reading:
    """A reading as the leader sees it."""

    at: datetime
    who: str
    where: ReadWhere
    month: date | None
    participant: Participant | None
    people: int


def page(project: Project, *, number: int = 1, size: int = 50) -> Page[Reading]:
    """Who has read numbers of a project, the latest first."""
    found = paginate(_of(project.id), number=number, size=size)
    ids = {row.participant_id for row in found.items if row.participant_id is not None}
    there = {row.id: row for row in db.session.execute(select(Participant).where(Participant.id.in_(ids))).scalars()}
    users = {row.user_id for row in found.items if row.user_id is not None}
    names = display_names(db.session.execute(select(User).where(User.id.in_(users))).scalars())
    items = [
        Reading(
            row.created_at,
            names.get(row.user_id or 0, ""),
            row.read_where,
            row.month,
            there.get(row.participant_id or 0),
            row.people,
        )
        for row in found.items
    ]
    return Page(items=items, total=found.total, number=found.number, size=found.size)


def of_participant(person: Participant) -> list[NumberReading]:
    """When and where a participant's whole number was read, the latest first."""
    mine = or_(NumberReading.participant_id == person.id, NumberReading.participant_id.is_(None))
    wanted = _of(person.project_id).where(mine).options(undefer(NumberReading.whose)).limit(MOST)
    found = db.session.execute(wanted).scalars().all()
    return [row for row in found if row.participant_id == person.id or person.id in row.whose]


def _of(project_id: int) -> Select[NumberReading]:
    return select(NumberReading).where(NumberReading.project_id == project_id).order_by(NumberReading.id.desc())
