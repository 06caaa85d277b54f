"""Reads on published needs, for the strategist: figures, charts and the table.

Needs that are to be shown only in sums count in figures and charts, and never stand as rows of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from core.db import Page, count, db, paginate
from core.errors import NotFound
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.search import index
from plugins.employer_needs.models import CompetenceNeed, Response, SurveyRound
from plugins.employer_needs.queries.visible import shown_here
from plugins.employer_needs.values import NAMED, SEARCH_KIND, NeedKind, NeedState, ResponseStatus, Visibility

PAGE_SIZE = 30
MAX_EXPORT = 20_000
HEADCOUNT = CompetenceNeed.headcount_0_1 + CompetenceNeed.headcount_1_3 + CompetenceNeed.headcount_3_5


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to; empty means all."""

    group: str = ""
    municipality: str = ""
    kind: str = ""
    round_id: int | None = None
    query: str = ""
    open_only: bool = False  # without those with a secrecy marker

    def apply(self, statement: Select[Any]) -> Select[Any]:
        """Narrow a select on needs joined with their answers."""
        if self.group:
            statement = statement.where(CompetenceNeed.occupation_group == self.group)
        if self.municipality:
            statement = statement.where(CompetenceNeed.municipality_code == self.municipality)
        if self.kind in set(NeedKind):
            statement = statement.where(CompetenceNeed.kind == NeedKind(self.kind))
        if self.round_id is not None:
            statement = statement.where(Response.round_id == self.round_id)
        if self.open_only:
            statement = statement.where(CompetenceNeed.secret.is_(False))
        if self.query:
            statement = statement.where(CompetenceNeed.id.in_(index.matching(SEARCH_KIND, self.query)))
        return statement


def _needs(*entities: Any) -> Select[Any]:
    return (
        select(*entities)
        .select_from(CompetenceNeed)
        .join(Response, Response.id == CompetenceNeed.response_id)
        .where(CompetenceNeed.state == NeedState.PUBLISHED, shown_here())
    )


@dataclass(frozen=True)
class Figures:
    """The state of things: needs, people in all and within a year, employers, and placements offered."""

    needs: int
    people: int
    people_soon: int
    employers: int
    placements: int


def figures(filters: Filters = Filters()) -> Figures:
    """Sums over published needs."""
    statement = _needs(
        func.count(CompetenceNeed.id),
        func.coalesce(func.sum(HEADCOUNT), 0),
        func.coalesce(func.sum(CompetenceNeed.headcount_0_1), 0),
        func.count(func.distinct(Response.organisation_id)),
        func.coalesce(func.sum(CompetenceNeed.placements_offered), 0),
    )
    return Figures(*db.session.execute(filters.apply(statement)).one())


@dataclass(frozen=True)
class Sum:
    """People needed in one group or municipality, by how many employers in how many municipalities."""

    code: str
    label: str
    people: int
    employers: int
    municipalities: int


def by_group(filters: Filters = Filters()) -> list[Sum]:
    """People per occupation group, most first."""
    people = func.sum(HEADCOUNT)
    statement = _needs(
        CompetenceNeed.occupation_group,
        func.max(CompetenceNeed.group_label),
        people,
        func.count(func.distinct(Response.organisation_id)),
        func.count(func.distinct(CompetenceNeed.municipality_code)),
    ).group_by(CompetenceNeed.occupation_group)
    statement = filters.apply(statement).order_by(people.desc(), CompetenceNeed.occupation_group)
    return [Sum(*row) for row in db.session.execute(statement)]


def by_municipality(filters: Filters = Filters()) -> list[Sum]:
    """People per municipality, most first."""
    people = func.sum(HEADCOUNT)
    statement = _needs(CompetenceNeed.municipality_code, people, func.count(func.distinct(Response.organisation_id))).group_by(
        CompetenceNeed.municipality_code
    )
    statement = filters.apply(statement).order_by(people.desc(), CompetenceNeed.municipality_code)
    return [Sum(code, name_of(code), total, employers, 1) for code, total, employers in db.session.execute(statement)]


def _rows(filters: Filters, *, all_rows: bool) -> Select[Any]:
    statement = _needs(CompetenceNeed, Response)
    if not all_rows:
        statement = statement.where(CompetenceNeed.visibility.in_(NAMED))
    return filters.apply(statement).order_by(CompetenceNeed.published_at.desc(), CompetenceNeed.id.desc())


def need_page(filters: Filters, *, number: int = 1, size: int = PAGE_SIZE, all_rows: bool = False) -> Page[Any]:
    """Published needs with their answers, newest first: pairs (need, response).

    Args:
        all_rows: Also those to be shown only in sums.
    """
    statement = _rows(filters, all_rows=all_rows)
    return paginate(statement, number=number, size=size, total=count(statement), scalars=False)


def hidden(filters: Filters) -> int:
    """How many needs count in the figures without standing in the list."""
    return count(filters.apply(_needs(CompetenceNeed).where(CompetenceNeed.visibility == Visibility.AGGREGATE_ONLY)))


def need_rows(filters: Filters, *, all_rows: bool = False) -> Sequence[Any]:
    """The whole list, for a download; at most 20 000 rows."""
    return db.session.execute(_rows(filters, all_rows=all_rows).limit(MAX_EXPORT)).all()


def group_choices() -> list[tuple[str, str]]:
    """The occupation groups that published needs have, by name."""
    statement = _needs(CompetenceNeed.occupation_group, func.max(CompetenceNeed.group_label)).group_by(CompetenceNeed.occupation_group)
    return sorted(((code, label) for code, label in db.session.execute(statement)), key=lambda pair: pair[1])


def round_choices() -> list[tuple[int, str]]:
    """Rounds to narrow by, newest first."""
    statement = select(SurveyRound.id, SurveyRound.title).order_by(SurveyRound.opens_on.desc(), SurveyRound.id.desc()).limit(50)
    return [(key, title) for key, title in db.session.execute(statement)]


def need_with_response(need_id: int, *, lock: bool = False) -> tuple[CompetenceNeed, Response]:
    """A need that has been sent, with its answer.

    Raises:
        NotFound: when there is none that this region reads. Drafts are nobody's but the employer's.
    """
    statement = (
        select(CompetenceNeed, Response)
        .join(Response, Response.id == CompetenceNeed.response_id)
        .where(CompetenceNeed.id == need_id, CompetenceNeed.state != NeedState.DRAFT)
    )
    if lock:
        statement = statement.with_for_update(of=CompetenceNeed).execution_options(populate_existing=True)
    row = db.session.execute(statement).one_or_none()
    if row is None:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return row


def sent_response(response_id: int, round_id: int) -> Response:
    """An answer that has been sent in a round.

    Raises:
        NotFound: as above.
    """
    statement = select(Response).where(Response.id == response_id, Response.round_id == round_id, Response.status == ResponseStatus.SENT)
    response = db.session.execute(statement).scalar_one_or_none()
    if response is None:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return response
