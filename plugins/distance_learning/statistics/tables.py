"""The figures as tables for pages, files, the yearly report and open data. The same figures everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.plugins.declarations import Dataset, Section
from core.regions.models import Region
from plugins.distance_learning.scope import distance_scope
from plugins.distance_learning.statistics.figures import MEASURES, NOT_SHOWN, PROPERTIES, Figures, courses, figures, term_name, term_of

HEADER = ("measure", "centre", "municipality", "term", "outcome", "number")


@dataclass(frozen=True)
class Shown:
    """A table as it is shown: its heading, columns and rows."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[Any]]


def shown(found: Figures) -> list[Shown]:
    """The tables of a measure: by each property, and by two. A figure that is not shown is two dots."""
    told, names = found.published, found.names
    if told is None:
        return []
    tables = [Shown(_("Alla"), [_("Vad"), _("Antal")], [[str(MEASURES[found.measure]), told.whole.people]])]
    for axis, values in told.totals.items():
        rows = [[names[value], total.people] for value, total in values.items()]
        tables.append(Shown(_("Per %(what)s", what=str(PROPERTIES[axis]).lower()), [str(PROPERTIES[axis]), _("Antal")], rows))
    for name, cells in told.tables.items():
        first, second = name.split("_")
        columns = list(dict.fromkeys(column for _row, column in cells))
        lines = [
            [names[row], *(NOT_SHOWN if cells[row, column] is None else cells[row, column] for column in columns)]
            for row in dict.fromkeys(row for row, _column in cells)
        ]
        title = _("Per %(one)s och %(other)s", one=str(PROPERTIES[first]).lower(), other=str(PROPERTIES[second]).lower())
        tables.append(Shown(title, [str(PROPERTIES[first]), *(names[column] for column in columns)], lines))
    return tables


def course_table(region: Region) -> Shown:
    """Published courses by centre and term."""
    found = courses(region)
    terms = sorted({term for _name, term, _number in found}, key=lambda term: (term[:4], term[4:] == "H"))
    numbers = {(name, term): number for name, term, number in found}
    rows = [[name, *(numbers.get((name, term), 0) for term in terms)] for name in dict.fromkeys(name for name, _t, _n in found)]
    return Shown(str(MEASURES["courses"]), [str(PROPERTIES["centre"]), *(term_name(term) for term in terms)], rows)


def flat(region: Region) -> list[list[Any]]:
    """All figures as rows: measure, centre, municipality, term, outcome, people. An empty cell stands for all."""
    rows = [[str(MEASURES["courses"]), name, "", term_name(term), "", number] for name, term, number in courses(region)]
    for found in figures(region):
        told = found.published
        if told is None:
            continue
        measure = str(MEASURES[found.measure])
        rows.append(_line(measure, {}, told.whole.people))
        for axis, values in told.totals.items():
            rows += [_line(measure, {axis: found.names[value]}, total.people) for value, total in values.items()]
        for name, cells in told.tables.items():
            first, second = name.split("_")
            for (row, column), people in cells.items():
                rows.append(_line(measure, {first: found.names[row], second: found.names[column]}, NOT_SHOWN if people is None else people))
    return rows


def _line(measure: str, values: dict[str, str], people: Any) -> list[Any]:
    return [measure, *(values.get(axis, "") for axis in HEADER[1:-1]), people]


def header() -> list[str]:
    """The columns of `flat`, in words."""
    return [_("Vad"), *(str(PROPERTIES[axis]) for axis in HEADER[1:-1]), _("Antal")]


def open_data(region: Region) -> list[Dataset]:
    """The figures for anybody to use."""

    def rows() -> Sequence[Sequence[Any]]:
        with distance_scope(region):
            return flat(region)

    about = _l("Publicerade kurser, intresserade, de som har börjat och de som har skrivit tentamen. Färre än tre personer visas inte.")
    return [Dataset("learning-centre-statistics", _l("Lärcentrumens statistik"), about, HEADER, rows)]


def report_sections(region: Region, period: int) -> list[Section]:
    """The learning centres' part of the yearly report: the people of its two terms."""
    with distance_scope(region):
        people = figures(region)
    tables: list[tuple[Any, Sequence[Any], Sequence[Sequence[Any]]]] = []
    codes = {term_of_half(period, spring=True), term_of_half(period, spring=False)}
    for found in people:
        by_term = found.published.totals.get("term", {}) if found.published else {}
        lines = [[term_name(code), total.people] for code, total in by_term.items() if code in codes]
        if lines:
            tables.append((MEASURES[found.measure], [PROPERTIES["term"], _("Antal")], lines))
    return [Section(_l("Deltagare och tentamen på lärcentrum"), [_l("Färre än tre personer visas inte.")], tables, 80)] if tables else []


def term_of_half(year: int, *, spring: bool) -> str:
    """The spring or autumn term of a year."""
    return term_of(date(year, 1 if spring else 7, 1))
