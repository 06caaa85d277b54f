"""Which agreed title a typed title may mean. For the fields of other plugins."""

from __future__ import annotations

from difflib import SequenceMatcher

from core.plugins import TitleHit
from core.regions.models import Region
from core.search.folding import fold
from plugins.role_standards.links import path
from plugins.role_standards.scope import role_scope
from plugins.role_standards.standards.queries import agreed
from plugins.role_standards.titles.queries import confirmed

ALIKE = 0.84  # one or two letters of a title
SHORTEST = 3  # letters before anything but the whole title is looked for
LONGEST = 100


def title_hits(region: Region, query: str, limit: int) -> list[TitleHit]:
    """The standards in force whose title, or a local title, is what was typed, begins with it, holds it or is spelled almost so."""
    typed = fold(query[:LONGEST])
    if not typed:
        return []
    with role_scope(region):
        standards = {each.id: each for each in agreed(region) if each.region_id == region.id}
        if not standards:
            return []
        names = [(fold(each.title), each.title, each.id) for each in standards.values()]
        names += [(row.folded, row.title, row.standard_id) for row in confirmed(region) if row.standard_id in standards]
        best: dict[int, tuple[float, int, str]] = {}
        for folded, shown, number in names:
            if number is None or not (likeness := _likeness(typed, folded)):
                continue
            found = (-likeness, len(shown), shown)
            if number not in best or found < best[number]:
                best[number] = found
        chosen = sorted(best.items(), key=lambda pair: (pair[1], pair[0]))[:limit]
        return [
            TitleHit(
                title=shown,
                standard=standards[number].title,
                occupation_group=standards[number].occupation_group,
                ref=standards[number].ref,
                url=path("standard", region, standard_id=number),
                occupation_id=standards[number].occupation_id,
            )
            for number, (_likeness_, _length, shown) in chosen
        ]


def _likeness(typed: str, title: str) -> float:
    if typed == title:
        return 4.0
    if len(typed) < SHORTEST:
        return 0.0
    if title.startswith(typed):
        return 3.0
    if f" {typed}" in f" {title}":
        return 2.0
    if abs(len(typed) - len(title)) > 3:
        return 0.0
    ratio = SequenceMatcher(None, typed, title).ratio()
    return ratio if ratio >= ALIKE else 0.0
