"""Caps on placements: read, set, and taken away. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from core.audit.service import record
from core.db import db, get
from core.errors import Conflict, DomainError, NotFound
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.organisations.models import Organisation, OrganisationRegion
from core.regions.queries import municipalities
from plugins.internships.agreements.models import AgreementParty, CooperationAgreement, Side
from plugins.internships.offers.models import OfferStatus, PlacementOffer
from plugins.internships.periods.models import Cap, CapScope, PeriodStatus, PlacementPeriod

if TYPE_CHECKING:
    from core.regions.models import Region

MOST = 300  # caps of a period
MAX_EMPLOYERS = 500
MAX_AGREEMENTS = 300


@dataclass(frozen=True)
class Row:
    """A cap of a list: over what it holds, in words, and the agreement that it comes from."""

    cap: Cap
    subject: str
    agreement: CooperationAgreement | None


def of_period(period: PlacementPeriod) -> list[Row]:
    """A period's caps: employers, then schools, then municipalities, each by name."""
    wanted = (
        select(Cap, Organisation.name, CooperationAgreement)
        .outerjoin(Organisation, Organisation.id == Cap.organisation_id)
        .outerjoin(CooperationAgreement, CooperationAgreement.id == Cap.agreement_id)
        .where(Cap.period_id == period.id)
        .order_by(Organisation.sort_key, Cap.municipality_code, Cap.id)
    )
    order = list(CapScope)
    rows = [
        Row(cap, name_of(cap.municipality_code) if cap.scope == CapScope.AREA else name or "", agreement)
        for cap, name, agreement in db.session.execute(wanted)
    ]
    return sorted(rows, key=lambda row: order.index(row.cap.scope))


def of_agreement(agreement: CooperationAgreement) -> Sequence[tuple[Cap, PlacementPeriod, str]]:
    """The caps that come from an agreement: (cap, period, the organisation's name), the latest period first."""
    wanted = (
        select(Cap, PlacementPeriod, Organisation.name)
        .join(PlacementPeriod, PlacementPeriod.id == Cap.period_id)
        .outerjoin(Organisation, Organisation.id == Cap.organisation_id)
        .where(Cap.agreement_id == agreement.id)
        .order_by(PlacementPeriod.starts_on.desc(), PlacementPeriod.id, Cap.id)
        .limit(MOST)
    )
    return [
        (cap, period, name_of(cap.municipality_code) if cap.scope == CapScope.AREA else name or "")
        for cap, period, name in db.session.execute(wanted)
    ]


def cap_of(period: PlacementPeriod, cap_id: int, *, lock: bool = False) -> Cap:
    """One cap of a period.

    Raises:
        NotFound: when there is none, or it is another period's.
    """
    found = get(Cap, cap_id, lock=lock)
    if found.period_id != period.id:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found


def employers(region: Region, period: PlacementPeriod) -> Sequence[Organisation]:
    """Those that a cap can hold over: who offers in the period, and who has agreed to take part."""
    offering = select(PlacementOffer.organisation_id).where(
        PlacementOffer.period_id == period.id, PlacementOffer.status != OfferStatus.WITHDRAWN
    )
    agreed = select(AgreementParty.organisation_id).where(AgreementParty.region_id == region.id, AgreementParty.side == Side.EMPLOYER)
    capped = select(Cap.organisation_id).where(Cap.period_id == period.id, Cap.scope == CapScope.EMPLOYER)
    wanted = select(Organisation).where(
        or_(Organisation.id.in_(offering), Organisation.id.in_(agreed), Organisation.id.in_(capped)),
        Organisation.id.in_(select(OrganisationRegion.organisation_id).where(OrganisationRegion.region_id == region.id)),
    )
    return db.session.execute(wanted.order_by(Organisation.sort_key, Organisation.id).limit(MAX_EMPLOYERS)).scalars().all()


def agreements(region: Region) -> Sequence[CooperationAgreement]:
    """The agreements that a cap can come from, by name."""
    wanted = select(CooperationAgreement).where(CooperationAgreement.region_id == region.id)
    return db.session.execute(wanted.order_by(CooperationAgreement.sort_key, CooperationAgreement.id).limit(MAX_AGREEMENTS)).scalars().all()


def save_cap(*, region: Region, period: PlacementPeriod, cap: Cap | None, facts: Mapping[str, Any]) -> Cap:
    """Set a cap, or change it.

    Args:
        facts: `scope`, `organisation_id`, `municipality_code`, `maximum`, `reason`, `agreement_id`.

    Raises:
        Conflict: when the period has ended.
        DomainError: when there is a cap on the same already, or it cannot hold over what was chosen.
    """
    _changeable(period)
    if facts["scope"] == CapScope.AREA and facts["municipality_code"] not in {each.code for each in municipalities(region)}:
        raise DomainError(_("Välj en av regionens kommuner."), field="subject")
    there = list(db.session.execute(select(Cap).where(Cap.period_id == period.id)).scalars())
    key = (facts["scope"], facts["organisation_id"], facts["municipality_code"])
    if any((each.scope, each.organisation_id, each.municipality_code) == key for each in there if each is not cap):
        raise DomainError(_("Det finns redan ett tak för det. Ändra det i stället."), field="subject")
    if cap is None:
        if len(there) >= MOST:
            raise DomainError(_("En period kan ha högst %(n)s tak.", n=MOST), field="subject")
        cap = Cap(region_id=region.id, period_id=period.id, **facts)
        db.session.add(cap)
    else:
        for name, value in facts.items():
            setattr(cap, name, value)
    db.session.flush()
    record(
        "internships.cap.saved",
        region=region,
        subject=period.ref,
        title=period.title,
        scope=cap.scope.value,
        maximum=cap.maximum,
        cap=cap.id,
    )
    return cap


def remove_cap(*, region: Region, period: PlacementPeriod, cap: Cap) -> None:
    """It holds no longer.

    Raises:
        Conflict: when the period has ended.
    """
    _changeable(period)
    record(
        "internships.cap.removed",
        region=region,
        subject=period.ref,
        title=period.title,
        scope=cap.scope.value,
        maximum=cap.maximum,
        cap=cap.id,
    )
    db.session.delete(cap)
    db.session.flush()


def _changeable(period: PlacementPeriod) -> None:
    if period.status == PeriodStatus.ENDED:
        raise Conflict(_("Perioden är avslutad."))
