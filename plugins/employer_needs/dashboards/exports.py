"""The published tables as rows: for files, for the API and as open data. The figures are those of the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.plugins.declarations import Dataset
from core.regions.models import Region
from plugins.employer_needs.dashboards import labels, published
from plugins.employer_needs.dashboards.models import PublishedCell
from plugins.employer_needs.dashboards.public_board import COLUMNS
from plugins.employer_needs.dashboards.published import Issue
from plugins.employer_needs.dashboards.suppression import AXES, PAIRS

NOT_SHOWN = ".."  # as Statistics Sweden writes it
TITLES: Mapping[str, Any] = {
    "occupation": _l("Behov per yrkesgrupp"),
    "municipality": _l("Behov per kommun"),
    "section": _l("Behov per bransch"),
    "horizon": _l("Behov per år"),
    "occupation_municipality": _l("Behov per yrkesgrupp och kommun"),
    "occupation_horizon": _l("Behov per yrkesgrupp och år"),
    "municipality_horizon": _l("Behov per kommun och år"),
}


def properties(table: str) -> tuple[str, ...]:
    """The properties that a table has, as its rows and its columns."""
    return tuple(AXES[axis] for axis in PAIRS[table]) if table in PAIRS else (table,)


def header(table: str) -> list[Any]:
    """The columns of a table as a file."""
    found: list[Any] = [_("Omgång"), _("Publicerat")]
    for name in properties(table):
        found += [_("Kod: %(what)s", what=str(labels.DIMENSION[COLUMNS[name]]).lower()), labels.DIMENSION[COLUMNS[name]]]
    return [*found, _("Personer"), *([] if table in PAIRS else [_("Arbetsgivare")])]


def rows(region: Region, issues: Sequence[Issue], table: str) -> list[list[Any]]:
    """A table of several publications, the newest first."""
    found = published.cells(region, [each.publication.id for each in issues], [table])
    names = cell_names(table, [cell for cells in found.values() for cell in cells])
    return [
        [each.round.title, each.publication.published_at.date().isoformat(), *_cell(table, cell, names)]
        for each in issues
        for cell in found.get((each.publication.id, table), ())
    ]


def cell_names(table: str, cells: Sequence[PublishedCell]) -> list[Mapping[str, str]]:
    """The names of a table's rows, and of its columns."""
    first, *rest = properties(table)
    return [
        labels.names(COLUMNS[first], (cell.row for cell in cells)),
        *(labels.names(COLUMNS[name], (cell.column for cell in cells)) for name in rest),
    ]


def _cell(table: str, cell: PublishedCell, names: Sequence[Mapping[str, str]]) -> list[Any]:
    found: list[Any] = []
    for value, known in zip((cell.row, cell.column), names, strict=False):
        found += [value, known[value]]
    found.append(NOT_SHOWN if cell.people is None else cell.people)
    return found if table in PAIRS else [*found, NOT_SHOWN if cell.employers is None else cell.employers]


def open_data(region: Region) -> list[Dataset]:
    """Every published table, all rounds."""
    issues = published.issues(region)
    if not issues:
        return []
    newest = max(each.publication.published_at for each in issues).date()
    about = _l("Arbetsgivares behov i omgångar av behovsinventeringen. Siffror med färre än tre arbetsgivare visas inte.")

    def dataset(table: str) -> Dataset:
        return Dataset(
            f"needs_{table}", TITLES[table], about, [str(each) for each in header(table)], lambda: rows(region, issues, table), newest
        )

    return [dataset(table) for table in published.TABLES if any(table in each.tables for each in issues)]
