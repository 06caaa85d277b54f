"""Which figures may be published, so that nobody can tell what one or two employers have said. Pure functions: no database, no clock.

The published tables are a closed set: the total; one table each for occupation group, municipality, branch and horizon; and the three
tables of two out of occupation, municipality and horizon. Three steps make them safe; docs/adr/0026-published-figures.md explains.

1. *Recoding.* Values with fewer than three employers become one value, "other", which is given company until it has three itself.
   So every total that is published is of three employers or more, and no total has to be hidden.
2. *Primary suppression.* In the tables of two properties, every cell with fewer than three employers is hidden, the empty ones too.
3. *Secondary suppression.* More cells are hidden until every hidden cell has a proof (`proofs.py`): another possible world, with
   the same published figures in all tables, in which the cell has another value.

Source: Hundepool et al., Statistical Disclosure Control (2012), chapter 4: minimum frequency rule, hypercube method, linked tables.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from plugins.employer_needs.dashboards.proofs import Cell, Micro, Pattern

FEW = 3  # employers
OTHER = "other"
AXES = ("occupation", "municipality", "horizon")  # of the tables of two properties
PAIRS = {"occupation_municipality": (0, 1), "occupation_horizon": (0, 2), "municipality_horizon": (1, 2)}
HORIZONS = ("0_1", "1_3", "3_5")
JOINED_HORIZONS = ((("0_1",), ("1_3",), ("3_5",)), (("0_1",), ("1_3", "3_5")), (("0_1", "1_3"), ("3_5",)))
JOINED_CODES: dict[tuple[str, ...], str] = {("1_3", "3_5"): "1_5", ("0_1", "1_3"): "0_3"}


class Said(NamedTuple):
    """What one employer needs of one occupation group in one municipality, in people per horizon."""

    employer: int
    occupation: str
    municipality: str
    section: str
    people: tuple[int, int, int]


@dataclass(frozen=True)
class Total:
    """A published sum: people, and how many employers stand behind it."""

    people: int
    employers: int


@dataclass(frozen=True)
class Published:
    """All that is told of a round. In a table of two properties, a figure that is None is not shown.

    Args:
        totals: By property, then by value, which may be `OTHER`. A property that could not be shown is missing.
        tables: By name, then by (row, column). A table that could not be shown is missing.
    """

    whole: Total
    totals: Mapping[str, Mapping[str, Total]] = field(default_factory=dict)
    tables: Mapping[str, Mapping[Cell, int | None]] = field(default_factory=dict)


def publish(said: Iterable[Said]) -> Published | None:
    """The published tables; None when fewer than three employers have said anything."""
    known = [each for each in said if sum(each.people)]
    whole = _sums(("", each.employer, sum(each.people)) for each in known).get("")
    if whole is None or len(whole.employers) < FEW:
        return None
    totals, codes = {}, {}
    for name in ("occupation", "municipality", "section"):
        apart = _sums((getattr(each, name), each.employer, sum(each.people)) for each in known)
        codes[name] = recode({value: found.employers for value, found in apart.items()}, {v: found.people for v, found in apart.items()})
        totals[name] = _sums((codes[name][getattr(each, name)], each.employer, sum(each.people)) for each in known)
    joined = _joined_horizons(known)
    totals["horizon"] = _sums((code, each.employer, _people(each, parts)) for each in known for code, parts in joined.items())
    shown = {
        name: {value: Total(found[value].people, len(found[value].employers)) for value in sorted(found)}
        for name, found in totals.items()
        if len(found) > 1
    }
    micro, employers = _micro(known, codes, joined)
    return Published(Total(whole.people, len(whole.employers)), shown, _tables(shown, micro, employers))


def recode(employers: Mapping[str, Collection[int]], people: Mapping[str, int]) -> dict[str, str]:
    """What each value is called in the published tables: itself, or `OTHER`.

    A value of fewer than three employers is never shown, and never the only one that is not: what is left when the shown ones are
    taken from the total is of three employers or more. The smallest of the others keep it company.
    """
    hidden = {value for value, found in employers.items() if len(found) < FEW}
    company = sorted(employers.keys() - hidden, key=lambda value: (people[value], value), reverse=True)
    while hidden and company and len(set().union(*(employers[value] for value in hidden))) < FEW:
        hidden.add(company.pop())
    return {value: OTHER if value in hidden else value for value in employers}


def _joined_horizons(said: Sequence[Said]) -> dict[str, tuple[str, ...]]:
    """The horizons, those of one or two employers joined with a neighbour. A single one when that does not help."""
    partition: tuple[tuple[str, ...], ...]
    for partition in JOINED_HORIZONS:
        counts = [len({each.employer for each in said if _people(each, part)}) for part in partition]
        if all(count == 0 or count >= FEW for count in counts):
            return {JOINED_CODES.get(part, part[0]): part for part in partition}
    return {"0_5": HORIZONS}


def _tables(
    totals: Mapping[str, Mapping[str, Total]], micro: Micro, employers: Mapping[tuple[int, str, int, str], set[int]]
) -> dict[str, dict[Cell, int | None]]:
    """The tables of two properties that can be made safe. Where a hidden cell of a failed table could be found out, none is shown."""
    found: dict[str, dict[Cell, int | None]] = {}
    for name, (first, second) in PAIRS.items():
        if AXES[first] not in totals or AXES[second] not in totals:
            continue
        rows, columns = list(totals[AXES[first]]), list(totals[AXES[second]])
        behind = {(row, column): employers.get((first, row, second, column), set()) for row in rows for column in columns}
        pattern = Pattern(micro, (first, second), rows, columns, behind, FEW)
        if pattern.protect():
            found[name] = {cell: None if cell in pattern.hidden else pattern.value(cell) for cell in behind}
        elif not Pattern(micro, (first, second), rows, columns, behind, FEW, everything=True).is_protected():
            return {}
    return found


def _micro(
    said: Sequence[Said], codes: Mapping[str, Mapping[str, str]], joined: Mapping[str, Sequence[str]]
) -> tuple[Micro, dict[tuple[int, str, int, str], set[int]]]:
    """People per occupation, municipality and horizon as they are published; and the employers of each cell of two of them."""
    micro: Micro = defaultdict(int)
    employers: dict[tuple[int, str, int, str], set[int]] = defaultdict(set)
    for each in said:
        for code, parts in joined.items():
            people = _people(each, parts)
            if not people:
                continue
            place = (codes["occupation"][each.occupation], codes["municipality"][each.municipality], code)
            micro[place] += people
            for first, second in PAIRS.values():
                employers[first, place[first], second, place[second]].add(each.employer)
    return dict(micro), employers


class _Sum:
    """People, and the employers behind them."""

    def __init__(self) -> None:
        self.people = 0
        self.employers: set[int] = set()


def _sums(rows: Iterable[tuple[str, int, int]]) -> dict[str, _Sum]:
    """Rows of value, employer and people, summed by value. Where nobody is needed there is nothing to sum."""
    found: dict[str, _Sum] = defaultdict(_Sum)
    for value, employer, people in rows:
        if people:
            found[value].people += people
            found[value].employers.add(employer)
    return dict(found)


def _people(said: Said, parts: Sequence[str]) -> int:
    return sum(said.people[HORIZONS.index(part)] for part in parts)
