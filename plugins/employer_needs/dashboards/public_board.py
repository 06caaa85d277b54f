"""What the public page shows: the published tables of a round, whole or narrowed, in words and rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from core.i18n import gettext as _
from core.i18n import ngettext
from core.regions.models import Region
from core.statistics import OTHER
from core.web.format import format_number
from plugins.employer_needs.dashboards import labels, published
from plugins.employer_needs.dashboards.models import PublishedCell
from plugins.employer_needs.dashboards.published import Issue
from plugins.employer_needs.dashboards.suppression import PAIRS

# What the tables call the properties, and what everything else does.
COLUMNS = {"occupation": "occupation_group", "municipality": "municipality_code", "section": "section", "horizon": "horizon"}
ONE = tuple(COLUMNS)
PICKED = ("occupation", "municipality", "horizon")  # what the page can be narrowed by
MOST_ISSUES = 8
SERIES = 4


@dataclass(frozen=True)
class Line:
    """A row of a published table. `people` is None where the figure is not shown; `employers` where it is not told."""

    value: str
    name: str
    people: int | None
    employers: int | None = None
    before: int | None = None

    @property
    def change(self) -> int | None:
        """Since the round before, when both figures are published."""
        return None if self.people is None or self.before is None else self.people - self.before


@dataclass(frozen=True)
class PublicBoard:
    """Everything on the public page. `lines` by property; `people` is None where the chosen figure is not shown."""

    issue: Issue
    before: Issue | None
    chosen: Mapping[str, str]
    people: int | None
    employers: int | None
    lines: Mapping[str, Sequence[Line]]
    options: Mapping[str, Sequence[tuple[str, str]]]
    series: Sequence[tuple[str, Sequence[int | None]]] = ()
    unknown: bool = field(default=False)


def public_board(region: Region, issues: Sequence[Issue], issue: Issue, chosen: Mapping[str, str]) -> PublicBoard:
    """Read the page. Of what is not published, nothing is read either.

    Args:
        chosen: Values by property: occupation, municipality, horizon.
    """
    before = next(iter(issues[issues.index(issue) + 1 :]), None)
    shown = [each.publication.id for each in issues[:MOST_ISSUES]]
    wanted = list(dict.fromkeys([issue.publication.id, *([before.publication.id] if before else []), *shown]))
    whole = published.cells(region, wanted, ONE)
    names = _names(whole.values())
    options = {name: _options(whole.get((issue.publication.id, name), ()), names[name]) for name in PICKED}
    known = all(any(cell.row == value for cell in whole.get((issue.publication.id, name), ())) for name, value in chosen.items())
    if not known or len(chosen) > 2:
        return PublicBoard(issue, before, chosen, None, None, {}, options, unknown=True)
    if not chosen:
        lines = {name: _lines(name, issue, before, whole, names[name]) for name in ONE if (issue.publication.id, name) in whole}
        total = issue.publication
        series = _series(issues, whole, names["occupation"])
        return PublicBoard(issue, before, chosen, total.people, total.employers, lines, options, series)
    if len(chosen) == 1:
        ((name, value),) = chosen.items()
        (own,) = (cell for cell in whole[issue.publication.id, name] if cell.row == value)
        return PublicBoard(issue, before, chosen, own.people, own.employers, _narrowed(region, issue, name, value, names), options)
    return PublicBoard(issue, before, chosen, _single(region, issue, chosen), None, {}, options)


def _names(found: Iterable[Sequence[PublishedCell]]) -> dict[str, Mapping[str, str]]:
    values: dict[str, set[str]] = {name: set() for name in ONE}
    for cells in found:
        for cell in cells:
            values[cell.table].add(cell.row)
    return {name: labels.names(COLUMNS[name], sorted(known)) for name, known in values.items()}


def _options(cells: Sequence[PublishedCell], names: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted(((cell.row, names[cell.row]) for cell in cells if cell.row != OTHER), key=lambda pair: pair[1])


def _order(name: str, lines: Iterable[Line]) -> list[Line]:
    """Horizons in time; other properties by people, what is put together and what is not shown last."""
    if name == "horizon":
        return sorted(lines, key=lambda line: line.value)
    return sorted(lines, key=lambda line: (line.value == OTHER, line.people is None, -(line.people or 0), line.name))


def _lines(
    name: str, issue: Issue, before: Issue | None, whole: Mapping[tuple[int, str], Sequence[PublishedCell]], names: Mapping[str, str]
) -> list[Line]:
    earlier = whole.get((before.publication.id, name), ()) if before else ()
    then = {cell.row: cell.people for cell in earlier if cell.row != OTHER}
    cells = whole[issue.publication.id, name]
    return _order(name, (Line(cell.row, names[cell.row], cell.people, cell.employers, then.get(cell.row)) for cell in cells))


def _narrowed(region: Region, issue: Issue, name: str, value: str, names: Mapping[str, Mapping[str, str]]) -> dict[str, list[Line]]:
    """The other properties of one value: a row or a column of each table that has it."""
    found = {}
    for other in PICKED:
        if other == name:
            continue
        table, is_row = published.pair_of(name, other)
        if table not in issue.tables:
            continue
        narrowed = {"row": value} if is_row else {"column": value}
        cells = published.cells(region, [issue.publication.id], [table], **narrowed).get((issue.publication.id, table), [])
        values = [(cell.column if is_row else cell.row, cell.people) for cell in cells]
        found[other] = _order(other, (Line(each, names[other].get(each, each), people) for each, people in values))
    return found


def _single(region: Region, issue: Issue, chosen: Mapping[str, str]) -> int | None:
    first, second = chosen
    table, is_row = published.pair_of(first, second)
    row, column = (chosen[first], chosen[second]) if is_row else (chosen[second], chosen[first])
    cells = published.cells(region, [issue.publication.id], [table], row=row, column=column)
    return next((cell.people for cell in cells.get((issue.publication.id, table), ())), None)


def _series(
    issues: Sequence[Issue], whole: Mapping[tuple[int, str], Sequence[PublishedCell]], names: Mapping[str, str]
) -> list[tuple[str, list[int | None]]]:
    """People per published round, oldest first: the groups that the last one has most of. A gap where it was not shown."""
    rounds = list(reversed(issues[:MOST_ISSUES]))
    if len(rounds) < 2:
        return []
    people = [
        {cell.row: cell.people for cell in whole.get((each.publication.id, "occupation"), ()) if cell.row != OTHER} for each in rounds
    ]
    largest = sorted(people[-1], key=lambda code: (-(people[-1][code] or 0), code))[:SERIES]
    return [(names[code], [found.get(code) for found in people]) for code in largest]


def top_finding(lines: Sequence[Line]) -> str:
    """The largest that is shown, in words."""
    line = next((line for line in lines if line.people and line.value != OTHER), None)
    if line is None:
        return _("Siffrorna är för små för att visas var för sig.")
    people = ngettext("%(n)s person", "%(n)s personer", line.people or 0, n=format_number(line.people or 0))
    if line.employers is None:
        return _("%(name)s: %(people)s, mest av det som visas.", name=line.name, people=people)
    return _("%(name)s: %(people)s hos %(employers)s arbetsgivare.", name=line.name, people=people, employers=format_number(line.employers))


def pair_tables(issue: Issue) -> list[str]:
    """The published tables of two properties."""
    return [name for name in PAIRS if name in issue.tables]
