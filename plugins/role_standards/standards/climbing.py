"""Steps of the ladder between roles. Nothing here commits."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select

from core.audit.service import record
from core.db import db
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from core.regions.models import Region
from plugins.role_standards.standards.models import LadderStep, RoleStandard
from plugins.role_standards.standards.service import usable

MAX_STEPS = 20  # from one role


def save_step(*, region: Region, below: RoleStandard, above: RoleStandard, requires: str) -> LadderStep:
    """Say that one role leads to another, and what it takes; or change what it takes.

    Raises:
        DomainError: when the ladder would lead back to where it began.
    """
    usable(below)
    usable(above)
    steps = list(db.session.execute(select(LadderStep).where(LadderStep.region_id == region.id)).scalars())
    found = next((each for each in steps if (each.from_id, each.to_id) == (below.id, above.id)), None)
    if found is None:
        if below.id == above.id or _leads(steps, above.id, below.id):
            raise DomainError(
                _("%(above)s leder redan till %(below)s. En stege kan inte gå runt.", above=above.title, below=below.title), field="to_id"
            )
        if sum(each.from_id == below.id for each in steps) >= MAX_STEPS:
            raise Conflict(_("En roll kan leda till högst %(n)s andra.", n=MAX_STEPS))
        found = LadderStep(region_id=region.id, from_id=below.id, to_id=above.id)
        db.session.add(found)
    found.requires = requires
    db.session.flush()
    record("role_standards.step.saved", region=region, subject=below.ref, title=below.title, to=above.title)
    return found


def remove_step(*, region: Region, standard: RoleStandard, step: LadderStep) -> None:
    """Take a step away."""
    db.session.delete(step)
    db.session.flush()
    record("role_standards.step.removed", region=region, subject=standard.ref, title=standard.title)


def _leads(steps: list[LadderStep], start: int, end: int) -> bool:
    above: dict[int, list[int]] = defaultdict(list)
    for each in steps:
        above[each.from_id].append(each.to_id)
    seen, waiting = {start}, [start]
    while waiting:
        for number in above[waiting.pop()]:
            if number == end:
                return True
            if number not in seen:
                seen.add(number)
                waiting.append(number)
    return False
