"""The check-list of a placement, and the introduction at the workplace. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from core.audit.service import record
from core.db import db, utcnow
from core.errors import Conflict, DomainError, NotFound
from core.i18n import gettext as _
from plugins.internships.after import mails
from plugins.internships.after.cases import Case, case_of, give_link, take_link
from plugins.internships.after.models import PlacementTask, Side, TaskBy
from plugins.internships.offers.models import Supervisor
from plugins.internships.offers.supervisors import supervisors_of
from plugins.internships.rounds.models import Placement, PlacementStatus

if TYPE_CHECKING:
    from core.regions.models import Region

HELD = (PlacementStatus.PROPOSED, PlacementStatus.PUBLISHED, PlacementStatus.ACCEPTED, PlacementStatus.UNDER_WAY)
MOST_TASKS = 50


def tasks_of(case: Case) -> Sequence[PlacementTask]:
    """The check-list, in its order."""
    wanted = select(PlacementTask).where(PlacementTask.placement_id == case.placement.id)
    return db.session.execute(wanted.order_by(PlacementTask.id)).scalars().all()


def is_theirs(task: PlacementTask, sides: Sequence[Side]) -> bool:
    """Whether a side answers for a line. A supervisor does the employer's; the school may tick all, for it sees that all is in order."""
    return Side.SCHOOL in sides or Side(task.by.value) in sides or (task.by == TaskBy.EMPLOYER and Side.SUPERVISOR in sides)


def tick(*, region: Region, case: Case, task_id: int, sides: Sequence[Side], done: bool) -> None:
    """A line is done, or is not done after all.

    Raises:
        NotFound: when there is no such line on this list.
        Conflict: when it is another side's, or the placement is over.
    """
    task = next((each for each in tasks_of(case) if each.id == task_id), None)
    if task is None:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    if not is_theirs(task, sides):
        raise Conflict(_("Den punkten sköts av någon annan."))
    _check_live(case)
    if (task.done_at is not None) != done:
        task.done_at = utcnow() if done else None
        db.session.flush()
        record("internships.task.done" if done else "internships.task.undone", region=region, subject=case.placement.ref, what=task.what)


def free_supervisors(case: Case) -> list[Supervisor]:
    """The employer's supervisors who can take one more in this period, and the one who is chosen."""
    found = supervisors_of([case.organisation.id])
    wanted = (
        select(Placement.supervisor_id, func.count())
        .where(Placement.period_id == case.period.id, Placement.status.in_(HELD), Placement.id != case.placement.id)
        .where(Placement.supervisor_id.in_([each.id for each in found]))
        .group_by(Placement.supervisor_id)
    )
    taken: dict[int | None, int] = {row[0]: row[1] for row in db.session.execute(wanted)}
    return [each for each in found if taken.get(each.id, 0) < each.capacity]


def introduce(*, region: Region, case: Case, supervisor_id: int | None, text: str, day: date | None) -> None:
    """Say who supervises, what the introduction is, and when it was gone through. A new supervisor gets a link, the earlier one's ends.

    Raises:
        DomainError: when the supervisor is not the employer's or has no room, or the day does not lie in the period.
        Conflict: when the placement is over.
    """
    _check_live(case)
    is_new = supervisor_id is not None and supervisor_id != case.placement.supervisor_id
    if is_new and supervisor_id not in {each.id for each in free_supervisors(case)}:
        raise DomainError(_("Handledaren har redan så många som hen kan handleda. Välj någon annan."), field="supervisor_id")
    if day is not None and not case.period.starts_on <= day <= case.period.ends_on:
        raise DomainError(_("Introduktionen måste ligga mellan praktikens första och sista dag."), field="introduced_on")
    changed = supervisor_id != case.placement.supervisor_id
    case.placement.supervisor_id = supervisor_id
    case.contract.introduction, case.contract.introduced_on = text.strip(), day
    if changed:
        if supervisor_id is None:
            take_link(case.contract, Side.SUPERVISOR)
        else:
            give_link(case.contract, Side.SUPERVISOR)
    db.session.flush()
    record("internships.introduction.saved", region=region, subject=case.placement.ref, supervisor=changed)
    if changed and supervisor_id is not None:
        mails.send(region, case_of(case.placement.id), Side.SUPERVISOR)


def _check_live(case: Case) -> None:
    if not case.is_live:
        raise Conflict(_("Praktiken är slut eller avbruten. Den kan inte ändras längre."))
