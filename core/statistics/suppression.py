"""Which figures may be published, so that nobody can tell what one or two have said or done. Pure functions: no database, no clock.

The published tables are a closed set: the total; one table for each property; and the tables of two properties. Three steps
make them safe; docs/adr/0026-published-figures.md explains.

1. *Recoding.* Values with fewer than three behind them become one value, "other", which is given company until it has three itself.
   So every total that is published is of three or more, and no total has to be hidden.
2. *Primary suppression.* In the tables of two properties, every cell with fewer than three behind it is hidden, the empty ones too.
3. *Secondary suppression.* More cells are hidden until every hidden cell has a proof (`proofs.py`): another possible world, with
   the same published figures in all tables, in which the cell has another value.

Source: Hundepool et al., Statistical Disclosure Control (2012), chapter 4: minimum frequency rule, hypercube method, linked tables.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from core.statistics.proofs import Cell, Micro, Pattern

FEW = 3  # employers, or people
OTHER = "other"
Pairs = Mapping[str, tuple[int, int]]
Behind = Mapping[tuple[int, str, int, str], set[int]]


@dataclass(frozen=True)
class Total:
    """A published sum: people, and how many employers stand behind it (where people are counted themselves, the same number)."""

    people: int
    employers: int


@dataclass(frozen=True)
class Published:
    """All that is told. In a table of two properties, a figure that is None is not shown.

    Args:
        totals: By property, then by value, which may be `OTHER`. A property that could not be shown is missing.
        tables: By name, then by (row, column). A table that could not be shown is missing.
    """

    whole: Total
    totals: Mapping[str, Mapping[str, Total]] = field(default_factory=dict)
    tables: Mapping[str, Mapping[Cell, int | None]] = field(default_factory=dict)


class Counted(NamedTuple):
    """One person or employer, what they are counted as by three properties, and how many they count for."""

    who: int
    place: tuple[str, str, str]
    people: int = 1


class Sum:
    """People, and those behind them."""

    def __init__(self) -> None:
        self.people = 0
        self.employers: set[int] = set()


def publish(counted: Iterable[Counted], axes: tuple[str, str, str]) -> Published | None:
    """The published tables of people by three properties; None when fewer than three stand behind them.

    Args:
        axes: What the properties are called. The tables of two are called `<first>_<second>`.
    """
    known = [each for each in counted if each.people]
    whole = sums(("", each.who, each.people) for each in known).get("")
    if whole is None or len(whole.employers) < FEW:
        return None
    codes = []
    for axis in range(3):
        apart = sums((each.place[axis], each.who, each.people) for each in known)
        codes.append(
            recode({value: each.employers for value, each in apart.items()}, {value: each.people for value, each in apart.items()})
        )
    micro: Micro = defaultdict(int)
    behind: dict[tuple[int, str, int, str], set[int]] = defaultdict(set)
    pairs = {f"{axes[first]}_{axes[second]}": (first, second) for first, second in ((0, 1), (0, 2), (1, 2))}
    placed = [(each, (codes[0][each.place[0]], codes[1][each.place[1]], codes[2][each.place[2]])) for each in known]
    for each, place in placed:
        micro[place] += each.people
        for first, second in pairs.values():
            behind[first, place[first], second, place[second]].add(each.who)
    shown = worth_showing({name: sums((place[n], each.who, each.people) for each, place in placed) for n, name in enumerate(axes)})
    return Published(Total(whole.people, len(whole.employers)), shown, tables_of(shown, dict(micro), behind, axes, pairs))


def recode(employers: Mapping[str, Collection[int]], people: Mapping[str, int]) -> dict[str, str]:
    """What each value is called in the published tables: itself, or `OTHER`.

    A value with fewer than three behind it is never shown, and never the only one that is not: what is left when the shown ones are
    taken from the total is of three or more. The smallest of the others keep it company.
    """
    hidden = {value for value, found in employers.items() if len(found) < FEW}
    company = sorted(employers.keys() - hidden, key=lambda value: (people[value], value), reverse=True)
    while hidden and company and len(set().union(*(employers[value] for value in hidden))) < FEW:
        hidden.add(company.pop())
    return {value: OTHER if value in hidden else value for value in employers}


def worth_showing(found: Mapping[str, Mapping[str, Sum]]) -> dict[str, dict[str, Total]]:
    """The totals of the properties that have more than one value."""
    return {
        name: {value: Total(values[value].people, len(values[value].employers)) for value in sorted(values)}
        for name, values in found.items()
        if len(values) > 1
    }


def tables_of(
    totals: Mapping[str, Mapping[str, Total]], micro: Micro, behind: Behind, axes: Sequence[str], pairs: Pairs
) -> dict[str, dict[Cell, int | None]]:
    """The tables of two properties that can be made safe. Where a hidden cell of a failed table could be found out, none is shown.

    Args:
        totals: What is published of each property: its values are the tables' rows and columns.
        behind: Those behind each cell, by (property, row, property, column).
        axes: What the three properties are called in `totals`.
        pairs: The tables, and which two properties each has.
    """
    found: dict[str, dict[Cell, int | None]] = {}
    for name, (first, second) in pairs.items():
        if axes[first] not in totals or axes[second] not in totals:
            continue
        rows, columns = list(totals[axes[first]]), list(totals[axes[second]])
        cells = {(row, column): behind.get((first, row, second, column), set()) for row in rows for column in columns}
        pattern = Pattern(micro, (first, second), rows, columns, cells, FEW)
        if pattern.protect():
            found[name] = {cell: None if cell in pattern.hidden else pattern.value(cell) for cell in cells}
        elif not Pattern(micro, (first, second), rows, columns, cells, FEW, everything=True).is_protected():
            return {}
    return found


def sums(rows: Iterable[tuple[str, int, int]]) -> dict[str, Sum]:
    """Rows of value, who and people, summed by value. Where there is nobody there is nothing to sum."""
    found: dict[str, Sum] = defaultdict(Sum)
    for value, who, people in rows:
        if people:
            found[value].people += people
            found[value].employers.add(who)
    return dict(found)
