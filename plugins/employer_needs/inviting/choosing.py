"""Choosing employers to invite from the register: by kind, place, branch, size, and what they did last time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select

from core.audit.service import record
from core.db import count, db
from core.errors import DomainError
from core.i18n import gettext as _
from core.organisations.models import Organisation
from core.organisations.queries import OPEN, OrganisationFilter, listing
from core.regions.models import Region
from core.users.models import Membership, User
from plugins.employer_needs.models import Invitation, Response, SurveyRound
from plugins.employer_needs.notices import EMPLOYER
from plugins.employer_needs.services import invitations
from plugins.employer_needs.services.rounds import own_round
from plugins.employer_needs.values import ResponseStatus, RoundStatus

MAX_CHOSEN = 5_000
BATCH = 200
ANSWERED, SILENT = "answered", "silent"


@dataclass(frozen=True)
class Choice:
    """Whom to invite. Those who are invited already are never chosen.

    Args:
        last: "answered" or "silent" in the region's last round; empty for both and for those who were not asked.
    """

    kind: str = ""
    municipality: str = ""
    section: str = ""
    size: str = ""
    last: str = ""


@dataclass(frozen=True)
class Chosen:
    """Who would be invited.

    Args:
        total: How many.
        organisations: They, by name; empty when there are more than can be invited at once.
        addresses: The address that each was last reached at, by id.
    """

    total: int
    organisations: Sequence[Organisation] = ()
    addresses: Mapping[int, str] = field(default_factory=dict)

    @property
    def reachable(self) -> int:
        """How many have an address."""
        return len(self.addresses)


def last_round(survey_round: SurveyRound) -> SurveyRound | None:
    """The region's round before this one that has closed."""
    statement = (
        select(SurveyRound)
        .where(
            SurveyRound.region_id == survey_round.region_id,
            SurveyRound.status == RoundStatus.CLOSED,
            SurveyRound.standing.is_(False),
            SurveyRound.id != survey_round.id,
        )
        .order_by(SurveyRound.closes_on.desc(), SurveyRound.id.desc())
    )
    return db.session.execute(statement.limit(1)).scalar_one_or_none()


def _invited(round_id: int) -> ColumnElement[bool]:
    same = or_(Invitation.organisation_id == Organisation.id, and_(Organisation.orgnr.is_not(None), Invitation.orgnr == Organisation.orgnr))
    return exists(select(Invitation.id).where(Invitation.round_id == round_id, same))


def _answered(round_id: int) -> ColumnElement[bool]:
    same = Response.organisation_id == Organisation.id
    return exists(select(Response.id).where(Response.round_id == round_id, Response.status == ResponseStatus.SENT, same))


def choose(region: Region, survey_round: SurveyRound, choice: Choice) -> Chosen:
    """Who the choice leads to."""
    filters = OrganisationFilter(kind=choice.kind, municipality=choice.municipality, section=choice.section, size=choice.size, state=OPEN)
    statement = listing(region, filters).where(~_invited(survey_round.id), Organisation.merged_into_id.is_(None))
    if choice.last:
        before = last_round(survey_round)
        if before is None:
            return Chosen(0)
        answered = _answered(before.id)
        statement = statement.where(answered if choice.last == ANSWERED else and_(_invited(before.id), ~answered))
    total = count(statement)
    if not total or total > MAX_CHOSEN:
        return Chosen(total)
    found = db.session.execute(statement).scalars().all()
    return Chosen(total, found, addresses(region, [each.id for each in found]))


def addresses(region: Region, ids: Sequence[int]) -> dict[int, str]:
    """Where organisations were last reached: the last invitation, else the contact of the last answer, else their own people here."""
    found: dict[int, str] = {}
    for start in range(0, len(ids), BATCH):
        part = ids[start : start + BATCH]
        people = (
            select(Membership.organisation_id, User.email)
            .join(User, User.id == Membership.user_id)
            .where(
                Membership.region_id == region.id,
                Membership.role == EMPLOYER,
                Membership.organisation_id.in_(part),
                Membership.suspended_at.is_(None),
                User.active.is_(True),
            )
            .order_by(User.id.desc())
        )
        contacts = select(Response.organisation_id, Response.contact_email).where(
            Response.region_id == region.id, Response.organisation_id.in_(part), Response.contact_email != ""
        )
        asked = select(Invitation.organisation_id, Invitation.email).where(
            Invitation.region_id == region.id, Invitation.organisation_id.in_(part), Invitation.email != ""
        )
        # What comes later stands over what came before.
        for statement in (people, contacts.order_by(Response.id), asked.order_by(Invitation.id)):
            found.update({key or 0: address for key, address in db.session.execute(statement)})
    return found


def invite_chosen(*, region: Region, round_id: int, choice: Choice, without_address: bool) -> int:
    """Invite whom the choice leads to now. Returns how many are new.

    Args:
        without_address: Also those with no known address: nothing is mailed, but they stand on the list to call.

    Raises:
        DomainError: when the choice leads to nobody, or to too many at once.
    """
    survey_round = own_round(region, round_id, lock=True)
    chosen = choose(region, survey_round, choice)
    if chosen.total > MAX_CHOSEN:
        raise DomainError(_("Urvalet är större än %(max)s arbetsgivare. Dela upp det, till exempel kommun för kommun.", max=MAX_CHOSEN))
    rows = [
        _row(each, chosen.addresses.get(each.id, "")) for each in chosen.organisations if without_address or each.id in chosen.addresses
    ]
    if not rows:
        raise DomainError(_("Urvalet ger ingen att bjuda in. Ändra urvalet, eller ta med dem som saknar adress."))
    added = invitations.invite(region=region, survey_round=survey_round, rows=rows)
    invitations.request_sending(
        region=region, survey_round=survey_round, occasion=f"chosen-{survey_round.version}-{max(each.id for each in chosen.organisations)}"
    )
    record("employer_needs.invitations.chosen", region=region, subject=f"employer_needs:round:{round_id}", added=added)
    return added


def _row(organisation: Organisation, address: str) -> dict[str, Any]:
    return {
        "organisation": organisation.name,
        "orgnr": organisation.orgnr,
        "email": address,
        "municipality_code": organisation.municipality_code,
        "identity": f"{organisation.orgnr or organisation.sort_key}|{address or organisation.id}",
        "organisation_id": organisation.id,
    }
