"""Finding the occupation, the occupation group or the skill that somebody means.

What is searched is held in memory, once per process, and renewed when the terms in the tables have changed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

from flask import current_app
from sqlalchemy import select

from core.db import db
from core.search.folding import fold
from core.search.typeahead import Phrase, Typeahead
from core.taxonomy.models import Occupation, OccupationGroup, OccupationTerm, Skill, TaxonomyState, TermSource
from core.taxonomy.terms import HELD, STATE_ID, names_in

RECHECK_SECONDS = 2.0
# A best suggestion counts as meant when it is at least so good, and so much better than that of the next group:
# an inflection or a beginning, or a plain slip that resembles nothing else.
SURE = ((84.0, 6.0), (66.0, 12.0))
_WEIGHTS = {TermSource.LABEL: 0.0, TermSource.CURATED: 0.0, TermSource.LOCAL: 0.0, TermSource.KEYWORD: -14.0}
GROUP_WEIGHT = -4.0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An occupation, or a group as a whole, that may be meant.

    Args:
        occupation_id: Concept id; None when a whole group is suggested.
        group_code: The four-digit group (SSYK 2012).
        label: The official name of the occupation or group.
        why: "usk → Undersköterska" when another word than the label matched; else empty.
        score: How well it fits, about 0 to 100.
        group_name: The official name of the group.
    """

    occupation_id: str | None
    group_code: str
    label: str
    why: str
    score: float
    group_name: str = ""


@dataclass(frozen=True, slots=True)
class SkillSuggestion:
    """A skill that may be meant; `score` is about 0 to 100."""

    skill_id: str
    label: str
    score: float


@dataclass(frozen=True)
class _Target:
    occupation_id: str | None
    group_code: str
    label: str
    group_name: str
    names: frozenset[str]


@dataclass
class _Held:
    """What one process holds of one application's taxonomy."""

    lock: Lock = field(default_factory=Lock)
    checked_at: float = 0.0
    revision: tuple[int, str] | None = None
    occupations: tuple[Typeahead, dict[str, _Target]] | None = None
    skills: tuple[Typeahead, dict[str, str]] | None = None


def suggest(text: str, limit: int = 8) -> list[Suggestion]:
    """The occupations (and whole groups) that a text may mean, best first; empty for an empty text."""
    index, targets = _occupations()
    found = []
    for hit in index.search(text, limit):
        target = targets[hit.target]
        obvious = fold(hit.phrase) in target.names or fold(target.label).startswith(fold(hit.phrase))
        why = "" if obvious else f"{hit.phrase} → {target.label}"
        found.append(_suggestion(target, why, hit.score))
    return found


def resolve(text: str) -> Suggestion | None:
    """The one occupation or group that a label or text means, or None when that is not sure. For forms posted without a choice.

    A label or a synonym as it stands, if it leads to one group only; else the best suggestion, if it is good and clearly ahead.
    """
    index, targets = _occupations()
    exact = [targets[key] for key in index.exact(text)]
    labelled = [target for target in exact if fold(text) == fold(target.label)]
    for candidates in (labelled, exact):
        if len({target.group_code for target in candidates}) == 1:
            # The occupation rather than the group of the same name.
            meant = next((target for target in candidates if target.occupation_id), candidates[0])
            return _suggestion(meant, "", 100.0)
    if exact:
        return None
    found = suggest(text, 8)
    if not found:
        return None
    best = found[0]
    ahead = best.score - next((other.score for other in found if other.group_code != best.group_code), 0.0)
    return best if any(best.score >= score and ahead >= margin for score, margin in SURE) else None


def suggest_skills(text: str, limit: int = 8) -> list[SkillSuggestion]:
    """The skills that a text may mean, best first."""
    index, labels = _skills()
    return [SkillSuggestion(hit.target, labels[hit.target], hit.score) for hit in index.search(text, limit)]


def forget() -> None:
    """Drop what this process holds, so that the next question reads the tables."""
    current_app.extensions.pop(HELD, None)


def _suggestion(target: _Target, why: str, score: float) -> Suggestion:
    return Suggestion(target.occupation_id, target.group_code, target.label, why, score, target.group_name)


def _held() -> _Held:
    held: _Held = current_app.extensions.setdefault(HELD, _Held())
    now = monotonic()
    if held.revision is None or now - held.checked_at >= RECHECK_SECONDS:
        asked = select(TaxonomyState.revision, TaxonomyState.version_label).where(TaxonomyState.id == STATE_ID)
        row = db.session.execute(asked).one_or_none()
        revision = (row.revision, row.version_label) if row else (0, "")
        with held.lock:
            if held.revision != revision:
                held.revision, held.occupations, held.skills = revision, None, None
            held.checked_at = now
    return held


def _occupations() -> tuple[Typeahead, dict[str, _Target]]:
    held = _held()
    found = held.occupations
    if found is None:
        with held.lock:
            found = held.occupations = held.occupations or _load_occupations()
    return found


def _skills() -> tuple[Typeahead, dict[str, str]]:
    held = _held()
    found = held.skills
    if found is None:
        with held.lock:
            found = held.skills = held.skills or _load_skills()
    return found


def _load_occupations() -> tuple[Typeahead, dict[str, _Target]]:
    live = select(OccupationGroup.code, OccupationGroup.name).where(OccupationGroup.level == 4, OccupationGroup.deprecated.is_(False))
    groups: dict[str, str] = {row.code: row.name for row in db.session.execute(live)}
    targets = {
        f"group:{code}": _Target(None, code, name, name, frozenset({fold(name), fold(name.removesuffix(" m.fl."))}))
        for code, name in groups.items()
    }
    for identity, name, code in db.session.execute(
        select(Occupation.id, Occupation.name, Occupation.group_code).where(Occupation.deprecated.is_(False))
    ):
        targets[identity] = _Target(identity, code, name, groups.get(code, ""), frozenset(fold(part) for part in names_in(name)))
    statement = select(OccupationTerm.term, OccupationTerm.occupation_id, OccupationTerm.group_code, OccupationTerm.source).order_by(
        OccupationTerm.id
    )
    rows = [row for row in db.session.execute(statement) if (row.occupation_id or f"group:{row.group_code}") in targets]
    # An occupation for which many everyday words are listed is a common one: of two that fit alike it comes first.
    common = Counter(row.occupation_id for row in rows if row.source == TermSource.CURATED)
    phrases = [
        Phrase(
            row.term,
            row.occupation_id or f"group:{row.group_code}",
            _WEIGHTS[TermSource(row.source)] + (min(3.0, 0.3 * common[row.occupation_id]) if row.occupation_id else GROUP_WEIGHT),
        )
        for row in rows
    ]
    return Typeahead(phrases), targets


def _load_skills() -> tuple[Typeahead, dict[str, str]]:
    live = select(Skill.id, Skill.name).where(Skill.deprecated.is_(False)).order_by(Skill.name)
    labels: dict[str, str] = {row.id: row.name for row in db.session.execute(live)}
    return Typeahead(Phrase(name, identity) for identity, name in labels.items()), labels
