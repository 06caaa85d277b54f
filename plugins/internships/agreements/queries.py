"""Reads on agreements: the list, the parties, and what was promised against what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import extract, or_, select
from sqlalchemy import func as sql

from core.clock import today
from core.db import Page, db, get, paginate
from core.errors import NotFound
from core.i18n import gettext as _
from core.organisations.models import Organisation, OrganisationRegion
from core.records.people import protected_addresses
from plugins.internships.agreements.models import (
    AgreementParty,
    AgreementPromise,
    AgreementReview,
    AgreementStatus,
    CooperationAgreement,
    Side,
)
from plugins.internships.applicants.models import Applicant
from plugins.internships.kinds.models import PlacementKindPolicy
from plugins.internships.offers.models import OfferStatus, PlacementOffer
from plugins.internships.offers.queries import SCHOOLS
from plugins.internships.periods.models import PlacementPeriod
from plugins.internships.rounds.models import Placement, PlacementStatus

if TYPE_CHECKING:
    from core.regions.models import Region

MAX_ORGANISATIONS = 800
SOON = timedelta(days=60)
TAKEN = (PlacementStatus.ACCEPTED, PlacementStatus.UNDER_WAY, PlacementStatus.COMPLETED)


@dataclass(frozen=True)
class Row:
    """An agreement of the list."""

    agreement: CooperationAgreement
    parties: int
    is_soon: bool


@dataclass(frozen=True)
class Delivery:
    """What a party promised in a year, and what came of it: places offered, and places that were taken."""

    promise: AgreementPromise
    party: str
    kind: PlacementKindPolicy
    offered: int
    taken: int


def agreements(region: Region, *, ended: bool = False, number: int = 1, size: int = 30) -> Page[Row]:
    """The region's agreements by name; those that have ended apart."""
    of_agreement = AgreementParty.agreement_id == CooperationAgreement.id
    counted = select(sql.count()).where(of_agreement).correlate(CooperationAgreement).scalar_subquery()
    is_ended = CooperationAgreement.status == AgreementStatus.ENDED
    wanted: Any = (
        select(CooperationAgreement, counted)
        .where(CooperationAgreement.region_id == region.id, is_ended if ended else ~is_ended)
        .order_by(CooperationAgreement.sort_key, CooperationAgreement.id)
    )
    found: Page[Any] = paginate(wanted, number=number, size=size, scalars=False)
    rows = [Row(each, parties, is_soon(each)) for each, parties in found.items]
    return Page(items=rows, total=found.total, number=found.number, size=found.size)


def is_soon(agreement: CooperationAgreement) -> bool:
    """Whether the parties must say soon if it goes on."""
    day = agreement.renew_by
    return agreement.status == AgreementStatus.IN_FORCE and day is not None and day <= today() + SOON


def agreement(agreement_id: int, *, lock: bool = False) -> CooperationAgreement:
    """One agreement of the region.

    Raises:
        NotFound: when there is none.
    """
    return get(CooperationAgreement, agreement_id, lock=lock)


def parties(found: CooperationAgreement) -> Sequence[tuple[AgreementParty, Organisation]]:
    """The parties of an agreement, schools first, by name."""
    wanted = (
        select(AgreementParty, Organisation)
        .join(Organisation, Organisation.id == AgreementParty.organisation_id)
        .where(AgreementParty.agreement_id == found.id)
        .order_by(AgreementParty.side.desc(), Organisation.sort_key, AgreementParty.id)
    )
    return [(party, organisation) for party, organisation in db.session.execute(wanted)]


def shown_contacts(rows: Sequence[tuple[AgreementParty, Organisation]]) -> dict[int, str]:
    """The parties' contacts by party, as one reads them; empty for somebody with protected identity."""
    hidden = protected_addresses(party.contact_email for party, _organisation in rows)
    return {
        party.id: ""
        if party.contact_email.lower() in hidden
        else ", ".join(part for part in (party.contact_name, party.contact_email) if part)
        for party, _organisation in rows
    }


def party(found: CooperationAgreement, party_id: int, *, lock: bool = False) -> AgreementParty:
    """One party of an agreement.

    Raises:
        NotFound: when there is none, or it is another agreement's.
    """
    row = get(AgreementParty, party_id, lock=lock)
    if row.agreement_id != found.id:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return row


def reviews(found: CooperationAgreement) -> Sequence[AgreementReview]:
    """How it has gone, the latest year first."""
    wanted = select(AgreementReview).where(AgreementReview.agreement_id == found.id).order_by(AgreementReview.year.desc())
    return db.session.execute(wanted).scalars().all()


def possible_parties(region: Region) -> Sequence[Organisation]:
    """The region's organisations that can be parties: schools, and who offers or has offered places, and municipalities."""
    offering = select(PlacementOffer.organisation_id).where(PlacementOffer.region_id == region.id)
    wanted = (
        select(Organisation)
        .join(OrganisationRegion, OrganisationRegion.organisation_id == Organisation.id)
        .where(OrganisationRegion.region_id == region.id, Organisation.closed_on.is_(None), Organisation.merged_into_id.is_(None))
        .where(or_(Organisation.kind.in_((*SCHOOLS, "region")), Organisation.id.in_(offering)))
    )
    return db.session.execute(wanted.order_by(Organisation.sort_key, Organisation.id).limit(MAX_ORGANISATIONS)).scalars().all()


def deliveries(found: CooperationAgreement) -> list[Delivery]:
    """What was promised against what came of it, the latest year first.

    Offered are the open places in periods of the kind that start in the year, for whichever school. Taken are the placements that
    applicants have said yes to; where the agreement has schools, only theirs are counted.
    """
    wanted = (
        select(AgreementPromise, Organisation.name, PlacementKindPolicy)
        .join(Organisation, Organisation.id == AgreementPromise.organisation_id)
        .join(PlacementKindPolicy, PlacementKindPolicy.id == AgreementPromise.kind_id)
        .where(AgreementPromise.agreement_id == found.id)
        .order_by(AgreementPromise.year.desc(), Organisation.sort_key, PlacementKindPolicy.position, AgreementPromise.id)
    )
    rows = db.session.execute(wanted).all()
    offered, taken = _offered(found), _taken(found)
    return [
        Delivery(promise, name, kind, offered.get(key, 0), taken.get(key, 0))
        for promise, name, kind in rows
        for key in [(promise.organisation_id, promise.kind_id, promise.year)]
    ]


def _offered(found: CooperationAgreement) -> dict[tuple[int, int, int], int]:
    year = extract("year", PlacementPeriod.starts_on)
    wanted = (
        select(PlacementOffer.organisation_id, PlacementPeriod.kind_id, year, sql.sum(PlacementOffer.capacity))
        .join(PlacementPeriod, PlacementPeriod.id == PlacementOffer.period_id)
        .where(PlacementOffer.organisation_id.in_(_promising(found)), PlacementOffer.status == OfferStatus.OPEN)
        .where(PlacementOffer.region_id == found.region_id)
        .group_by(PlacementOffer.organisation_id, PlacementPeriod.kind_id, year)
    )
    return {(who, kind, int(when)): int(count) for who, kind, when, count in db.session.execute(wanted)}


def _taken(found: CooperationAgreement) -> dict[tuple[int, int, int], int]:
    year = extract("year", PlacementPeriod.starts_on)
    schools = select(AgreementParty.organisation_id).where(AgreementParty.agreement_id == found.id, AgreementParty.side == Side.SCHOOL)
    wanted = (
        select(PlacementOffer.organisation_id, PlacementPeriod.kind_id, year, sql.count())
        .select_from(Placement)
        .join(PlacementOffer, PlacementOffer.id == Placement.offer_id)
        .join(PlacementPeriod, PlacementPeriod.id == Placement.period_id)
        .join(Applicant, Applicant.id == Placement.applicant_id)
        .where(PlacementOffer.organisation_id.in_(_promising(found)), Placement.status.in_(TAKEN))
        .where(Placement.region_id == found.region_id)
        .where(or_(Applicant.school_id.in_(schools), ~schools.exists()))
        .group_by(PlacementOffer.organisation_id, PlacementPeriod.kind_id, year)
    )
    return {(who, kind, int(when)): int(count) for who, kind, when, count in db.session.execute(wanted)}


def _promising(found: CooperationAgreement) -> Any:
    return select(AgreementPromise.organisation_id).where(AgreementPromise.agreement_id == found.id)
