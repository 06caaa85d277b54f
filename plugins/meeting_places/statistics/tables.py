"""The figures as rows: for files, the yearly report and open data. The same figures everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.plugins.declarations import Dataset, Section
from plugins.meeting_places.scope import meeting_scope
from plugins.meeting_places.statistics.figures import AXES, PROPERTIES, Figures, Span, figures, public_figures

if TYPE_CHECKING:
    from core.regions.models import Region

NOT_SHOWN = ".."  # as Statistics Sweden writes it
OPEN_HEADER = (*AXES, "people")


def header() -> list[str]:
    """The columns of `flat`, in words."""
    return [_("Vad"), _("Värde"), _("Antal")]


def flat(found: Figures) -> list[list[Any]]:
    """All the figures of the page as rows: what, value, number."""
    rows: list[list[Any]] = [
        [_("Personer som har varit med"), "", found.reached],
        [_("Personer som har anmält sig"), "", found.registered],
        [_("Mål"), "", found.target],
        [_("Möten"), "", found.meetings],
        [_("Deltaganden"), "", found.attended],
        [_("Intygade timmar"), "", found.hours],
    ]
    for table in found.tables:
        rows += [[str(PROPERTIES[table.axis]), name, number] for name, number in table.rows]
    rows += [[_("Nya personer under månaden"), month, new] for month, new, _so_far in found.months]
    return rows + [[_("Personer till och med månaden"), month, so_far] for month, _new, so_far in found.months]


def open_data(region: Region) -> list[Dataset]:
    """How many the meetings have reached, for anybody to use."""

    def rows() -> Sequence[Sequence[Any]]:
        with meeting_scope(region):
            told, names = public_figures()
        if told is None:
            return []
        found: list[list[Any]] = [["", "", "", told.whole.people]]
        for axis, values in told.totals.items():
            found += [_line({axis: names.get(value, value)}, total.people) for value, total in values.items()]
        for name, cells in told.tables.items():
            first, second = name.split("_")
            for (row, column), number in cells.items():
                line = {first: names.get(row, row), second: names.get(column, column)}
                found.append(_line(line, NOT_SHOWN if number is None else number))
        return found

    about = _l("Personer som har varit med på minst ett möte, var och en räknad en gång. Färre än tre personer visas inte.")
    return [Dataset("meeting-place-participants", _l("Deltagare på mötesplatser"), about, OPEN_HEADER, rows)]


def _line(values: dict[str, str], number: Any) -> list[Any]:
    return [*(values.get(axis, "") for axis in AXES), number]


def report_sections(region: Region, period: int) -> list[Section]:
    """The meetings' part of the yearly report: who was reached during the year. What is about few hides among others."""
    year = Span(date(period, 1, 1), date(period, 12, 31))
    with meeting_scope(region):
        found = figures(region, year)
        told, names = public_figures(year)
    if not found.meetings or told is None:
        return []
    texts = [
        _(
            "Under %(year)s var %(people)s personer med på minst ett av %(meetings)s möten. Var och en är räknad en gång.",
            year=period,
            people=told.whole.people,
            meetings=found.meetings,
        ),
        _("Tillsammans deltog de %(times)s gånger, i %(hours)s intygade timmar.", times=found.attended, hours=round(found.hours)),
    ]
    if found.target:
        texts.append(_("Målet är %(n)s personer under hela perioden.", n=found.target))
    tables: list[tuple[Any, Sequence[Any], Sequence[Sequence[Any]]]] = [
        (
            _("Deltagare per %(what)s %(year)s", what=str(PROPERTIES[axis]).lower(), year=period),
            [PROPERTIES[axis], _("Personer")],
            sorted(([names.get(value, value), total.people] for value, total in values.items()), key=lambda row: (-int(row[1]), row[0])),
        )
        for axis, values in told.totals.items()
    ]
    return [Section(_("Mötesplatser"), texts, tables, weight=60)]
