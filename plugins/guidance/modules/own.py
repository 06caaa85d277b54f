"""Reads on one's own progress. Every one of them takes the person, and gives only that person's rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import and_, func, or_, select

from core.db import Page, db, paginate
from core.regions.models import Region
from plugins.guidance.modules.models import Module, ModuleProgress, ModuleStatus, ModuleStep, StepKind, StepProgress
from plugins.guidance.modules.queries import Filters, named, step_counts

MAX_OWN = 500


@dataclass(frozen=True)
class Row:
    """A module with how far one has come."""

    module: Module
    progress: ModuleProgress | None
    steps: int
    done: int

    @property
    def state(self) -> str:
        """`new`, `begun` or `finished`."""
        if self.progress is None:
            return "new"
        return "finished" if self.progress.finished_at is not None else "begun"


@dataclass(frozen=True)
class Way:
    """One's own way through a module: the steps in order, what one has done with each, and where to go on."""

    module: Module
    progress: ModuleProgress | None
    steps: Sequence[ModuleStep]
    rows: Mapping[int, StepProgress] = field(default_factory=dict)

    def is_done(self, step: ModuleStep) -> bool:
        """Whether one has done a step."""
        row = self.rows.get(step.id)
        return row is not None and row.done_at is not None

    @property
    def done(self) -> int:
        """How many steps one has done."""
        return sum(self.is_done(each) for each in self.steps)

    @property
    def following(self) -> ModuleStep | None:
        """Where one was: the first step left after the one done last, else the first that is left."""
        moments = {number: row.done_at for number, row in self.rows.items() if row.done_at is not None}
        latest = max(moments.values(), default=None)
        places = [at for at, each in enumerate(self.steps) if latest is not None and moments.get(each.id) == latest]
        turned = [*self.steps[places[-1] + 1 :], *self.steps[: places[-1] + 1]] if places else self.steps
        return next((each for each in turned if not self.is_done(each)), None)


def progress_of(user_id: int, module: Module, *, lock: bool = False) -> ModuleProgress | None:
    """One's progress in a module, if one has begun it."""
    wanted = select(ModuleProgress).where(ModuleProgress.module_id == module.id, ModuleProgress.user_id == user_id)
    return db.session.execute(wanted.with_for_update() if lock else wanted).scalar_one_or_none()


def way(user_id: int | None, module: Module, steps: Sequence[ModuleStep]) -> Way:
    """One's way through a module. Without a person, the way of somebody who has done nothing."""
    own = progress_of(user_id, module) if user_id is not None else None
    if own is None:
        return Way(module, None, steps)
    rows = db.session.execute(select(StepProgress).where(StepProgress.progress_id == own.id)).scalars()
    return Way(module, own, steps, {row.step_id: row for row in rows})


def listing(region: Region, user_id: int | None, filters: Filters, *, number: int = 1, size: int = 30) -> Page[Row]:
    """Modules to take, with one's own progress; archived ones that one has begun too."""
    mine = and_(ModuleProgress.module_id == Module.id, ModuleProgress.user_id == (user_id or 0))
    wanted: Any = select(Module, ModuleProgress).outerjoin(ModuleProgress, mine).where(Module.region_id == region.id)
    wanted = wanted.where(
        or_(
            Module.status == ModuleStatus.PUBLISHED,
            and_(Module.status == ModuleStatus.ARCHIVED, ModuleProgress.id.is_not(None)),
        )
    )
    wanted = named(wanted, filters.q)
    if filters.state == "new":
        wanted = wanted.where(ModuleProgress.id.is_(None))
    elif filters.state == "begun":
        wanted = wanted.where(ModuleProgress.id.is_not(None), ModuleProgress.finished_at.is_(None))
    elif filters.state == "finished":
        wanted = wanted.where(ModuleProgress.finished_at.is_not(None))
    found: Page[Any] = paginate(wanted.order_by(Module.sort_key, Module.id), number=number, size=size, scalars=False)
    pairs = [(each[0], each[1]) for each in found.items]
    return Page(items=_rows(pairs), total=found.total, number=found.number, size=found.size)


def _rows(pairs: Sequence[tuple[Module, ModuleProgress | None]]) -> list[Row]:
    counted = step_counts([module for module, _own in pairs])
    begun_ones = [own.id for _module, own in pairs if own is not None]
    done: dict[int, int] = {}
    if begun_ones:
        wanted = (
            select(StepProgress.progress_id, func.count())
            .join(ModuleStep, ModuleStep.id == StepProgress.step_id)
            .where(StepProgress.progress_id.in_(begun_ones), StepProgress.done_at.is_not(None), ModuleStep.removed_at.is_(None))
            .group_by(StepProgress.progress_id)
        )
        done = {number: int(count) for number, count in db.session.execute(wanted)}
    return [Row(module, own, counted.get(module.id, 0), done.get(own.id, 0) if own is not None else 0) for module, own in pairs]


def mine(region: Region, user_id: int) -> list[Row]:
    """What one has begun, the latest first."""
    wanted = (
        select(Module, ModuleProgress)
        .join(ModuleProgress, ModuleProgress.module_id == Module.id)
        .where(ModuleProgress.region_id == region.id, ModuleProgress.user_id == user_id)
        .order_by(ModuleProgress.updated_at.desc(), ModuleProgress.id.desc())
        .limit(MAX_OWN)
    )
    return _rows([(each[0], each[1]) for each in db.session.execute(wanted)])


def certified(region: Region, user_id: int) -> list[tuple[ModuleStep, StepProgress]]:
    """The occasions that an organiser has certified, each once though several modules have it, the latest first."""
    wanted = (
        select(ModuleStep, StepProgress)
        .join(StepProgress, StepProgress.step_id == ModuleStep.id)
        .join(ModuleProgress, ModuleProgress.id == StepProgress.progress_id)
        .where(ModuleProgress.region_id == region.id, ModuleProgress.user_id == user_id, StepProgress.certified_hours.is_not(None))
        .order_by(StepProgress.done_at.desc(), StepProgress.id.desc())
        .limit(MAX_OWN)
    )
    found: dict[int, tuple[ModuleStep, StepProgress]] = {}
    for step, row in db.session.execute(wanted):
        found.setdefault(row.registration_id or -row.id, (step, row))
    return list(found.values())


def answers(region: Region, user_id: int) -> list[tuple[Module, ModuleStep, StepProgress]]:
    """What one has answered, also to questions that are taken away."""
    wanted = (
        select(Module, ModuleStep, StepProgress)
        .join(ModuleStep, ModuleStep.module_id == Module.id)
        .join(StepProgress, StepProgress.step_id == ModuleStep.id)
        .join(ModuleProgress, ModuleProgress.id == StepProgress.progress_id)
        .where(ModuleProgress.region_id == region.id, ModuleProgress.user_id == user_id, StepProgress.answer != "")
        .order_by(Module.sort_key, Module.id, ModuleStep.position, ModuleStep.id)
        .limit(MAX_OWN)
    )
    return [(each[0], each[1], each[2]) for each in db.session.execute(wanted)]


def row_of(user_id: int, step: ModuleStep) -> StepProgress | None:
    """What one has done with a step, which may be taken away, locked; None when nothing."""
    wanted = select(StepProgress).join(ModuleProgress, ModuleProgress.id == StepProgress.progress_id)
    wanted = wanted.where(ModuleProgress.user_id == user_id, StepProgress.step_id == step.id).with_for_update(of=StepProgress)
    return db.session.execute(wanted).scalar_one_or_none()


def steps_with_occasion(region: Region, user_id: int) -> list[tuple[Module, ModuleStep]]:
    """Steps with an occasion in the modules that one has begun and not finished."""
    wanted = (
        select(Module, ModuleStep)
        .join(ModuleStep, ModuleStep.module_id == Module.id)
        .join(ModuleProgress, ModuleProgress.module_id == Module.id)
        .where(ModuleProgress.region_id == region.id, ModuleProgress.user_id == user_id, ModuleProgress.finished_at.is_(None))
        .where(ModuleStep.kind == StepKind.OCCASION, ModuleStep.removed_at.is_(None))
        .order_by(Module.sort_key, Module.id, ModuleStep.position)
        .limit(MAX_OWN)
    )
    return [(each[0], each[1]) for each in db.session.execute(wanted)]
