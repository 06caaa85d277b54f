"""Reads on occupations, groups and skills."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from core.db import db, get, one_or_none
from core.taxonomy.models import Occupation, OccupationGroup, OccupationTerm, Skill, TaxonomyState
from core.taxonomy.search import SkillSuggestion, Suggestion, resolve, suggest, suggest_skills
from core.taxonomy.terms import STATE_ID

__all__ = [
    "Loaded",
    "SkillSuggestion",
    "Suggestion",
    "ancestors",
    "group",
    "group_or_404",
    "groups",
    "loaded",
    "occupation",
    "occupations_of",
    "resolve",
    "similar_groups",
    "skill",
    "skills",
    "suggest",
    "suggest_skills",
]


@dataclass(frozen=True)
class Loaded:
    """What is loaded: whether the full official sets, which version, and how many rows that are not deprecated."""

    full: bool
    version_label: str
    groups: int
    occupations: int
    terms: int
    skills: int


def group(code: str) -> OccupationGroup | None:
    """A group at any level by its code; None when there is none."""
    return one_or_none(OccupationGroup, code)


def group_or_404(code: str) -> OccupationGroup:
    """A group at any level by its code.

    Raises:
        NotFound: when there is none.
    """
    return get(OccupationGroup, code)


def groups(codes: Sequence[str]) -> dict[str, OccupationGroup]:
    """Several groups by their codes; codes that are unknown are left out."""
    rows = db.session.execute(select(OccupationGroup).where(OccupationGroup.code.in_(set(codes)))).scalars()
    return {row.code: row for row in rows}


def ancestors(code: str) -> list[OccupationGroup]:
    """The groups above one, from the widest (one digit) to its parent; empty for a one-digit or unknown code."""
    above = [code[:length] for length in range(1, len(code))]
    statement = select(OccupationGroup).where(OccupationGroup.code.in_(above)).order_by(OccupationGroup.level)
    return list(db.session.execute(statement).scalars())


def similar_groups(code: str) -> list[OccupationGroup]:
    """The other four-digit groups under the same three-digit group: work so alike that a training may suit both."""
    own = select(OccupationGroup.parent_code).where(OccupationGroup.code == code, OccupationGroup.level == 4).scalar_subquery()
    statement = (
        select(OccupationGroup)
        .where(OccupationGroup.parent_code == own, OccupationGroup.code != code, OccupationGroup.deprecated.is_(False))
        .order_by(OccupationGroup.code)
    )
    return list(db.session.execute(statement).scalars())


def occupation(occupation_id: str) -> Occupation | None:
    """An occupation by its concept id, deprecated ones too; None when there is none."""
    return one_or_none(Occupation, occupation_id)


def occupations_of(group_code: str) -> list[Occupation]:
    """The occupations of a four-digit group that are not deprecated, by name."""
    statement = select(Occupation).where(Occupation.group_code == group_code, Occupation.deprecated.is_(False)).order_by(Occupation.name)
    return list(db.session.execute(statement).scalars())


def skill(skill_id: str) -> Skill | None:
    """A skill by its concept id; None when there is none."""
    return one_or_none(Skill, skill_id)


def skills(skill_ids: Sequence[str]) -> dict[str, Skill]:
    """Several skills by their concept ids; ids that are unknown are left out."""
    return {row.id: row for row in db.session.execute(select(Skill).where(Skill.id.in_(set(skill_ids)))).scalars()}


def loaded() -> Loaded:
    """What is loaded, counted now."""

    def count(statement: object) -> int:
        return int(db.session.execute(statement).scalar_one())  # type: ignore[call-overload]

    row = db.session.execute(select(TaxonomyState).where(TaxonomyState.id == STATE_ID)).scalar_one_or_none()
    return Loaded(
        full=bool(row and row.full),
        version_label=row.version_label if row else "",
        groups=count(select(func.count(OccupationGroup.code)).where(OccupationGroup.level == 4, OccupationGroup.deprecated.is_(False))),
        occupations=count(select(func.count(Occupation.id)).where(Occupation.deprecated.is_(False))),
        terms=count(select(func.count(OccupationTerm.id))),
        skills=count(select(func.count(Skill.id)).where(Skill.deprecated.is_(False))),
    )
