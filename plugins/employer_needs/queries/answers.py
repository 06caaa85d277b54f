"""Reads on answers, for the employer who holds a link. Always within one region, whatever that region may read of others'."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from core import mailed_links
from core.db import db, get
from core.regions.models import Region
from plugins.employer_needs.models import CompetenceNeed, Invitation, Response, StatusEntry, SurveyRound


def invitation_by_token(region: Region, token: str) -> Invitation | None:
    """The invitation behind a mailed link; None when there is none in this region."""
    if len(token) > mailed_links.MAX_TOKEN:
        return None
    statement = select(Invitation).where(Invitation.token_hash == mailed_links.digest(token), Invitation.region_id == region.id)
    return db.session.execute(statement).scalar_one_or_none()


def response_by_token(region: Region, token: str) -> Response | None:
    """The answer behind a link of its own; None when there is none in this region."""
    if len(token) > mailed_links.MAX_TOKEN:
        return None
    statement = select(Response).where(Response.token_hash == mailed_links.digest(token), Response.region_id == region.id)
    return db.session.execute(statement).scalar_one_or_none()


def response_of(invitation: Invitation) -> Response | None:
    """The answer that an invitation has led to, draft or sent."""
    return db.session.execute(select(Response).where(Response.invitation_id == invitation.id)).scalar_one_or_none()


def response_by_reference(region: Region, reference: str, *, lock: bool = False) -> Response | None:
    """The answer with a reference, in its one form."""
    statement = select(Response).where(Response.reference == reference, Response.region_id == region.id)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return db.session.execute(statement).scalar_one_or_none()


def invitation_of(response: Response) -> Invitation | None:
    """The invitation that an answer came by."""
    return get(Invitation, response.invitation_id) if response.invitation_id is not None else None


def round_of(origin: Response | Invitation) -> SurveyRound:
    """The round that an answer or an invitation belongs to."""
    return get(SurveyRound, origin.round_id)


def previous_round(response: Response) -> SurveyRound | None:
    """The round of the earlier answer that this one builds on."""
    return get(SurveyRound, get(Response, response.previous_id).round_id) if response.previous_id is not None else None


def needs_of(response: Response) -> Sequence[CompetenceNeed]:
    """The needs of an answer, in the employer's order."""
    statement = select(CompetenceNeed).where(CompetenceNeed.response_id == response.id).order_by(CompetenceNeed.position, CompetenceNeed.id)
    return db.session.execute(statement).scalars().all()


def trails(needs: Sequence[CompetenceNeed]) -> dict[int, list[StatusEntry]]:
    """The status trail of each need, newest line first."""
    statement = (
        select(StatusEntry)
        .where(StatusEntry.need_id.in_([need.id for need in needs]))
        .order_by(StatusEntry.at.desc(), StatusEntry.id.desc())
    )
    found: dict[int, list[StatusEntry]] = {need.id: [] for need in needs}
    for entry in db.session.execute(statement).scalars():
        found[entry.need_id].append(entry)
    return found
