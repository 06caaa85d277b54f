"""Reads on who was asked: response rates, whom to call, and what is known of an invitation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from core.db import Page, count, db, paginate
from core.geo.queries import name_of
from core.organisations import sizes, sni
from core.organisations.models import Organisation
from core.records.people import visible_people
from plugins.employer_needs.inviting.days import due_on
from plugins.employer_needs.inviting.models import Call, Delegation, RoundReminder
from plugins.employer_needs.models import Invitation, Response, SurveyRound

PAGE_SIZE = 30


@dataclass(frozen=True)
class Rate:
    """How many of a group were invited, have answered and have declined. An empty label is for those of whom it is not known."""

    label: str
    invited: int
    answered: int
    declined: int

    @property
    def share(self) -> float:
        """The share that has answered, 0–1."""
        return self.answered / self.invited if self.invited else 0.0


def _rates(round_id: int, column: Any) -> Sequence[Any]:
    known = func.coalesce(Invitation.organisation_id, Response.organisation_id)
    statement = (
        select(column, func.count(Invitation.id), func.count(Invitation.answered_at), func.count(Invitation.declined_at))
        .select_from(Invitation)
        .outerjoin(Response, Response.invitation_id == Invitation.id)
        .outerjoin(Organisation, Organisation.id == known)
        .where(Invitation.round_id == round_id)
        .group_by(column)
    )
    return db.session.execute(statement).all()


def rates_by_municipality(round_id: int) -> list[Rate]:
    """By municipality, in Swedish order."""
    rows = [Rate(name_of(code) if code else "", *numbers) for code, *numbers in _rates(round_id, Invitation.municipality_code)]
    return sorted(rows, key=lambda row: (not row.label, row.label))


def rates_by_branch(round_id: int) -> list[Rate]:
    """By section of the newest SNI."""
    titles = dict(sni.sections())
    rows = [Rate(titles.get(code or "", ""), *numbers) for code, *numbers in _rates(round_id, func.coalesce(Organisation.sni_section, ""))]
    return sorted(rows, key=lambda row: (not row.label, row.label))


def rates_by_size(round_id: int) -> list[Rate]:
    """By size class, the smallest first."""
    rows = sorted(_rates(round_id, Organisation.size_class), key=lambda row: (row[0] is None, row[0] or 0))
    return [Rate(sizes.label(size), *numbers) for size, *numbers in rows]


@dataclass(frozen=True)
class ToCall:
    """An employer that has not answered.

    Args:
        begun: Whether a draft has been begun.
        phone: Where its contact could be reached last time; empty when it is not known.
        calls: How many times it has been called.
        last: The last call.
    """

    invitation: Invitation
    begun: bool
    phone: str
    calls: int
    last: Call | None


def _waiting(round_id: int) -> Select[Any, Any]:
    return (
        select(Invitation, Response.id)
        .outerjoin(Response, and_(Response.invitation_id == Invitation.id))
        .where(Invitation.round_id == round_id, Invitation.answered_at.is_(None), visible_people(Invitation.email))
        .order_by(Invitation.declined_at.is_not(None), Invitation.sort_key, Invitation.id)
    )


def to_call(round_id: int, *, number: int = 1) -> Page[ToCall]:
    """One page of those who have not answered, by name; those who have declined come last."""
    total = count(
        select(Invitation).where(Invitation.round_id == round_id, Invitation.answered_at.is_(None), visible_people(Invitation.email))
    )
    page = paginate(_waiting(round_id), number=number, size=PAGE_SIZE, total=total, scalars=False)
    return Page(_with_calls(page.items), page.total, page.number, page.size)


def all_to_call(round_id: int) -> list[ToCall]:
    """As `to_call`, all of them."""
    return _with_calls(db.session.execute(_waiting(round_id)).all())


def _with_calls(rows: Sequence[Any]) -> list[ToCall]:
    invitations = [invitation for invitation, _draft in rows]
    numbers = phones(invitations)
    calls: dict[int, list[Call]] = {}
    statement = select(Call).where(Call.invitation_id.in_([each.id for each in invitations])).order_by(Call.at, Call.id)
    for call in db.session.execute(statement).scalars():
        calls.setdefault(call.invitation_id, []).append(call)
    return [
        ToCall(
            each, draft is not None, numbers.get(each.id, ""), len(calls.get(each.id, ())), calls[each.id][-1] if each.id in calls else None
        )
        for each, draft in rows
    ]


def phones(invitations: Sequence[Invitation]) -> dict[int, str]:
    """The telephone number that the same employer's last contact left, by invitation. Nobody's with protected identity."""
    organisations = {each.organisation_id for each in invitations if each.organisation_id}
    numbers = {each.orgnr for each in invitations if each.orgnr}
    statement = (
        select(Response.organisation_id, Response.orgnr, Response.contact_phone)
        .where(
            Response.contact_phone != "",
            or_(Response.organisation_id.in_(organisations), Response.orgnr.in_(numbers)),
            visible_people(Response.contact_email),
        )
        .order_by(Response.id)
    )
    by_organisation: dict[int, str] = {}
    by_number: dict[str, str] = {}
    for organisation_id, orgnr, phone in db.session.execute(statement):
        if organisation_id:
            by_organisation[organisation_id] = phone
        if orgnr:
            by_number[orgnr] = phone
    found = {each.id: by_organisation.get(each.organisation_id or 0) or by_number.get(each.orgnr or "") or "" for each in invitations}
    return {key: phone for key, phone in found.items() if phone}


def calls_of(invitation: Invitation) -> Sequence[Call]:
    """The calls about an invitation, the newest first."""
    statement = select(Call).where(Call.invitation_id == invitation.id).order_by(Call.at.desc(), Call.id.desc())
    return db.session.execute(statement).scalars().all()


def delegations_of(invitation: Invitation) -> Sequence[Delegation]:
    """Who handed an invitation over to whom, the newest first. Nobody with protected identity stands there."""
    statement = (
        select(Delegation)
        .where(Delegation.invitation_id == invitation.id, visible_people(Delegation.from_email), visible_people(Delegation.to_email))
        .order_by(Delegation.at.desc(), Delegation.id.desc())
    )
    return db.session.execute(statement).scalars().all()


def reminders_of(survey_round: SurveyRound) -> list[tuple[date, RoundReminder]]:
    """A round's reminders with their days, in order."""
    statement = select(RoundReminder).where(RoundReminder.round_id == survey_round.id).order_by(RoundReminder.id)
    return sorted(
        ((due_on(survey_round, each), each) for each in db.session.execute(statement).scalars()), key=lambda row: (row[0], row[1].id)
    )
