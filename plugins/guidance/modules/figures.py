"""The region's sums: how many have begun and finished each module. Never who, and nothing about fewer than three."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from core.db import db
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.plugins import Dataset, Section
from core.regions.models import Region
from core.statistics import FEW
from plugins.guidance.modules.models import Module, ModuleProgress, ModuleStatus
from plugins.guidance.modules.queries import step_counts
from plugins.guidance.modules.words import STATUS
from plugins.guidance.scope import guidance_scope

NOT_SHOWN = ".."  # as Statistics Sweden writes it
OPEN_HEADER = ("module_id", "title", "hours", "themes", "focus_area", "steps", "begun_at_least", "finished_at_least")


@dataclass(frozen=True)
class Sum:
    """A module with its sums. None: it is about so few that it is not shown."""

    module: Module
    steps: int
    begun: int | None
    finished: int | None


def shown(begun: int, finished: int) -> tuple[int | None, int | None]:
    """What may be told. The finished and the unfinished must be three or more each, or the one would tell of the other."""
    if begun < FEW:
        return None, None
    return begun, finished if finished >= FEW and begun - finished >= FEW else None


def sums(region: Region) -> list[Sum]:
    """Every module that is or has been open, by title."""
    return [Sum(module, steps, *shown(begun, finished)) for module, steps, begun, finished in _counted(region)]


def _counted(region: Region) -> list[tuple[Module, int, int, int]]:
    wanted = (
        select(Module, func.count(ModuleProgress.id), func.count(ModuleProgress.finished_at))
        .outerjoin(ModuleProgress, ModuleProgress.module_id == Module.id)
        .where(Module.region_id == region.id, Module.status != ModuleStatus.DRAFT)
        .group_by(Module.id)
        .order_by(Module.sort_key, Module.id)
    )
    found = [(each[0], int(each[1]), int(each[2])) for each in db.session.execute(wanted)]
    steps = step_counts([each[0] for each in found])
    return [(module, steps.get(module.id, 0), begun, finished) for module, begun, finished in found]


def header() -> list[str]:
    """The columns of `rows`, in words."""
    return [_("Modul"), _("Läge"), _("Timmar"), _("Steg"), _("Har börjat"), _("Har gått klart")]


def rows(found: Sequence[Sum]) -> list[list[Any]]:
    """The sums as rows of a file or a table."""
    return [
        [each.module.title, str(STATUS[each.module.status]), _hours(each.module.hours), each.steps, _cell(each.begun), _cell(each.finished)]
        for each in found
    ]


def _hours(number: float) -> float | int:
    return int(number) if number == int(number) else number


def _cell(number: int | None) -> Any:
    return NOT_SHOWN if number is None else number


def report_sections(region: Region, period: int) -> list[Section]:
    """The modules' part of the yearly report."""
    with guidance_scope(region):
        found = [each for each in sums(region) if each.module.published_at is not None and each.module.published_at.year <= period]
    if not found:
        return []
    texts = [
        _("%(n)s moduler för den som vägleder har varit öppna till och med %(year)s.", n=len(found), year=period),
        _("Siffrorna visar läget när rapporten tas fram. Siffror om färre än tre personer visas inte."),
    ]
    return [
        Section(_("Kompetensutveckling för vägledare"), texts, [(_("Moduler och hur många som har gått dem"), header(), rows(found))], 62)
    ]


def open_data(region: Region) -> list[Dataset]:
    """The open modules. How many have taken them is told in whole threes, so that it never changes by one."""

    def lines() -> Sequence[Sequence[Any]]:
        with guidance_scope(region):
            found = _counted(region)
        return [
            [module.id, module.title, module.hours, "; ".join(module.themes), module.focus_title, steps,
             begun - begun % FEW, finished - finished % FEW]
            for module, steps, begun, finished in found if module.status is ModuleStatus.PUBLISHED
        ]  # fmt: skip

    about = _l("Regionens moduler för den som vägleder. Antalen är avrundade nedåt till närmaste tretal.")
    return [Dataset("guidance-modules", _l("Kompetensutveckling för vägledare"), about, OPEN_HEADER, lines)]
