"""Which focus areas of the region's plan a call fits, and why. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.i18n import gettext as _
from core.plugins import FocusArea
from core.search.folding import fold
from plugins.funding.calls.models import FundingCall

SHORTEST = 4  # letters of a word that says anything


@dataclass(frozen=True)
class Match:
    """A focus area that a call fits, with the reasons in words. `score`: how many things they have in common."""

    area: FocusArea
    reasons: tuple[str, ...]
    score: int


def matches(call: FundingCall, areas: Iterable[FocusArea], group_names: Mapping[str, str]) -> list[Match]:
    """The focus areas that a call fits, the best first.

    Occupation groups in common count double; a key word counts when it, or a word that begins with it, stands in the area's own words.
    """
    found = []
    for area in areas:
        groups = [code for code in call.occupation_groups if code in area.occupation_groups]
        text = fold(f"{area.title} {area.description}").split()
        words = [word for word in call.words if _stands_in(word, text)]
        reasons = []
        if groups:
            reasons.append(_("Båda gäller %(groups)s.", groups=", ".join(group_names.get(code, code) for code in groups)))
        if words:
            reasons.append(_("Fokusområdet nämner %(words)s.", words=", ".join(words)))
        if reasons:
            found.append(Match(area, tuple(reasons), 2 * len(groups) + len(words)))
    return sorted(found, key=lambda match: -match.score)


def _stands_in(word: str, text: list[str]) -> bool:
    parts = [part for part in fold(word).split() if len(part) >= SHORTEST]
    return bool(parts) and all(any(other.startswith(part) for other in text) for part in parts)
