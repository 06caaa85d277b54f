"""The parts of a plan by kind and number: what they are called, how their texts read, and how one is changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.db import get
from core.errors import NotFound
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.regions.models import Region
from plugins.regional_plans.actions.models import Action
from plugins.regional_plans.parts import PartKind
from plugins.regional_plans.plans.models import TEXT_LENGTH, TITLE_LENGTH, Plan, PlanFocusArea, Priority
from plugins.regional_plans.plans.queries import WholePlan, missing, plan

MODELS: dict[PartKind, Any] = {
    PartKind.PLAN: Plan,
    PartKind.PRIORITY: Priority,
    PartKind.FOCUS_AREA: PlanFocusArea,
    PartKind.ACTION: Action,
}
# What an amendment can put another wording in the place of.
FIELDS: dict[PartKind, dict[str, Any]] = {
    PartKind.PLAN: {"vision": _l("Vision"), "background": _l("Bakgrund")},
    PartKind.PRIORITY: {"title": _l("Namn"), "goal": _l("Mål")},
    PartKind.FOCUS_AREA: {"title": _l("Namn"), "description": _l("Beskrivning")},
    PartKind.ACTION: {"title": _l("Namn"), "description": _l("Beskrivning"), "funding": _l("Finansiering")},
}
MAX_LENGTH: dict[tuple[PartKind, str], int] = {
    (kind, name): TITLE_LENGTH if name == "title" else 1_000 if name == "funding" else TEXT_LENGTH
    for kind, names in FIELDS.items()
    for name in names
}


@dataclass(frozen=True)
class Part:
    """A part of a plan, in the plan's order. `label` says its number and name."""

    kind: PartKind
    id: int
    label: str
    row: Any


def outline(tree: WholePlan) -> list[Part]:
    """Every part, the plan as a whole first."""
    found = [Part(PartKind.PLAN, tree.row.id, _("Vision och bakgrund"), tree.row)]
    for priority in tree.priorities:
        found.append(Part(PartKind.PRIORITY, priority.row.id, named(PartKind.PRIORITY, priority.number, priority.row.title), priority.row))
        for area in priority.areas:
            found.append(Part(PartKind.FOCUS_AREA, area.row.id, named(PartKind.FOCUS_AREA, area.number, area.row.title), area.row))
            for action in area.actions:
                found.append(Part(PartKind.ACTION, action.row.id, named(PartKind.ACTION, action.number, action.row.title), action.row))
    return found


def named(kind: PartKind, number: str, title: str) -> str:
    """A part as it is spoken of: its kind, number and name."""
    match kind:
        case PartKind.PRIORITY:
            return _("Prioritering %(number)s: %(title)s", number=number, title=title)
        case PartKind.FOCUS_AREA:
            return _("Fokusområde %(number)s: %(title)s", number=number, title=title)
        case PartKind.ACTION:
            return _("Insats %(number)s: %(title)s", number=number, title=title)
        case _:
            return title


def row_of(region: Region, plan_id: int, kind: PartKind, part_id: int, *, lock: bool = False) -> Any:
    """The row of a part.

    Raises:
        NotFound: when the plan has no such part.
    """
    if kind is PartKind.PLAN:
        if part_id != plan_id:
            raise NotFound(missing())
        return plan(region, part_id, lock=lock)
    found = get(MODELS[kind], part_id, lock=lock)
    owner = get(Priority, found.priority_id).plan_id if kind is PartKind.FOCUS_AREA else found.plan_id
    if owner != plan_id or found.region_id != region.id:
        raise NotFound(missing())
    return found


def text_of(row: Any, name: str) -> str:
    """How one of its texts reads now."""
    return str(getattr(row, name) or "")


def write(row: Any, name: str, text: str) -> None:
    """Put another wording in its place. The row's version counts up, so whoever edits it meanwhile is told."""
    setattr(row, name, text)


def label_of(tree: WholePlan, kind: PartKind, part_id: int, name: str) -> str:
    """A text of a part as it is spoken of.

    Raises:
        NotFound: when there is no such part, or it has no such text.
    """
    for part in outline(tree):
        if (part.kind, part.id) == (kind, part_id) and name in FIELDS[kind]:
            if kind is PartKind.PLAN:
                return str(FIELDS[kind][name])
            return _("%(part)s (%(text)s)", part=part.label, text=str(FIELDS[kind][name]).lower())
    raise NotFound(missing())
