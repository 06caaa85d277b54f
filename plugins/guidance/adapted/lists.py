"""Reads on check-lists: the ready-made ones, with what the region has changed, translated, hidden and added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from core.db import db, get
from core.errors import NotFound
from core.i18n import gettext as _
from core.i18n import language
from core.regions.models import Region
from plugins.guidance.adapted.models import Checklist, ChecklistStep
from plugins.guidance.adapted.ready_made import LANGUAGES as READY_LANGUAGES
from plugins.guidance.adapted.ready_made import ready_lists

Rows = Mapping[str, Mapping[str, Checklist]]


@dataclass(frozen=True)
class Listed:
    """A check-list as the region shows it, in one language.

    Args:
        language: The language that the text is in.
        languages: All that it can be read in, Swedish first.
        is_ready: Whether it stands in the ready-made set.
        own: The row with the region's own text in the language, if it has one.
        is_behind: The region has changed the Swedish text; this translation is still of the ready-made one.
    """

    code: str
    title: str
    intro: str
    language: str
    languages: Sequence[str]
    position: int = 0
    is_hidden: bool = False
    is_general: bool = False
    is_ready: bool = False
    own: Checklist | None = None
    is_behind: bool = False


def rows(region: Region) -> dict[str, dict[str, Checklist]]:
    """What the region has changed or added, by code and language."""
    found: dict[str, dict[str, Checklist]] = {}
    for row in db.session.execute(select(Checklist).where(Checklist.region_id == region.id)).scalars():
        found.setdefault(row.code, {})[row.language] = row
    return found


def lists(region: Region, *, hidden: bool = False) -> list[Listed]:
    """The region's check-lists in its order, in the reader's language where there is one; the hidden ones only when asked for."""
    own = rows(region)
    found = [_listed(code, own.get(code, {}), language()) for code in dict.fromkeys([*ready_lists(), *own])]
    shown = [each for each in found if each is not None and (hidden or not each.is_hidden)]
    return sorted(shown, key=lambda each: (each.position, each.title))


def checklist(region: Region, code: str, tongue: str, *, hidden: bool = False) -> Listed:
    """One check-list, in a language if it has it, otherwise in Swedish.

    Raises:
        NotFound: when there is none, or it is hidden.
    """
    wanted = select(Checklist).where(Checklist.region_id == region.id, Checklist.code == code)
    own = {row.language: row for row in db.session.execute(wanted).scalars()}
    found = _listed(code, own, tongue)
    if found is None or (found.is_hidden and not hidden):
        raise NotFound(_missing())
    return found


def _listed(code: str, own: Mapping[str, Checklist], tongue: str) -> Listed | None:
    ready, base = ready_lists().get(code), own.get("sv")
    texts = {name: row for name, row in own.items() if row.title}
    if ready is None and "sv" not in texts:
        return None
    languages = list(dict.fromkeys(["sv", *(READY_LANGUAGES if ready else ()), *sorted(texts)]))
    shown = tongue if tongue in languages else "sv"
    row = texts.get(shown)
    if row is not None:
        title, intro = row.title, row.intro
    else:
        assert ready is not None
        title, intro = ready.titles[shown], ready.intros[shown]
    return Listed(
        code=code,
        title=title,
        intro=intro,
        language=shown,
        languages=languages,
        position=base.position if base is not None and base.position else ready.position if ready else 0,
        is_hidden=bool(base and base.is_hidden),
        is_general=base.is_general if base is not None and base.title else bool(ready and ready.is_general),
        is_ready=ready is not None,
        own=row,
        is_behind=row is None and shown != "sv" and "sv" in texts,
    )


def steps(of: Listed) -> Sequence[Any]:
    """The steps of a check-list in its language, in order: the region's own, or the ready-made ones."""
    if of.own is not None:
        return own_steps(of.own)
    return ready_lists()[of.code].steps[of.language]


def own_steps(row: Checklist, *, lock: bool = False) -> Sequence[ChecklistStep]:
    """The steps of a list in the region's own words."""
    wanted = select(ChecklistStep).where(ChecklistStep.checklist_id == row.id).order_by(ChecklistStep.position, ChecklistStep.id)
    return db.session.execute(wanted.with_for_update() if lock else wanted).scalars().all()


def own_row(region: Region, code: str, tongue: str, *, lock: bool = False) -> Checklist:
    """The region's own text of a list in a language.

    Raises:
        NotFound: when it has none.
    """
    wanted = select(Checklist).where(Checklist.region_id == region.id, Checklist.code == code, Checklist.language == tongue)
    found = db.session.execute(wanted.with_for_update() if lock else wanted).scalar_one_or_none()
    if found is None or not found.title:
        raise NotFound(_missing())
    return found


def step(step_id: int, *, lock: bool = False) -> tuple[Checklist, ChecklistStep]:
    """A step of the region's own, and its list.

    Raises:
        NotFound: when there is none.
    """
    found = get(ChecklistStep, step_id, lock=lock)
    return get(Checklist, found.checklist_id), found


def _missing() -> str:
    return _("Checklistan finns inte. Den kan ha tagits bort eller dolts.")
