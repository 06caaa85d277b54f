"""What can be done with an agreement: made, changed, taken from step to step, promised, reviewed. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from core.audit.service import record
from core.clock import today
from core.db import db, sort_key
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from core.organisations.models import Organisation
from plugins.internships.agreements import telling
from plugins.internships.agreements.models import (
    AgreementParty,
    AgreementPromise,
    AgreementReview,
    AgreementStatus,
    CooperationAgreement,
    Side,
)
from plugins.internships.agreements.queries import parties
from plugins.internships.kinds.models import PlacementKindPolicy

if TYPE_CHECKING:
    from core.regions.models import Region

STEPS: dict[AgreementStatus, tuple[AgreementStatus, ...]] = {
    AgreementStatus.DRAFT: (AgreementStatus.IN_FORCE,),
    AgreementStatus.IN_FORCE: (AgreementStatus.ENDED,),
    AgreementStatus.ENDED: (),
}
NOTICE = timedelta(days=30)
BATCH = 300
MAX_PARTIES = 100


def save_agreement(*, region: Region, agreement: CooperationAgreement | None, facts: Mapping[str, Any]) -> CooperationAgreement:
    """Make an agreement as a draft, or change it.

    Raises:
        DomainError: when the days do not fit together.
        Conflict: when it has ended.
    """
    starts, ends, renew = facts["starts_on"], facts["ends_on"], facts["renew_by"]
    if ends is not None and ends < starts:
        raise DomainError(_("Sista dagen kan inte vara före den första."), field="ends_on")
    if renew is not None and (renew < starts or (ends is not None and renew > ends)):
        raise DomainError(_("Dagen för förlängning måste ligga medan avtalet gäller."), field="renew_by")
    key = sort_key(facts["title"])[:200]
    if agreement is None:
        agreement = CooperationAgreement(region_id=region.id, sort_key=key, **facts)
        db.session.add(agreement)
        db.session.flush()
        record("internships.agreement.made", region=region, subject=agreement.ref, title=agreement.title)
        return agreement
    _changeable(agreement)
    changed = sorted(name for name, value in facts.items() if getattr(agreement, name) != value)
    for name in changed:
        setattr(agreement, name, facts[name])
    if changed:
        agreement.sort_key = key
        db.session.flush()
        record("internships.agreement.changed", region=region, subject=agreement.ref, title=agreement.title, fields=changed)
    return agreement


def move_agreement(*, region: Region, agreement: CooperationAgreement, to: AgreementStatus) -> None:
    """Take a step.

    Raises:
        Conflict: when the step cannot be taken from where it is, or a side has no party.
    """
    if to not in STEPS[agreement.status]:
        raise Conflict(_("Avtalet har redan gått vidare. Läs in sidan igen och se var det är."))
    if to == AgreementStatus.IN_FORCE and {party.side for party, _organisation in parties(agreement)} != set(Side):
        raise Conflict(_("Ett avtal behöver minst en skola och en arbetsgivare innan det gäller."))
    agreement.status = to
    db.session.flush()
    record("internships.agreement.moved", region=region, subject=agreement.ref, title=agreement.title, after=to.value)


def add_party(*, region: Region, agreement: CooperationAgreement, organisation: Organisation, facts: Mapping[str, Any]) -> AgreementParty:
    """Add a party, or change the side and the contact of one that is there.

    Args:
        facts: `side`, `contact_name`, `contact_email`.
    """
    _changeable(agreement)
    there = {party.organisation_id: party for party, _organisation in parties(agreement)}
    known = there.get(organisation.id)
    if known is None:
        if len(there) >= MAX_PARTIES:
            raise DomainError(_("Ett avtal kan ha högst %(n)s parter.", n=MAX_PARTIES), field="organisation_id")
        known = AgreementParty(region_id=region.id, agreement_id=agreement.id, organisation_id=organisation.id, **facts)
        db.session.add(known)
    else:
        for name, value in facts.items():
            setattr(known, name, value)
    db.session.flush()
    record("internships.agreement.party_saved", region=region, subject=agreement.ref, title=agreement.title, party=organisation.name)
    return known


def remove_party(*, region: Region, agreement: CooperationAgreement, party: AgreementParty) -> None:
    """It is no longer bound; what it had promised goes too."""
    _changeable(agreement)
    db.session.execute(
        delete(AgreementPromise).where(
            AgreementPromise.agreement_id == agreement.id, AgreementPromise.organisation_id == party.organisation_id
        )
    )
    db.session.delete(party)
    db.session.flush()
    record("internships.agreement.party_removed", region=region, subject=agreement.ref, title=agreement.title)


def set_promise(
    *, region: Region, agreement: CooperationAgreement, organisation_id: int, kind: PlacementKindPolicy, year: int, places: int
) -> None:
    """So many places of a kind are promised for a year; 0: none any longer.

    Raises:
        DomainError: when who promises is not an employer of the agreement, or the year lies outside it.
    """
    _changeable(agreement)
    if organisation_id not in {party.organisation_id for party, _organisation in parties(agreement) if party.side == Side.EMPLOYER}:
        raise DomainError(_("Välj en av avtalets arbetsgivare."), field="organisation_id")
    if year < agreement.starts_on.year or (agreement.ends_on is not None and year > agreement.ends_on.year):
        raise DomainError(_("Avtalet gäller inte det året."), field="year")
    wanted = select(AgreementPromise).where(
        AgreementPromise.agreement_id == agreement.id,
        AgreementPromise.organisation_id == organisation_id,
        AgreementPromise.kind_id == kind.id,
        AgreementPromise.year == year,
    )
    known = db.session.execute(wanted).scalar_one_or_none()
    if known is not None and not places:
        db.session.delete(known)
    elif known is not None:
        known.places = places
    elif places:
        db.session.add(
            AgreementPromise(
                region_id=region.id,
                agreement_id=agreement.id,
                organisation_id=organisation_id,
                kind_id=kind.id,
                year=year,
                places=places,
            )
        )
    db.session.flush()
    record("internships.agreement.promised", region=region, subject=agreement.ref, title=agreement.title, year=year, places=places)


def review(*, region: Region, agreement: CooperationAgreement, year: int, score: int, text: str) -> AgreementReview:
    """Write how a year has gone; written again, it replaces what was said. Possible also when the agreement has ended.

    Raises:
        DomainError: when the year lies outside the agreement or ahead.
    """
    last = min(today().year, agreement.ends_on.year if agreement.ends_on is not None else today().year)
    if not agreement.starts_on.year <= year <= last:
        raise DomainError(_("Avtalet gällde inte det året, eller så är året inte här än."), field="year")
    wanted = select(AgreementReview).where(AgreementReview.agreement_id == agreement.id, AgreementReview.year == year)
    row = db.session.execute(wanted).scalar_one_or_none()
    if row is None:
        row = AgreementReview(region_id=region.id, agreement_id=agreement.id, year=year, score=score, text=text)
        db.session.add(row)
    else:
        row.score, row.text = score, text
    db.session.flush()
    record("internships.agreement.reviewed", region=region, subject=agreement.ref, title=agreement.title, year=year)
    return row


def follow(*, region: Region) -> int:
    """Each morning: end what has run out, and tell when a day of renewal is near. Returns how many ended."""
    mine = [CooperationAgreement.region_id == region.id, CooperationAgreement.status == AgreementStatus.IN_FORCE]
    over = select(CooperationAgreement).where(*mine, CooperationAgreement.ends_on < today()).order_by(CooperationAgreement.id).limit(BATCH)
    ended = db.session.execute(over).scalars().all()
    for agreement in ended:
        move_agreement(region=region, agreement=agreement, to=AgreementStatus.ENDED)
    near = select(CooperationAgreement).where(
        *mine, CooperationAgreement.renew_by >= today(), CooperationAgreement.renew_by <= today() + NOTICE
    )
    for agreement in db.session.execute(near.order_by(CooperationAgreement.id)).scalars().all():
        telling.tell_renewal(region, agreement)
    return len(ended)


def _changeable(agreement: CooperationAgreement) -> None:
    if agreement.status == AgreementStatus.ENDED:
        raise Conflict(_("Avtalet har upphört och kan inte ändras."))
