"""Writes a checked delivery to the tables: adds, updates, and marks as deprecated what is no longer in it. Never deletes, never commits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select

from core.db import db, utcnow
from core.search.folding import fold
from core.taxonomy.importer.records import Delivery, Progress
from core.taxonomy.models import Occupation, OccupationGroup, Skill, TermSource
from core.taxonomy.terms import Term, refresh_terms, replace_terms, state, touch


@dataclass
class Outcome:
    """What became of one kind of record."""

    what: str
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    deprecated: int = 0


def silent(_label: str, items: Iterable[Any], _length: int) -> Iterator[Any]:
    """No progress shown."""
    yield from items


def apply(delivery: Delivery, *, version_label: str, progress: Progress = silent) -> list[Outcome]:
    """Bring the tables up to a delivery. The caller opens the transaction.

    Args:
        delivery: What was read; already checked.
        version_label: What this edition is called, at most 40 characters; stored with every row.
        progress: Wraps an iteration to show how far it has come: label, items, how many.

    Returns:
        One outcome each for groups, occupations, skills (if delivered) and search terms.
    """
    outcomes = [
        _apply(
            OccupationGroup,
            "groups",
            "code",
            # By length of code, so that a parent is written before its children.
            [
                {
                    "code": group.code,
                    "level": len(group.code),
                    "name": group.name,
                    "definition": group.definition,
                    "parent_code": group.parent_code,
                    "concept_id": group.concept_id,
                }
                for group in sorted(delivery.groups, key=lambda group: (len(group.code), group.code))
            ],
            version_label,
            progress,
        ),
        _apply(
            Occupation,
            "occupations",
            "id",
            [{"id": row.id, "name": row.name, "group_code": row.group_code} for row in delivery.occupations],
            version_label,
            progress,
        ),
    ]
    if delivery.skills is not None:
        skills = {skill.id: {"id": skill.id, "name": skill.name, "folded": fold(skill.name)[:200]} for skill in delivery.skills}
        outcomes.append(_apply(Skill, "skills", "id", list(skills.values()), version_label, progress))
    outcomes.append(Outcome("search terms", updated=_apply_terms(delivery, progress)))
    row = state()
    row.full, row.version_label, row.imported_at = True, version_label, utcnow()
    if any(outcome.added or outcome.updated or outcome.deprecated for outcome in outcomes):
        touch()
    db.session.flush()
    return outcomes


def _apply(model: Any, what: str, key: str, wanted: list[dict[str, Any]], version_label: str, progress: Progress) -> Outcome:
    outcome = Outcome(what)
    known = {getattr(row, key): row for row in db.session.execute(select(model)).scalars()}
    new: list[dict[str, Any]] = []
    for values in progress(what, wanted, len(wanted)):
        row = known.pop(values[key], None)
        if row is None:
            new.append({**values, "taxonomy_version": version_label, "deprecated": False})
            continue
        differs = row.deprecated or any(getattr(row, name) != value for name, value in values.items())
        if differs:
            for name, value in values.items():
                setattr(row, name, value)
            row.deprecated = False
            outcome.updated += 1
        else:
            outcome.unchanged += 1
        row.taxonomy_version = version_label
    db.session.flush()
    if new:
        db.session.execute(insert(model), new)
    outcome.added = len(new)
    for row in known.values():
        if not row.deprecated:
            row.deprecated = True
            outcome.deprecated += 1
    db.session.flush()
    return outcome


def _apply_terms(delivery: Delivery, progress: Progress) -> int:
    steps: list[TermSource | None] = [None]
    if delivery.keywords is not None:
        steps.append(TermSource.KEYWORD)
    changed = 0
    groups = {row.id: row.group_code for row in delivery.occupations}
    for step in progress("search terms", steps, len(steps)):
        if step is None:
            changed += refresh_terms()
        else:
            known = (word for word in delivery.keywords or () if word.occupation_id in groups)
            words = [Term(word.term, groups[word.occupation_id], word.occupation_id) for word in known]
            changed += replace_terms(TermSource.KEYWORD, words)
    return changed
