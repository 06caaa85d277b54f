"""Same as last year: a returning employer sees what it said before, and only says what is new.

What an employer said earlier is shown to nobody but those whom the region has invited for that same organisation, and those who hold the
earlier answer's own link. A number that somebody types proves nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import func, or_, select

from core.db import db
from core.errors import DomainError
from core.i18n import gettext as _
from plugins.employer_needs.answering.history import copied
from plugins.employer_needs.models import CompetenceNeed, Invitation, Response
from plugins.employer_needs.values import MAX_NEEDS, Earlier, NeedState, ResponseStatus

LOOKED_AT = 50  # earlier answers of one organisation; a large municipality answers through many


def previous_of(invitation: Invitation) -> Response | None:
    """The invited employer's newest answer of an earlier round with needs that still count.

    An organisation may answer through several people. What the same address said comes first; what another address said is taken up
    only when that address is not asked itself this time.
    """
    same = [func.lower(Response.contact_email) == invitation.email, Invitation.email == invitation.email]
    if invitation.organisation_id is not None:
        same = [Response.organisation_id == invitation.organisation_id]
    if invitation.orgnr:
        same = (
            [*same, Response.orgnr == invitation.orgnr] if invitation.organisation_id is not None else [Response.orgnr == invitation.orgnr]
        )
    statement = (
        select(Response, Response.contact_email, func.coalesce(Invitation.email, ""))
        .outerjoin(Invitation, Invitation.id == Response.invitation_id)
        .where(
            Response.region_id == invitation.region_id,
            Response.round_id != invitation.round_id,
            Response.status == ResponseStatus.SENT,
            or_(*same),
            select(CompetenceNeed.id)
            .where(CompetenceNeed.response_id == Response.id, CompetenceNeed.state == NeedState.PUBLISHED)
            .exists(),
        )
        .order_by(Response.sent_at.desc(), Response.id.desc())
        .limit(LOOKED_AT)
    )
    rows = db.session.execute(statement).all()
    own = next((found for found, contact, invited in rows if invitation.email in (contact.lower(), invited)), None)
    if own is not None or not rows:
        return own
    addresses = {address for _found, contact, invited in rows for address in (contact.lower(), invited)} - {""}
    asked = set(
        db.session.execute(
            select(Invitation.email).where(Invitation.round_id == invitation.round_id, Invitation.email.in_(addresses))
        ).scalars()
    )
    return next((found for found, contact, invited in rows if not {contact.lower(), invited} & asked), None)


def build_on(response: Response, previous: Response) -> None:
    """Let a new draft propose what an earlier answer said of the employer. Contact details only to the address that gave them."""
    response.previous_id = previous.id
    response.visibility = response.visibility or previous.visibility
    response.municipality_code = response.municipality_code or previous.municipality_code
    if previous.contact_email and previous.contact_email == response.contact_email:
        response.contact_name, response.contact_phone = previous.contact_name, previous.contact_phone


def needs(response: Response) -> Sequence[CompetenceNeed]:
    """The earlier answer's needs that still count, in its order."""
    if response.previous_id is None or response.revises_id is not None:
        return []
    statement = (
        select(CompetenceNeed)
        .where(CompetenceNeed.response_id == response.previous_id, CompetenceNeed.state == NeedState.PUBLISHED)
        .order_by(CompetenceNeed.position, CompetenceNeed.id)
    )
    return db.session.execute(statement).scalars().all()


def choices(response: Response) -> dict[int, Earlier]:
    """What has been said of each earlier need so far."""
    return {int(key): Earlier(value) for key, value in response.carried.items()}


def say(response: Response, said: Mapping[int, Earlier]) -> None:
    """Keep what the employer says of each earlier need. What is unchanged or changed becomes a need of the draft; what is gone leaves it.

    Saying the same again changes nothing, and what has been edited stays as it was edited.

    Raises:
        DomainError: when the answer would be too full.
    """
    own = {need.previous_id: need for need in _copies(response)}
    place = db.session.execute(
        select(func.coalesce(func.max(CompetenceNeed.position), 0)).where(CompetenceNeed.response_id == response.id)
    ).scalar_one()
    kept = dict(response.carried)
    for need in needs(response):
        choice = said.get(need.id)
        if choice is None:
            continue
        copy = own.get(need.id)
        if choice == Earlier.GONE:
            if copy is not None:
                db.session.delete(copy)
        elif copy is None:
            place += 1
            _check_room(place)
            db.session.add(_copy(need, response, place))
        elif choice == Earlier.UNCHANGED:
            for name, value in copied(need).items():
                setattr(copy, name, value)
        edited = copy is not None and choice == Earlier.CHANGED and kept.get(str(need.id)) == Earlier.EDITED
        kept[str(need.id)] = Earlier.EDITED.value if edited else choice.value
    response.carried = kept
    db.session.flush()


def _check_room(count: int) -> None:
    if count > MAX_NEEDS:
        raise DomainError(_("Ett svar kan ha högst %(max)s behov. Lägg ihop behov av samma yrke.", max=MAX_NEEDS))


def _copy(need: CompetenceNeed, response: Response, place: int) -> CompetenceNeed:
    return CompetenceNeed(
        region_id=response.region_id,
        response_id=response.id,
        position=place,
        visibility=response.visibility,
        secret=need.secret,
        secret_reason=need.secret_reason,
        previous_id=need.id,
        **copied(need),
    )


def _copies(response: Response) -> Sequence[CompetenceNeed]:
    statement = select(CompetenceNeed).where(CompetenceNeed.response_id == response.id, CompetenceNeed.previous_id.is_not(None))
    return db.session.execute(statement.order_by(CompetenceNeed.position, CompetenceNeed.id)).scalars().all()


def to_change(response: Response) -> CompetenceNeed | None:
    """The next need that was said to have changed and has not been changed yet."""
    waiting = {key for key, choice in choices(response).items() if choice == Earlier.CHANGED}
    return next((need for need in _copies(response) if need.previous_id in waiting), None)


def edited(response: Response, need: CompetenceNeed) -> None:
    """A need of the draft has been gone through."""
    key = str(need.previous_id)
    if response.carried.get(key) in (Earlier.CHANGED, Earlier.UNCHANGED):
        response.carried = {**response.carried, key: Earlier.EDITED.value}
        db.session.flush()
