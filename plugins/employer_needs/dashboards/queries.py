"""Reads for the strategist's dashboard: every figure there is, in a number of queries that does not depend on how many needs there are.

A page narrowed by one property reads cells that are counted already. One narrowed by more counts the employers' shares; those are few
when so much is chosen. A region that reads others' needs counts the needs: an employer that answers in two regions is one employer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, case, func, literal, select, union_all

from core.db import current_scope, db
from plugins.employer_needs.dashboards.counting import COUNTS, DIMENSIONS, EMPLOYERS, GROUPINGS, HORIZONS, bits
from plugins.employer_needs.dashboards.models import NOW, EmployerShare, FigureCell
from plugins.employer_needs.dashboards.shares import COUNTED, share_rows
from plugins.employer_needs.models import Response, SurveyRound
from plugins.employer_needs.queries.visible import shown_here
from plugins.employer_needs.values import RoundStatus

MOST_ROUNDS = 8


@dataclass(frozen=True)
class Choice:
    """What the figures are narrowed to; empty means all. `scope`: a round, or what counts today."""

    scope: int = NOW
    occupation_group: str = ""
    municipality_code: str = ""
    level: str = ""
    section: str = ""

    @property
    def chosen(self) -> dict[str, str]:
        """The properties that have a value."""
        return {name: value for name in DIMENSIONS if (value := getattr(self, name))}


@dataclass(frozen=True)
class Figure:
    """The figures of one value of a property: needs, people per horizon, employers in all and per horizon, and placements."""

    value: str
    needs: tuple[int, ...]
    people: tuple[int, int, int]
    employers: tuple[int, ...]
    placements: int

    def people_in(self, horizon: str) -> int:
        """People in one horizon, or in all."""
        return self.people[HORIZONS.index(horizon)] if horizon else sum(self.people)

    def employers_in(self, horizon: str) -> int:
        """Employers who need somebody in one horizon, or in any."""
        return self.employers[HORIZONS.index(horizon) + 1 if horizon else 0]

    def needs_in(self, horizon: str) -> int:
        """Needs of one horizon, or all."""
        return self.needs[HORIZONS.index(horizon) + 1 if horizon else 0]


def _figure(value: Any, row: Sequence[Any]) -> Figure:
    numbers = [int(number or 0) for number in row]
    return Figure(str(value), tuple(numbers[:4]), (numbers[4], numbers[5], numbers[6]), tuple(numbers[8:]), numbers[7])


def by(choice: Choice, dimension: str) -> list[Figure]:
    """The figures per value of a property, most people first."""
    found = [_figure(row[0], row[1:]) for row in db.session.execute(_statement(choice, dimension))]
    return sorted(found, key=lambda each: (-sum(each.people), each.value))


def total(choice: Choice) -> Figure:
    """The figures of all that is chosen."""
    row = db.session.execute(_statement(choice)).one_or_none()
    return _figure("", row) if row is not None else _figure("", [0] * 12)


def by_round(choice: Choice, rounds: Sequence[int], dimension: str = "") -> dict[tuple[int, str], Figure]:
    """The figures of several rounds in one query, of the whole or per value of a property."""
    statement = _statement(replace(choice, scope=NOW), dimension, scopes=rounds)
    found = {}
    for scope, *row in db.session.execute(statement):
        value, numbers = (row[0], row[1:]) if dimension else ("", row)
        found[scope, value] = _figure(value, numbers)
    return found


def _statement(choice: Choice, dimension: str = "", scopes: Sequence[int] | None = None) -> Select[Any]:
    names = {*choice.chosen, *([dimension] if dimension else [])}
    scope = current_scope()
    alone = scope is not None and scope.read is not None and len(scope.read) == 1
    if alone and bits(names) in GROUPINGS:
        columns: Any = FigureCell
        keys = _keys(columns, dimension, scopes)
        statement = select(*keys, *(getattr(columns, name) for name in (*COUNTS, *EMPLOYERS))).where(columns.grouping == bits(names))
    else:
        columns = EmployerShare if alone else _others_too(scopes)
        keys = _keys(columns, dimension, scopes)
        employer = columns.organisation_id
        some = [func.count(func.distinct(case((getattr(columns, f"needs_{horizon}") > 0, employer)))) for horizon in HORIZONS]
        sums = [func.sum(getattr(columns, name)) for name in COUNTS]
        statement = select(*keys, *sums, func.count(func.distinct(employer)), *some).group_by(*keys)
    statement = statement.where(columns.scope.in_(scopes) if scopes is not None else columns.scope == choice.scope)
    for name, value in choice.chosen.items():
        statement = statement.where(getattr(columns, name) == value)
    return statement


def _keys(columns: Any, dimension: str, scopes: Sequence[int] | None) -> list[Any]:
    return [*([columns.scope] if scopes is not None else []), *([getattr(columns, dimension)] if dimension else [])]


def _others_too(scopes: Sequence[int] | None) -> Any:
    """Shares of a region and those that share with it, straight from the needs: another region's secret ones are left out."""
    per_round = share_rows(Response.round_id, COUNTED).where(shown_here())
    if scopes is not None:
        return per_round.subquery().c
    today = share_rows(literal(NOW), COUNTED[:1]).where(shown_here())
    return union_all(today, per_round).subquery().c


def rounds() -> list[SurveyRound]:
    """Rounds that have figures to compare, oldest first; the last eight. A standing round is no period of time."""
    statement = (
        select(SurveyRound)
        .where(SurveyRound.status != RoundStatus.DRAFT, SurveyRound.standing.is_(False))
        .order_by(SurveyRound.opens_on.desc(), SurveyRound.id.desc())
        .limit(MOST_ROUNDS)
    )
    return list(reversed(db.session.execute(statement).scalars().all()))
