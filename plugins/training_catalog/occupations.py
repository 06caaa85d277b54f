"""Which occupation groups an education leads to, by rules that can be told to anybody.

1. The subject is itself an occupation group: labour market training is coded in SSYK 2012.
2. The title holds a phrase of `data/title_rules.csv`, such as "vård och omsorg": names of programmes that name no occupation.
3. The title names an occupation: words of it, in singular or plural, are a name or synonym of the taxonomy. No stems here: by them
   "Musik" would be a musician and "Matematik" a mathematician.

A provider that keeps its courses here has said what they lead to; then the rules are not asked.

Rules 2 and 3 ask only of school forms that train for work, so that basic adult education leads nowhere, and of higher education
from 30 credits up: "Programmering i Python, 7,5 hp" makes nobody a programmer. A word that could mean more than three groups is no answer.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from flask import current_app
from sqlalchemy import select

from core.db import db
from core.i18n import gettext as _
from core.search.folding import fold
from core.taxonomy.models import OccupationGroup, OccupationTerm, TaxonomyState, TermSource
from plugins.training_catalog.codes import SSYK_SUBJECTS

SUBJECT, PHRASE, TITLE, CONFIRMED = "subject", "phrase", "title", "confirmed"
# The type of a subject by which a provider itself says what its education leads to.
CONFIRMED_SUBJECT = "Samkraft_Occupation"
NO_OCCUPATION = "none"
MAX_GROUPS_OF_A_TERM = 3
MAX_GROUPS = 6
MAX_WORDS = 5
MIN_LENGTH = 5
MIN_HIGHER_CREDITS = 30
# School forms whose titles say what one becomes.
VOCATIONAL = frozenset({"YH", "HS", "VUXGY", "VUX", "FHS", "AUB", "NY", "GY", "AU", ""})
_KEY = "training_catalog_terms"
_PARTS = re.compile(r"[\s/,–-]+")
# What follows one of these is for whom or about what, not what one becomes.
_AUDIENCE = frozenset({"for", "till", "hos", "om", "bland", "med"})


@dataclass(frozen=True, slots=True)
class Lead:
    """An occupation group an education leads to, the rule that says so, and the words it went by."""

    group_code: str
    rule: str
    term: str


@dataclass(frozen=True)
class Terms:
    """The taxonomy as the rules need it: the groups there are with their names, and which of them each word or phrase may mean."""

    revision: int
    groups: Mapping[str, str]
    by_words: Mapping[str, frozenset[str]]


@cache
def _phrases() -> tuple[tuple[str, str, str], ...]:
    """Folded phrase, the phrase as written, and group."""
    with (files("plugins.training_catalog") / "data" / "title_rules.csv").open(encoding="utf-8") as file:
        return tuple((fold(row["phrase"]), row["phrase"], row["group_code"]) for row in csv.DictReader(file))


def taxonomy_revision() -> int:
    """A number that grows when the taxonomy changes, and with it what educations lead to."""
    return db.session.execute(select(TaxonomyState.revision)).scalars().first() or 0


def leads_to(
    terms: Terms, *, title: str, school_form: str, subjects: Sequence[Mapping[str, Any]], credits: float | None = None
) -> list[Lead]:
    """The occupation groups that an education leads to, the surest rule first; at most six.

    Args:
        terms: What the taxonomy calls things now: `known_terms()`, asked once for many educations.
    """
    found: dict[str, Lead] = {}

    def add(code: str, rule: str, term: str) -> None:
        if code in terms.groups:
            found.setdefault(code, Lead(code, rule, term[:200]))

    said = [str(subject.get("code", "")) for subject in subjects if subject.get("type") == CONFIRMED_SUBJECT]
    for code in said:
        if code != NO_OCCUPATION:
            add(code, CONFIRMED, "")
    if said:
        return list(found.values())[:MAX_GROUPS]
    for subject in subjects:
        if subject.get("type") == SSYK_SUBJECTS:
            add(str(subject.get("code", "")), SUBJECT, str(subject.get("code", "")))
    if school_form in VOCATIONAL and not (school_form == "HS" and credits is not None and credits < MIN_HIGHER_CREDITS):
        folded = fold(title)
        for phrase, written, code in _phrases():
            if phrase in folded:
                add(code, PHRASE, written)
        for term, codes in _named(_before_audience(title), terms):
            for code in sorted(codes):
                add(code, TITLE, term)
    return list(found.values())[:MAX_GROUPS]


def reason(rule: str, term: str) -> str:
    """Why an education leads to a group, as one sentence."""
    match rule:
        case "subject":
            return _("Utbildningens ämne är yrkesgruppen (SSYK %(term)s).", term=term)
        case "phrase" | "title":
            return _("Utbildningens namn innehåller ”%(term)s”.", term=term)
        case "confirmed":
            return _("Anordnaren säger att utbildningen leder till yrkesgruppen.")
        case _:
            return ""


def _before_audience(title: str) -> list[str]:
    words = [word.strip("().,:;!?”“\"'") for word in _PARTS.split(title) if fold(word)]
    cut = next((index for index, word in enumerate(words) if index and fold(word) in _AUDIENCE), len(words))
    return words[:cut]


def _named(words: list[str], terms: Terms) -> list[tuple[str, frozenset[str]]]:
    """Terms found in the words, the longest first; a word that has been used is not used again."""
    used: set[int] = set()
    found = []
    for length in range(min(MAX_WORDS, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            place = set(range(start, start + length))
            part = " ".join(words[start : start + length])
            codes = next((terms.by_words[form] for form in _singular(fold(part)) if form in terms.by_words), None)
            if codes and not place & used:
                used |= place
                found.append((part, codes))
    return found


def _singular(folded: str) -> tuple[str, ...]:
    """A folded word or phrase, and what it may be the plural of: underskoterskor, ingenjorer, vaktmastare."""
    if folded.endswith("or"):
        return folded, f"{folded[:-2]}a"
    return (folded, folded[:-2]) if folded.endswith("er") else (folded,)


def known_terms() -> Terms:
    """The taxonomy's terms by their stems, held in the application until the taxonomy changes."""
    revision = taxonomy_revision()
    held: Terms | None = current_app.extensions.get(_KEY)
    if held is None or held.revision != revision:
        held = current_app.extensions[_KEY] = _load(revision)
    return held


def _load(revision: int) -> Terms:
    statement = select(OccupationGroup.code, OccupationGroup.name).where(OccupationGroup.level == 4, OccupationGroup.deprecated.is_(False))
    groups = {str(code): name for code, name in db.session.execute(statement)}
    by_words: dict[str, set[str]] = {}
    named = select(OccupationTerm.term, OccupationTerm.group_code).where(OccupationTerm.source != TermSource.KEYWORD)
    for term, code in db.session.execute(named):
        if len(term) >= MIN_LENGTH and code in groups:
            by_words.setdefault(fold(term), set()).add(code)
    clear = {words: frozenset(codes) for words, codes in by_words.items() if len(codes) <= MAX_GROUPS_OF_A_TERM}
    return Terms(revision, groups, clear)
