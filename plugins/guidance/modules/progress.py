"""One's own progress: begun, done, answered, finished, forgotten. Nothing here commits, and nothing of it is in the audit log."""

from __future__ import annotations

from sqlalchemy import select

from core.db import db, utcnow
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from core.regions.models import Region
from plugins.guidance.modules import queries
from plugins.guidance.modules.models import Module, ModuleProgress, ModuleStatus, ModuleStep, StepKind, StepProgress


def begin(*, region: Region, user_id: int, module: Module) -> ModuleProgress:
    """Begin a module. Begun again it is still once.

    Raises:
        Conflict: when it cannot be begun.
    """
    wanted = select(ModuleProgress).where(ModuleProgress.module_id == module.id, ModuleProgress.user_id == user_id).with_for_update()
    found = db.session.execute(wanted).scalar_one_or_none()
    if found is None:
        if module.status is not ModuleStatus.PUBLISHED:
            raise Conflict(_("Modulen går inte att börja på nu."))
        found = ModuleProgress(region_id=region.id, module_id=module.id, user_id=user_id)
        db.session.add(found)
        db.session.flush()
    return found


def mark_done(*, region: Region, user_id: int, module: Module, step: ModuleStep) -> None:
    """A step is done. Said again it is still once, with the first moment."""
    own = begin(region=region, user_id=user_id, module=module)
    row = _row(region, own, step)
    if row.done_at is None:
        row.done_at = utcnow()
    _settle(module, own)


def mark_undone(*, region: Region, user_id: int, module: Module, step: ModuleStep) -> None:
    """A step is not done after all. An answer stays.

    Raises:
        Conflict: when an organiser has certified it.
    """
    own = begin(region=region, user_id=user_id, module=module)
    row = _row(region, own, step)
    if row.certified_hours is not None:
        raise Conflict(_("Steget är intygat genom din närvaro och går inte att ångra."))
    row.done_at, own.finished_at, own.hours = None, None, 0.0
    _settle(module, own)


def answer(*, region: Region, user_id: int, module: Module, step: ModuleStep, text: str) -> None:
    """Write down what one thinks; then the step is done.

    Raises:
        DomainError: when the step asks nothing.
    """
    if step.kind is not StepKind.QUESTION:
        raise DomainError(_("Steget har ingen fråga att svara på."))
    own = begin(region=region, user_id=user_id, module=module)
    row = _row(region, own, step)
    row.answer = text
    if row.done_at is None:
        row.done_at = utcnow()
    _settle(module, own)


def remove_answer(*, row: StepProgress) -> None:
    """What was written is gone; that the step is done stays."""
    row.answer = ""
    db.session.flush()


def forget(*, own: ModuleProgress) -> None:
    """Throw away all that is known of oneself and a module."""
    db.session.delete(own)
    db.session.flush()


def certify(*, region: Region, user_id: int, step: ModuleStep, module: Module, hours: float, registration_id: int) -> None:
    """An organiser says that somebody was there. The same again changes nothing; other hours replace the earlier."""
    own = begin(region=region, user_id=user_id, module=module)
    row = _row(region, own, step)
    row.certified_hours, row.registration_id = hours, registration_id
    if row.done_at is None:
        row.done_at = utcnow()
    _settle(module, own)


def finish_those_done(*, module: Module) -> None:
    """After a step was taken away: those who have done all the others have finished."""
    wanted = select(ModuleProgress).where(ModuleProgress.module_id == module.id, ModuleProgress.finished_at.is_(None))
    unfinished = db.session.execute(wanted).scalars().all()
    if not unfinished:
        return
    left = {each.id for each in queries.steps(module)}
    done: dict[int, set[int]] = {}
    rows = select(StepProgress.progress_id, StepProgress.step_id).where(
        StepProgress.progress_id.in_([each.id for each in unfinished]), StepProgress.done_at.is_not(None)
    )
    for progress_id, step_id in db.session.execute(rows):
        done.setdefault(progress_id, set()).add(step_id)
    for own in unfinished:
        if left and left <= done.get(own.id, set()):
            _finish(module, own)
    db.session.flush()


def _row(region: Region, own: ModuleProgress, step: ModuleStep) -> StepProgress:
    wanted = select(StepProgress).where(StepProgress.progress_id == own.id, StepProgress.step_id == step.id)
    found = db.session.execute(wanted).scalar_one_or_none()
    if found is None:
        found = StepProgress(region_id=region.id, progress_id=own.id, step_id=step.id)
        db.session.add(found)
    return found


def _settle(module: Module, own: ModuleProgress) -> None:
    """The module is finished when every step is done. A step that is added afterwards does not take that back."""
    own.updated_at = utcnow()
    db.session.flush()
    if own.finished_at is None:
        done = select(StepProgress.step_id).where(StepProgress.progress_id == own.id, StepProgress.done_at.is_not(None))
        left = {each.id for each in queries.steps(module)}
        if left and left <= set(db.session.execute(done).scalars()):
            _finish(module, own)
            db.session.flush()


def _finish(module: Module, own: ModuleProgress) -> None:
    own.finished_at, own.hours = utcnow(), module.hours
