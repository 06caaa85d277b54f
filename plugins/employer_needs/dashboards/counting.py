"""How needs become figures: pure functions. The same sums are made by SQL in `service.rebuild`; a test compares the two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import NamedTuple

from plugins.employer_needs.dashboards.models import NOW
from plugins.employer_needs.values import NeedState

DIMENSIONS = ("occupation_group", "municipality_code", "level", "section")
HORIZONS = ("0_1", "1_3", "3_5")
COUNTS = ("needs", *(f"needs_{h}" for h in HORIZONS), *(f"people_{h}" for h in HORIZONS), "placements")
EMPLOYERS = ("employers", *(f"employers_{h}" for h in HORIZONS))
UNKNOWN = "-"


def bits(names: Iterable[str]) -> int:
    """Which properties are set, as a number."""
    return sum(1 << DIMENSIONS.index(name) for name in set(names))


# Every property, every pair, and occupation by place by level: with these a page that is narrowed by one property reads cells only.
GROUPINGS = tuple(bits(names) for names in (*(each for size in (0, 1, 2) for each in combinations(DIMENSIONS, size)), DIMENSIONS[:3]))


class Key(NamedTuple):
    """A combination, as the columns stand in the tables."""

    scope: int
    occupation_group: str
    municipality_code: str
    level: str
    section: str


class CellKey(NamedTuple):
    """A combination of some properties; the others are empty."""

    grouping: int
    key: Key


class Stated(NamedTuple):
    """A need as far as it is counted."""

    round_id: int
    state: NeedState
    occupation_group: str | None
    municipality_code: str | None
    level: str | None
    section: str | None
    headcount_0_1: int
    headcount_1_3: int
    headcount_3_5: int
    placements_offered: int


Counts = Counter[str]


def scopes(need: Stated) -> tuple[int, ...]:
    """A need that counts today is in today's figures and in its round's; a replaced one stays in its round's."""
    match need.state:
        case NeedState.PUBLISHED:
            return NOW, need.round_id
        case NeedState.REPLACED:
            return (need.round_id,)
        case _:
            return ()


def shares(needs: Iterable[Stated]) -> dict[Key, Counts]:
    """What one employer's needs come to."""
    found: dict[Key, Counts] = {}
    for need in needs:
        people = (need.headcount_0_1, need.headcount_1_3, need.headcount_3_5)
        for scope in scopes(need):
            place = (need.occupation_group or UNKNOWN, need.municipality_code or UNKNOWN, need.level or UNKNOWN, need.section or UNKNOWN)
            counts = found.setdefault(Key(scope, *place), Counter())
            counts["needs"] += 1
            counts["placements"] += need.placements_offered
            for horizon, number in zip(HORIZONS, people, strict=True):
                counts[f"people_{horizon}"] += number
                counts[f"needs_{horizon}"] += number > 0
    return found


def _cell_keys(key: Key) -> Iterator[CellKey]:
    for grouping in GROUPINGS:
        chosen = (value if grouping >> place & 1 else "" for place, value in enumerate(key[1:]))
        yield CellKey(grouping, Key(key.scope, *chosen))


def cells(of_one_employer: Mapping[Key, Counts]) -> dict[CellKey, Counts]:
    """What one employer adds to each cell: its needs and people, and itself once."""
    found: dict[CellKey, Counts] = {}
    for key, counts in of_one_employer.items():
        for cell in _cell_keys(key):
            found.setdefault(cell, Counter()).update(counts)
    for total in found.values():
        total["employers"] = int(total["needs"] > 0)
        for horizon in HORIZONS:
            total[f"employers_{horizon}"] = int(total[f"needs_{horizon}"] > 0)
    return found


def change(before: Mapping[Key, Counts], after: Mapping[Key, Counts]) -> dict[CellKey, Counts]:
    """What each cell grows by when an employer's share changes. Cells that stay as they are, are left out."""
    old, new = cells(before), cells(after)
    found = {}
    for cell in old.keys() | new.keys():
        grown = Counter(new.get(cell, Counter()))
        grown.subtract(old.get(cell, Counter()))
        if any(grown.values()):
            found[cell] = grown
    return found
