"""Costs and outcome of a project as rows of files."""

from __future__ import annotations

from typing import Any

from core.i18n import gettext as _
from plugins.funding.projects.models import BudgetKind
from plugins.funding.projects.queries import FollowUp
from plugins.funding.projects.words import KIND

Sheet = tuple[list[Any], list[list[Any]]]


def costs(whole: FollowUp) -> Sheet:
    """A row per month, a column per kind of cost, and the sum; the last rows are the total and the budget."""
    header = [_("Månad"), *(str(KIND[kind]) for kind in BudgetKind), _("Summa")]
    rows: list[list[Any]] = []
    for month, spent in whole.months:
        amounts = [spent.get(kind, 0) for kind in BudgetKind]
        rows.append([month.isoformat()[:7], *amounts, sum(amounts)])
    by_kind = {each.kind: each for each in whole.spent}
    total = [by_kind[kind].cost if kind in by_kind else 0 for kind in BudgetKind]
    budget = [by_kind[kind].budget if kind in by_kind else 0 for kind in BudgetKind]
    return header, [*rows, [_("Totalt"), *total, sum(total)], [_("Budget"), *budget, sum(budget)]]


def outcome(whole: FollowUp) -> Sheet:
    """A row per indicator and day of outcome; one without outcome where nothing has been measured."""
    header = [_("Indikator"), _("Enhet"), _("Mål"), _("Ska vara nått"), _("Dag"), _("Utfall"), _("Kommentar")]
    rows: list[list[Any]] = []
    for each in whole.indicators:
        known = [each.row.title, each.row.unit, each.row.target, each.row.due_on]
        rows += [[*known, one.measured_on, one.value, one.note] for one in each.outcomes] or [[*known, "", "", ""]]
    return header, rows
