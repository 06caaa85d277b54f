"""Reads on rounds: the list with its figures, who was invited, who has answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from core.clock import today
from core.db import Page, count, db, get, paginate
from core.geo.queries import name_of
from core.regions.models import Region
from plugins.employer_needs.models import Invitation, Response, SurveyRound
from plugins.employer_needs.values import ResponseStatus, RoundStatus

PAGE_SIZE = 30


@dataclass(frozen=True)
class RoundRow:
    """A round with its figures.

    Args:
        invited: Invitations.
        answered: Invitations that have been answered.
        sent: Answers, those without invitation included.
    """

    round: SurveyRound
    invited: int
    answered: int
    sent: int

    @property
    def rate(self) -> float | None:
        """The share of invited employers that have answered, 0–1; None when nobody is invited."""
        return self.answered / self.invited if self.invited else None


def due_for_reminder(survey_round: SurveyRound, before: datetime) -> Any:
    """The select of invitations that were mailed, are neither answered nor declined, and have not been mailed since `before`."""
    return select(Invitation).where(
        Invitation.round_id == survey_round.id,
        Invitation.answered_at.is_(None),
        Invitation.declined_at.is_(None),
        Invitation.email != "",
        func.coalesce(Invitation.reminded_at, Invitation.sent_at) <= before,
    )


def _with_figures() -> Select[Any, Any, Any, Any]:
    invitations = (
        select(Invitation.round_id, func.count().label("invited"), func.count(Invitation.answered_at).label("answered"))
        .group_by(Invitation.round_id)
        .subquery()
    )
    responses = (
        select(Response.round_id, func.count().label("sent"))
        .where(Response.status == ResponseStatus.SENT)
        .group_by(Response.round_id)
        .subquery()
    )
    return (
        select(
            SurveyRound,
            func.coalesce(invitations.c.invited, 0),
            func.coalesce(invitations.c.answered, 0),
            func.coalesce(responses.c.sent, 0),
        )
        .outerjoin(invitations, invitations.c.round_id == SurveyRound.id)
        .outerjoin(responses, responses.c.round_id == SurveyRound.id)
    )


def round_page(*, number: int = 1, size: int = PAGE_SIZE) -> Page[RoundRow]:
    """Rounds, newest first."""
    statement = _with_figures().order_by(SurveyRound.opens_on.desc(), SurveyRound.id.desc())
    page = paginate(statement, number=number, size=size, total=count(select(SurveyRound)), scalars=False)
    return Page([RoundRow(*row) for row in page.items], page.total, page.number, page.size)


def round_row(round_id: int) -> RoundRow:
    """One round with its figures.

    Raises:
        NotFound: when there is none, or not in what this region reads.
    """
    get(SurveyRound, round_id)
    return RoundRow(*db.session.execute(_with_figures().where(SurveyRound.id == round_id)).one())


def open_round(region: Region) -> SurveyRound | None:
    """The region's own round that takes answers now; of several, the one that closes last."""
    statement = (
        select(SurveyRound)
        .where(
            SurveyRound.region_id == region.id,
            SurveyRound.status == RoundStatus.OPEN,
            SurveyRound.closes_on >= today(),
            SurveyRound.standing.is_(False),
        )
        .order_by(SurveyRound.closes_on.desc(), SurveyRound.id.desc())
        .limit(1)
    )
    return db.session.execute(statement).scalar_one_or_none()


@dataclass(frozen=True)
class MunicipalityRate:
    """How many were invited in a municipality, and how many of them have answered."""

    name: str
    invited: int
    answered: int


def rate_by_municipality(round_id: int) -> list[MunicipalityRate]:
    """Response rate per municipality, most invited first. Those without municipality come last, under an empty name."""
    statement = (
        select(Invitation.municipality_code, func.count(), func.count(Invitation.answered_at))
        .where(Invitation.round_id == round_id)
        .group_by(Invitation.municipality_code)
    )
    rows = [MunicipalityRate(name_of(code) if code else "", invited, answered) for code, invited, answered in db.session.execute(statement)]
    return sorted(rows, key=lambda row: (not row.name, -row.invited, row.name))


def answers(round_id: int, *, number: int = 1) -> Page[Response]:
    """Sent answers, newest first."""
    statement = (
        select(Response)
        .where(Response.round_id == round_id, Response.status == ResponseStatus.SENT)
        .order_by(Response.sent_at.desc(), Response.id.desc())
    )
    return paginate(statement, number=number, size=PAGE_SIZE)


def drafts_begun(round_id: int) -> int:
    """How many answers have been begun and not sent."""
    return count(
        select(Response).where(Response.round_id == round_id, Response.status == ResponseStatus.DRAFT, Response.revises_id.is_(None))
    )


def to_send(round_id: int) -> int:
    """How many invitations have not been mailed."""
    return count(select(Invitation).where(Invitation.round_id == round_id, Invitation.sent_at.is_(None), Invitation.email != ""))


def to_remind(survey_round: SurveyRound, before: datetime) -> int:
    """How many would get a reminder now."""
    return count(due_for_reminder(survey_round, before))
