"""What those who keep modules can do with them. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from core.audit.service import record
from core.db import db, sort_key, utcnow
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from core.regions.models import Region
from plugins.guidance.modules import progress, queries
from plugins.guidance.modules.models import Module, ModuleStatus, ModuleStep

MAX_MODULES = 500
# From where one may go, by where one wants to be.
FROM: Mapping[ModuleStatus, tuple[ModuleStatus, ...]] = {
    ModuleStatus.PUBLISHED: (ModuleStatus.DRAFT, ModuleStatus.ARCHIVED),
    ModuleStatus.ARCHIVED: (ModuleStatus.PUBLISHED, ModuleStatus.DRAFT),
}
_COPIED = ("kind", "title", "text", "url", "occasion_ref", "occasion_title", "occasion_at", "position")


def save_module(*, region: Region, module: Module | None, facts: Mapping[str, Any]) -> Module:
    """Write a module, or change one.

    Raises:
        DomainError: when the region has as many as it can have.
    """
    new = module is None
    if module is None:
        counted = select(func.count()).select_from(Module).where(Module.region_id == region.id)
        if int(db.session.execute(counted).scalar_one()) >= MAX_MODULES:
            raise DomainError(_("Regionen har redan %(n)s moduler. Ändra en som finns i stället.", n=MAX_MODULES))
        module = Module(region_id=region.id, status=ModuleStatus.DRAFT)
        db.session.add(module)
    for name, value in facts.items():
        setattr(module, name, value)
    module.sort_key = sort_key(module.title)
    db.session.flush()
    record(f"guidance.module.{'made' if new else 'changed'}", region=region, subject=module.ref, title=module.title)
    return module


def save_step(*, region: Region, module: Module, step: ModuleStep | None, facts: Mapping[str, Any]) -> ModuleStep:
    """Add a step at the end, or change one. The kind of a step that there is stays.

    Raises:
        DomainError: when the module has as many as it can have.
    """
    if step is None:
        there = queries.steps(module)
        if len(there) >= queries.MAX_STEPS:
            raise DomainError(_("Modulen har redan %(n)s steg. Ta bort något först.", n=queries.MAX_STEPS))
        step = ModuleStep(region_id=region.id, module_id=module.id, position=there[-1].position + 1 if there else 1)
        db.session.add(step)
    for name, value in facts.items():
        setattr(step, name, value)
    db.session.flush()
    _changed(region, module)
    return step


def move_step(*, region: Region, module: Module, step: ModuleStep, up: bool) -> None:
    """Swap places with the step before or after it; nothing happens at the ends."""
    rows = queries.steps(module)
    at = rows.index(step)
    other = at - 1 if up else at + 1
    if not 0 <= other < len(rows):
        return
    rows[at], rows[other] = rows[other], rows[at]
    for position, row in enumerate(rows, 1):
        row.position = position
    db.session.flush()
    _changed(region, module)


def remove_step(*, region: Region, module: Module, step: ModuleStep) -> None:
    """Take a step away. Those who had only this one left have finished; what others have answered is still theirs to read.

    Raises:
        Conflict: when it is the only step of a published module.
    """
    if module.status is ModuleStatus.PUBLISHED and len(queries.steps(module)) == 1:
        raise Conflict(_("En publicerad modul behöver minst ett steg. Lägg till ett annat först, eller arkivera modulen."))
    step.removed_at = utcnow()
    db.session.flush()
    progress.finish_those_done(module=module)
    _changed(region, module)


def move_module(*, region: Region, module: Module, to: ModuleStatus) -> None:
    """Publish or archive. Nothing that was open becomes a draft again: that it may not would tell that somebody has begun.

    Raises:
        Conflict: when it cannot go there from where it is, or has no step.
    """
    if module.status is to:
        return
    if module.status not in FROM.get(to, ()):
        raise Conflict(_("Modulen har ett annat läge nu. Läs in sidan igen."))
    if to is ModuleStatus.PUBLISHED:
        if not queries.steps(module):
            raise Conflict(_("Lägg till minst ett steg innan du publicerar modulen."))
        module.published_at = utcnow()
    module.status = to
    db.session.flush()
    record("guidance.module.moved", region=region, subject=module.ref, title=module.title, to=to.value)


def copy_module(*, region: Region, module: Module) -> Module:
    """A draft with the same steps. Nobody's progress goes with it."""
    names = ("aim", "roles", "hours", "themes", "focus_ref", "focus_title")
    facts = {name: getattr(module, name) for name in names} | {"title": _("%(title)s, kopia", title=module.title[:130])}
    made = save_module(region=region, module=None, facts=facts)
    for each in queries.steps(module):
        db.session.add(ModuleStep(region_id=region.id, module_id=made.id, **{name: getattr(each, name) for name in _COPIED}))
    db.session.flush()
    return made


def _changed(region: Region, module: Module) -> None:
    record("guidance.module.changed", region=region, subject=module.ref, title=module.title)
