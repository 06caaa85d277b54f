"""Costs, co-financing and outcome of a project as rows of files: the sums are those of its page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
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


def years(whole: FollowUp) -> Sheet:
    """A row per year and kind of cost: budget, costs, what is left; with a sum per year, and of all."""
    header = [_("År"), _("Kostnadsslag"), _("Budget, kr"), _("Använt, kr"), _("Kvar, kr")]
    budgets: Counter[tuple[int, BudgetKind]] = Counter()
    costs_of: Counter[tuple[int, BudgetKind]] = Counter()
    for line in whole.lines:
        budgets[line.year, line.kind] += line.amount
    for month, spent in whole.months:
        for kind, amount in spent.items():
            costs_of[month.year, kind] += amount
    rows: list[list[Any]] = []
    known = {*budgets, *costs_of}
    for year in sorted({year for year, _kind in known}):
        of_year = [(str(KIND[kind]), budgets[year, kind], costs_of[year, kind]) for kind in BudgetKind if (year, kind) in known]
        budget, cost = sum(each[1] for each in of_year), sum(each[2] for each in of_year)
        rows += [[year, name, planned, spent, planned - spent] for name, planned, spent in [*of_year, (_("Summa"), budget, cost)]]
    return header, [*rows, [_("Alla år"), _("Summa"), whole.budget, whole.cost, whole.budget - whole.cost]]


def partners(whole: FollowUp) -> Sheet:
    """A row per partner: what it does, and what it puts in; the last row is the sum."""
    header = [_("Part"), _("Vad parten gör"), _("I pengar, kr"), _("I tid, kr"), _("Summa, kr")]
    rows: list[list[Any]] = [[each.name, each.role, each.cash, each.time_value, each.cash + each.time_value] for each in whole.partners]
    cash, time = whole.co_financing
    return header, [*rows, [_("Totalt"), "", cash, time, cash + time]]


def outcome(whole: FollowUp) -> Sheet:
    """A row per indicator and day of outcome; one without outcome where nothing has been measured."""
    header = [_("Indikator"), _("Enhet"), _("Mål"), _("Ska vara nått"), _("Dag"), _("Utfall"), _("Kommentar")]
    rows: list[list[Any]] = []
    for each in whole.indicators:
        known = [each.row.title, each.row.unit, each.row.target, each.row.due_on]
        rows += [[*known, one.measured_on, one.value, one.note] for one in each.outcomes] or [[*known, "", "", ""]]
    return header, rows


SHEETS: dict[str, tuple[Any, Callable[[FollowUp], Sheet]]] = {
    "costs": (_l("kostnader"), costs),
    "years": (_l("kostnader-per-ar"), years),
    "partners": (_l("medfinansiering"), partners),
    "outcome": (_l("utfall"), outcome),
}
