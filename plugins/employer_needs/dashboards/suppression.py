"""What may be published of a round: needs by occupation group, municipality, branch and horizon. Pure functions: no database, no clock.

The published tables are a closed set: the total; one table for each property; and the three tables of two out of occupation,
municipality and horizon. `core.statistics` makes them safe; docs/adr/0026-published-figures.md explains. Horizons are not recoded:
one of few employers is joined with its neighbour.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from core.statistics import FEW, Micro, Published, Total, recode, sums, tables_of, worth_showing

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


def publish(said: Iterable[Said]) -> Published | None:
    """The published tables; None when fewer than three employers have said anything."""
    known = [each for each in said if sum(each.people)]
    whole = sums(("", each.employer, sum(each.people)) for each in known).get("")
    if whole is None or len(whole.employers) < FEW:
        return None
    totals, codes = {}, {}
    for name in ("occupation", "municipality", "section"):
        apart = sums((getattr(each, name), each.employer, sum(each.people)) for each in known)
        codes[name] = recode({value: found.employers for value, found in apart.items()}, {v: found.people for v, found in apart.items()})
        totals[name] = sums((codes[name][getattr(each, name)], each.employer, sum(each.people)) for each in known)
    joined = _joined_horizons(known)
    totals["horizon"] = sums((code, each.employer, _people(each, parts)) for each in known for code, parts in joined.items())
    shown = worth_showing(totals)
    micro, employers = _micro(known, codes, joined)
    return Published(Total(whole.people, len(whole.employers)), shown, tables_of(shown, micro, employers, AXES, PAIRS))


def _joined_horizons(said: Sequence[Said]) -> dict[str, tuple[str, ...]]:
    """The horizons, those of one or two employers joined with a neighbour. A single one when that does not help."""
    partition: tuple[tuple[str, ...], ...]
    for partition in JOINED_HORIZONS:
        counts = [len({each.employer for each in said if _people(each, part)}) for part in partition]
        if all(count == 0 or count >= FEW for count in counts):
            return {JOINED_CODES.get(part, part[0]): part for part in partition}
    return {"0_5": HORIZONS}


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


def _people(said: Said, parts: Sequence[str]) -> int:
    return sum(said.people[HORIZONS.index(part)] for part in parts)
