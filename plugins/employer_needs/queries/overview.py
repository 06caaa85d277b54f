"""Reads on published needs, for the strategist: the table, one need, one answer. Figures and charts are in `dashboards`.

Needs that are to be shown only in sums count in figures and charts, and never stand as rows of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from core.db import Page, count, db, paginate
from core.errors import NotFound
from core.i18n import gettext as _
from core.organisations.models import Organisation
from core.search import index
from plugins.employer_needs.models import CompetenceNeed, Response, SurveyRound
from plugins.employer_needs.queries.visible import shown_here
from plugins.employer_needs.values import HORIZONS, NAMED, SEARCH_KIND, Level, NeedKind, NeedState, ResponseStatus, Visibility

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
    section: str = ""
    level: str = ""
    horizon: str = ""
    replaced_too: bool = False  # of a round that is asked for, also the needs that a later answer has replaced

    @property
    def states(self) -> tuple[NeedState, ...]:
        """Needs that count today; or all that were said in a round and not taken back."""
        whole_round = self.replaced_too and self.round_id is not None
        return (NeedState.PUBLISHED, NeedState.REPLACED) if whole_round else (NeedState.PUBLISHED,)

    def apply(self, statement: Select[Any]) -> Select[Any]:
        """Narrow a select on needs joined with their answers."""
        statement = statement.where(CompetenceNeed.state.in_(self.states))
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
        if self.section:
            employers = select(Organisation.id).where(Organisation.sni_section == self.section.replace("-", ""))
            statement = statement.where(Response.organisation_id.in_(employers))
        if self.level in set(Level):
            statement = statement.where(CompetenceNeed.level == Level(self.level))
        if self.horizon in HORIZONS:
            statement = statement.where(getattr(CompetenceNeed, self.horizon) > 0)
        if self.query:
            statement = statement.where(CompetenceNeed.id.in_(index.matching(SEARCH_KIND, self.query)))
        return statement


def _needs(*entities: Any) -> Select[Any]:
    return select(*entities).select_from(CompetenceNeed).join(Response, Response.id == CompetenceNeed.response_id).where(shown_here())


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
    """The occupation groups that needs which count have, by name."""
    statement = _needs(CompetenceNeed.occupation_group, func.max(CompetenceNeed.group_label)).group_by(CompetenceNeed.occupation_group)
    statement = Filters().apply(statement)
    return sorted(((code, label) for code, label in db.session.execute(statement)), key=lambda pair: pair[1])


def group_labels(codes: Sequence[str]) -> dict[str, str]:
    """What answers call some occupation groups: for groups that the taxonomy no longer has."""
    statement = _needs(CompetenceNeed.occupation_group, func.max(CompetenceNeed.group_label)).group_by(CompetenceNeed.occupation_group)
    statement = statement.where(CompetenceNeed.occupation_group.in_(codes), CompetenceNeed.state != NeedState.DRAFT)
    return {str(code): str(label) for code, label in db.session.execute(statement)}


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
