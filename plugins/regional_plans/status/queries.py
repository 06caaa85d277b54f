"""Reads on status rounds: who was asked before a meeting, who has answered, and what nobody can be asked about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from core.db import Page, db, paginate
from core.organisations.models import Organisation
from core.records.people import protected_addresses
from plugins.regional_plans.actions.models import Action
from plugins.regional_plans.meetings.models import GroupMeeting
from plugins.regional_plans.plans.models import Plan
from plugins.regional_plans.status.asking import LIVE
from plugins.regional_plans.status.models import StatusRequest


@dataclass(frozen=True)
class AskedRow:
    """A contact who was asked, as the meeting's organisers read it. Nameless with protected identity."""

    request: StatusRequest
    name: str
    email: str
    organisations: Sequence[str]
    actions: int


@dataclass(frozen=True)
class Counts:
    """How a round goes."""

    asked: int
    answered: int

    @property
    def silent(self) -> int:
        """How many have not answered."""
        return self.asked - self.answered


def counts(meeting: GroupMeeting) -> Counts:
    """How many were asked before a meeting, and how many have answered."""
    wanted = select(func.count(StatusRequest.id), func.count(StatusRequest.answered_at)).where(StatusRequest.meeting_id == meeting.id)
    asked, answered = db.session.execute(wanted).one()
    return Counts(asked, answered)


def listing(meeting: GroupMeeting, state: str = "") -> Select[Any]:
    """Those who were asked, the silent first. `state`: `silent` or `answered`."""
    wanted = select(StatusRequest).where(StatusRequest.meeting_id == meeting.id)
    if state == "silent":
        wanted = wanted.where(StatusRequest.answered_at.is_(None))
    elif state == "answered":
        wanted = wanted.where(StatusRequest.answered_at.is_not(None))
    return wanted.order_by(StatusRequest.answered_at.is_not(None), StatusRequest.name, StatusRequest.id)


def asked(meeting: GroupMeeting, *, state: str = "", number: int = 1, size: int = 30) -> Page[AskedRow]:
    """One page of those who were asked."""
    found = paginate(listing(meeting, state), number=number, size=size)
    return Page(items=rows(meeting, found.items), total=found.total, number=found.number, size=found.size)


def everybody(meeting: GroupMeeting, state: str = "") -> list[AskedRow]:
    """All who were asked, for a file."""
    return rows(meeting, db.session.execute(listing(meeting, state)).scalars().all())


def rows(meeting: GroupMeeting, requests: Sequence[StatusRequest]) -> list[AskedRow]:
    """Requests with their organisations and how many actions they are about."""
    emails = [row.email for row in requests]
    wanted = (
        select(Action.contact_email, Organisation.name, Action.owner_name)
        .outerjoin(Organisation, Organisation.id == Action.organisation_id)
        .where(Action.plan_id == meeting.plan_id, Action.contact_email.in_(emails))
        .order_by(Action.position, Action.id)
    )
    owners: defaultdict[str, list[str]] = defaultdict(list)
    for email, name, kept in db.session.execute(wanted):
        owners[email].append(name or kept)
    hidden = protected_addresses(emails)
    return [
        AskedRow(
            row,
            "" if row.email in hidden else row.name,
            "" if row.email in hidden else row.email,
            list(dict.fromkeys(owners[row.email])),
            len(owners[row.email]),
        )
        for row in requests
    ]


def without_contact(plan: Plan) -> Sequence[Action]:
    """Actions that go on and have nobody to ask."""
    wanted = select(Action).where(Action.plan_id == plan.id, Action.status.in_(LIVE), Action.contact_email == "")
    return db.session.execute(wanted.order_by(Action.position, Action.id).limit(50)).scalars().all()
