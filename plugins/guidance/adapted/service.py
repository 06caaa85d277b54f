"""What can be done with needs and check-lists. Nothing here commits, and nothing tells who chose what."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from core.audit.service import record
from core.db import db, sort_key
from core.errors import Conflict, DomainError, NotFound
from core.i18n import gettext as _
from core.regions.models import Region
from plugins.guidance.adapted import lists, needs
from plugins.guidance.adapted.models import CODE_LENGTH, AdaptedNeed, Checklist, ChecklistStep
from plugins.guidance.adapted.ready_made import STEP, ready_lists, ready_needs

MAX_NEEDS, MAX_LISTS, MAX_STEPS = 60, 60, 30


def _code(title: str, taken: Collection[str]) -> str:
    """A name in addresses, unlike every other."""
    plain = re.sub(r"[^a-z0-9]+", "-", sort_key(title).translate(str.maketrans("{|}", "aao"))).strip("-")[: CODE_LENGTH - 4].strip("-")
    plain = plain or "egen"
    return next(code for code in (plain, *(f"{plain}-{number}" for number in range(2, len(taken) + 3))) if code not in taken)


def save_need(*, region: Region, row: AdaptedNeed | None, code: str, facts: Mapping[str, Any]) -> AdaptedNeed:
    """Write a need in the region's own words. Without a code it is a new one.

    Raises:
        DomainError: when the region has as many as it can have.
    """
    if row is None:
        there = needs.needs(region, hidden=True)
        if not code:
            if len(there) >= MAX_NEEDS:
                raise DomainError(_("Det finns redan %(n)s behov. Ta bort något först.", n=MAX_NEEDS))
            code = _code(facts["title"], {each.code for each in there} | set(ready_needs()))
        place = next((each.position for each in there if each.code == code), max((each.position for each in there), default=0) + 10)
        row = AdaptedNeed(region_id=region.id, code=code, position=place)
        db.session.add(row)
    for name, value in facts.items():
        setattr(row, name, value)
    db.session.flush()
    record("guidance.need.saved", region=region, subject=row.ref, title=row.title)
    return row


def remove_need(*, region: Region, row: AdaptedNeed) -> None:
    """Take the region's own words away. A ready-made need is then as it was made; one of the region's own is gone."""
    record("guidance.need.removed", region=region, subject=row.ref, title=row.title, ready=row.code in ready_needs())
    db.session.delete(row)
    db.session.flush()


def arrange(*, region: Region, kind: str, code: str, move: str) -> None:
    """Hide or show a need or a check-list, or move it one step up or down.

    Args:
        kind: "needs" or "lists".
        move: "hide", "show", "up" or "down".

    Raises:
        NotFound: when there is none with the code.
    """
    shown: Sequence[Any] = needs.needs(region, hidden=True) if kind == "needs" else lists.lists(region, hidden=True)
    codes = [each.code for each in shown]
    if code not in codes:
        raise NotFound(_("Det finns inte längre. Läs in sidan igen."))
    held = _held(region, kind, codes if move in ("up", "down") else [code], {each.code: each.position for each in shown})
    if move in ("up", "down"):
        at = codes.index(code)
        other = at + (-1 if move == "up" else 1)
        if not 0 <= other < len(codes):
            return
        codes[at], codes[other] = codes[other], codes[at]
        for number, each in enumerate(codes, 1):
            held[each].position = 10 * number
    else:
        held[code].is_hidden = move == "hide"
    db.session.flush()
    title = next(each.title for each in shown if each.code == code)
    record("guidance.adapted.arranged", region=region, subject=held[code].ref, title=title, move=move)


def _held(region: Region, kind: str, codes: Sequence[str], positions: Mapping[str, int]) -> dict[str, Any]:
    """The rows that say how things stand; those of ready-made things are made when they are needed."""
    found: dict[str, Any] = {}
    if kind == "needs":
        there: Mapping[str, Any] = needs.rows(region)
    else:
        there = {code: row["sv"] for code, row in lists.rows(region).items() if "sv" in row}
    for code in codes:
        row = there.get(code)
        if row is None:
            row = (AdaptedNeed if kind == "needs" else Checklist)(region_id=region.id, code=code, position=positions[code])
            db.session.add(row)
        found[code] = row
    db.session.flush()
    return found


def save_list(*, region: Region, row: Checklist | None, facts: Mapping[str, Any]) -> Checklist:
    """Begin a check-list in Swedish, or change the words of one.

    Raises:
        DomainError: when the region has as many as it can have.
    """
    if row is None:
        there = lists.lists(region, hidden=True)
        if len(there) >= MAX_LISTS:
            raise DomainError(_("Det finns redan %(n)s checklistor. Ta bort någon först.", n=MAX_LISTS))
        taken = {each.code for each in there} | set(ready_lists())
        row = Checklist(
            region_id=region.id, code=_code(facts["title"], taken), position=max((each.position for each in there), default=0) + 10
        )
        db.session.add(row)
    for name, value in facts.items():
        setattr(row, name, value)
    db.session.flush()
    record("guidance.checklist.saved", region=region, subject=row.ref, title=row.title, language=row.language)
    return row


def own_list(*, region: Region, code: str, language: str) -> Checklist:
    """Make a text of the region's own from the one that is shown: to change, or to translate.

    Raises:
        NotFound: when there is no such list.
        Conflict: when the region has one already in the language.
    """
    shown = lists.checklist(region, code, language, hidden=True)
    if shown.own is not None and shown.language == language:
        raise Conflict(_("Det finns redan en egen text på språket. Ändra den i stället."))
    row = lists.rows(region).get(code, {}).get(language)
    if row is None:
        row = Checklist(region_id=region.id, code=code, language=language, position=shown.position if language == "sv" else 0)
        db.session.add(row)
    row.title, row.intro, row.is_general = shown.title, shown.intro, shown.is_general
    db.session.flush()
    for number, each in enumerate(lists.steps(shown), 1):
        facts = {name: getattr(each, name) for name in STEP}
        db.session.add(ChecklistStep(region_id=region.id, checklist_id=row.id, position=10 * number, **facts))
    db.session.flush()
    record("guidance.checklist.saved", region=region, subject=row.ref, title=row.title, language=language)
    return row


def remove_list(*, region: Region, row: Checklist) -> None:
    """Take the region's own text away. A ready-made list is then as it was made; of one of the region's own, the Swedish text takes
    its translations with it.
    """
    record("guidance.checklist.removed", region=region, subject=row.ref, title=row.title, language=row.language)
    same = lists.rows(region).get(row.code, {})
    if row.language == "sv" and row.code in ready_lists():
        for step in lists.own_steps(row, lock=True):
            db.session.delete(step)
        row.title, row.intro = "", ""  # where it stands, and whether it is hidden, holds still
    else:
        for each in same.values() if row.language == "sv" else [row]:
            db.session.delete(each)
    db.session.flush()


def save_step(*, region: Region, row: Checklist, step: ChecklistStep | None, facts: Mapping[str, Any]) -> ChecklistStep:
    """Add a step last on a list, or change one.

    Raises:
        DomainError: when the list is full.
    """
    if step is None:
        there = lists.own_steps(row)
        if len(there) >= MAX_STEPS:
            raise DomainError(_("Listan har redan %(n)s steg. Ta bort något först.", n=MAX_STEPS))
        step = ChecklistStep(region_id=region.id, checklist_id=row.id, position=max((each.position for each in there), default=0) + 10)
        db.session.add(step)
    for name, value in facts.items():
        setattr(step, name, value)
    db.session.flush()
    record("guidance.checklist_step.saved", region=region, subject=row.ref, title=step.title, list=row.title)
    return step


def move_step(*, region: Region, row: Checklist, step: ChecklistStep, move: str) -> None:
    """Move a step up or down, or take it away."""
    there = list(lists.own_steps(row, lock=True))
    if move == "remove":
        record("guidance.checklist_step.removed", region=region, subject=row.ref, title=step.title, list=row.title)
        db.session.delete(step)
    else:
        at = there.index(step)
        other = at + (-1 if move == "up" else 1)
        if not 0 <= other < len(there):
            return
        there[at], there[other] = there[other], there[at]
        for number, each in enumerate(there, 1):
            each.position = 10 * number
        record("guidance.checklist_step.moved", region=region, subject=row.ref, title=step.title, list=row.title)
    db.session.flush()
