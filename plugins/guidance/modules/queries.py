"""Reads on modules and steps, for everybody and for those who keep them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from core.db import Page, db, get, paginate
from core.errors import NotFound
from core.regions.models import Region
from plugins.guidance.employers.queries import missing
from plugins.guidance.modules.models import Module, ModuleProgress, ModuleStatus, ModuleStep

MAX_STEPS = 60
MAX_QUERY = 100


@dataclass(frozen=True)
class Filters:
    """What to show of modules. Empty: everything."""

    q: str = ""
    state: str = ""

    def arguments(self) -> dict[str, str]:
        """As arguments of an address."""
        return {name: value for name, value in (("q", self.q), ("state", self.state)) if value}


def module(region: Region, module_id: int, *, lock: bool = False) -> Module:
    """One module of the region, whatever its status.

    Raises:
        NotFound: when there is none.
    """
    found = get(Module, module_id, lock=lock)
    if found.region_id != region.id:
        raise NotFound(missing())
    return found


def open_module(region: Region, user_id: int, module_id: int) -> Module:
    """A module that a person may read: a published one, or one that is archived and that the person has begun.

    Raises:
        NotFound: when there is none such.
    """
    found = module(region, module_id)
    if found.status is ModuleStatus.DRAFT:
        raise NotFound(missing())
    if found.status is ModuleStatus.ARCHIVED:
        begun = select(ModuleProgress.id).where(ModuleProgress.module_id == found.id, ModuleProgress.user_id == user_id)
        if db.session.execute(begun).first() is None:
            raise NotFound(missing())
    return found


def steps(of: Module) -> list[ModuleStep]:
    """The steps of a module, in order; none that is taken away."""
    wanted = select(ModuleStep).where(ModuleStep.module_id == of.id, ModuleStep.removed_at.is_(None))
    return list(db.session.execute(wanted.order_by(ModuleStep.position, ModuleStep.id)).scalars())


def any_step(of: Module, step_id: int, *, lock: bool = False) -> ModuleStep:
    """One step of a module, also one that is taken away.

    Raises:
        NotFound: when there is none, or it is another module's.
    """
    found = get(ModuleStep, step_id, lock=lock)
    if found.module_id != of.id:
        raise NotFound(missing())
    return found


def step(of: Module, step_id: int, *, lock: bool = False) -> ModuleStep:
    """One step of a module.

    Raises:
        NotFound: when there is none, it is another module's, or it is taken away.
    """
    found = any_step(of, step_id, lock=lock)
    if found.removed_at is not None:
        raise NotFound(missing())
    return found


def named(wanted: Select[Any], words: str) -> Select[Any]:
    """Only modules whose title or aim has every word."""
    for word in words.split()[:5]:
        wanted = wanted.where(Module.title.icontains(word, autoescape=True) | Module.aim.icontains(word, autoescape=True))
    return wanted


def kept(region: Region, filters: Filters, *, number: int = 1, size: int = 30) -> Page[Module]:
    """All the region's modules, for those who keep them."""
    wanted = named(select(Module).where(Module.region_id == region.id), filters.q)
    if filters.state:
        wanted = wanted.where(Module.status == ModuleStatus(filters.state))
    return paginate(wanted.order_by(Module.sort_key, Module.id), number=number, size=size)


def published(region: Region, words: str, limit: int) -> Sequence[Module]:
    """Published modules that words may mean; without words, the latest."""
    wanted = named(select(Module).where(Module.region_id == region.id, Module.status == ModuleStatus.PUBLISHED), words)
    return db.session.execute(wanted.order_by(Module.published_at.desc(), Module.id.desc()).limit(limit)).scalars().all()


def step_counts(modules: Sequence[Module]) -> Mapping[int, int]:
    """How many steps each module has."""
    if not modules:
        return {}
    wanted = select(ModuleStep.module_id, func.count()).where(
        ModuleStep.module_id.in_([each.id for each in modules]), ModuleStep.removed_at.is_(None)
    )
    return {number: int(count) for number, count in db.session.execute(wanted.group_by(ModuleStep.module_id))}
