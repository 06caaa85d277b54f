"""Places that applicants have found themselves: proposed, approved or refused. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, select

from core.audit.service import record
from core.clock import today
from core.db import Page, db, get, paginate, utcnow
from core.errors import Conflict, DomainError, NotFound
from core.i18n import gettext as _
from core.organisations.models import Organisation, OrganisationRegion
from core.organisations.naming import name_key
from core.organisations.service import register_organisation
from core.records.people import visible_people
from core.regions.queries import municipalities
from plugins.internships.applicants import self_found_telling as telling
from plugins.internships.applicants.models import Applicant, ApplicantStatus, SelfFound, SelfFoundStatus
from plugins.internships.kinds.queries import kind as kind_of
from plugins.internships.offers.models import OfferSource, PlacementOffer
from plugins.internships.offers.service import make_offer, open_offer, withdraw_offer
from plugins.internships.periods.models import PeriodStatus, PlacementPeriod
from plugins.internships.rounds.models import PinKind
from plugins.internships.rounds.service import decide

if TYPE_CHECKING:
    from core.regions.models import Region

OPEN_IN = (PeriodStatus.COLLECTING, PeriodStatus.WISHING)
MOST = 5  # proposals of one applicant


@dataclass(frozen=True)
class Row:
    """A proposal of the list."""

    found: SelfFound
    applicant: Applicant
    school: str


def proposals(applicant: Applicant) -> Sequence[SelfFound]:
    """What an applicant has proposed, the latest first."""
    wanted = select(SelfFound).where(SelfFound.applicant_id == applicant.id).order_by(SelfFound.id.desc())
    return db.session.execute(wanted).scalars().all()


def refusal(applicant: Applicant, period: PlacementPeriod, there: Sequence[SelfFound]) -> str:
    """Why an applicant cannot propose a place now; empty when they can."""
    if applicant.status == ApplicantStatus.WITHDRAWN:
        return _("Din anmälan är tillbakadragen.")
    if not kind_of(period.kind_id).self_found_allowed:
        return _("I den här praktiken går det inte att ordna en egen plats.")
    if any(each.status is SelfFoundStatus.APPROVED for each in there):
        return _("Din egen plats är redan godkänd.")
    if any(each.status is SelfFoundStatus.ASKED for each in there):
        return _("Du har redan föreslagit en plats. Vänta på svaret.")
    if period.status not in OPEN_IN or period.wishes_by < today():
        return _("Det går inte att föreslå en plats längre. Hör av dig till skolan.")
    if len(there) >= MOST:
        return _("Du har föreslagit %(n)s platser. Hör av dig till skolan.", n=MOST)
    return ""


def propose(*, region: Region, applicant: Applicant, facts: Mapping[str, Any]) -> SelfFound:
    """Propose a place.

    Args:
        applicant: Locked, so that two proposals at once are one.

    Raises:
        Conflict: when no place can be proposed now; says why.
        DomainError: when the place is outside the region.
    """
    period = get(PlacementPeriod, applicant.period_id)
    if why := refusal(applicant, period, proposals(applicant)):
        raise Conflict(why)
    if facts["municipality_code"] not in {each.code for each in municipalities(region)}:
        raise DomainError(_("Välj en av regionens kommuner."), field="municipality_code")
    found = SelfFound(region_id=region.id, applicant_id=applicant.id, **facts)
    db.session.add(found)
    db.session.flush()
    record("internships.self_found.asked", region=region, subject=applicant.ref)
    telling.tell_asked(region, period, found)
    return found


def approve(*, region: Region, found: SelfFound, orgnr: str) -> PlacementOffer:
    """Make it an open place for one, and decide beforehand that the applicant has it.

    Args:
        found: Locked.
        orgnr: Of the employer, in any writing; empty: the one here with the name, or a new one.

    Raises:
        Conflict: when it is answered already, or places cannot be approved now.
        DomainError: when the applicant has been placed elsewhere beforehand, or the number is none.
    """
    applicant, period = _asked(found)
    if period.status not in OPEN_IN:
        raise Conflict(_("Platser kan godkännas tills önskemålen stängs. Öppna perioden för önskemål igen, eller säg nej."))
    facts = {
        "workplace": found.workplace or found.organisation_name,
        "municipality_code": found.municipality_code,
        "title": applicant.programme or _("Praktikplats"),
        "occupation_group": applicant.occupation_groups[0] if len(applicant.occupation_groups) == 1 else "",
        "capacity": 1,
        "minimum": 0,
        "contact_name": found.contact_name,
        "contact_email": found.contact_email,
    }
    employer = _employer(region, found, orgnr)
    offer = make_offer(region=region, period=period, organisation=employer, source=OfferSource.SELF_FOUND, facts=facts)
    open_offer(region=region, offer=offer)
    found.status, found.offer_id = SelfFoundStatus.APPROVED, offer.id
    applicant.status, applicant.status_at = ApplicantStatus.READY, utcnow()  # nothing more to wish, and nothing to be reminded of
    db.session.flush()
    decide(region=region, applicant=applicant, offer=offer, kind=PinKind.MUST, reason=_("Platsen är ordnad av den sökande och godkänd."))
    record("internships.self_found.approved", region=region, subject=applicant.ref)
    telling.mail_answer(region, period, applicant, found)
    return offer


def refuse(*, region: Region, found: SelfFound, reason: str) -> None:
    """Say no, and why. The applicant can propose another.

    Raises:
        Conflict: when it is answered already.
        DomainError: when no reason is given.
    """
    applicant, period = _asked(found)
    if not reason:
        raise DomainError(_("Skriv varför platsen inte kan godkännas. Den sökande får läsa det."), field="reason")
    found.status, found.reason = SelfFoundStatus.REFUSED, reason
    db.session.flush()
    record("internships.self_found.refused", region=region, subject=applicant.ref)
    telling.mail_answer(region, period, applicant, found)


def let_go(*, region: Region, applicant: Applicant) -> None:
    """An applicant leaves the period: their own place is nobody's, and is taken back."""
    for found in proposals(applicant):
        if found.status is SelfFoundStatus.APPROVED and found.offer_id is not None:
            reason = _("Den sökande som ordnade platsen har dragit sig ur.")
            withdraw_offer(region=region, offer=get(PlacementOffer, found.offer_id, lock=True), reason=reason)


def of_period(period: PlacementPeriod, *, number: int = 1, size: int = 30) -> Page[Row]:
    """The proposals of a period, those that wait for an answer first. Nobody with protected identity."""
    waiting = case((SelfFound.status == SelfFoundStatus.ASKED, 0), else_=1)
    wanted: Any = (
        select(SelfFound, Applicant, Organisation.name)
        .join(Applicant, Applicant.id == SelfFound.applicant_id)
        .join(Organisation, Organisation.id == Applicant.school_id)
        .where(Applicant.period_id == period.id, visible_people(Applicant.email))
        .order_by(waiting, SelfFound.id)
    )
    page: Page[Any] = paginate(wanted, number=number, size=size, scalars=False)
    return Page(items=[Row(*row) for row in page.items], total=page.total, number=page.number, size=page.size)


def proposal(found_id: int, *, lock: bool = False) -> SelfFound:
    """One, for who coordinates.

    Raises:
        NotFound: when there is none here, or it is of somebody with protected identity.
    """
    found = get(SelfFound, found_id, lock=lock)
    shown = select(Applicant.id).where(Applicant.id == found.applicant_id, visible_people(Applicant.email))
    if db.session.execute(shown).first() is None:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found


def _asked(found: SelfFound) -> tuple[Applicant, PlacementPeriod]:
    if found.status is not SelfFoundStatus.ASKED:
        raise Conflict(_("Förslaget är redan besvarat."))
    applicant = get(Applicant, found.applicant_id, lock=True)
    if applicant.status == ApplicantStatus.WITHDRAWN:
        raise Conflict(_("Den sökande har dragit sig ur."))
    return applicant, get(PlacementPeriod, applicant.period_id)


def _employer(region: Region, found: SelfFound, orgnr: str) -> Organisation:
    if not orgnr:
        named = (
            select(Organisation)
            .join(OrganisationRegion, OrganisationRegion.organisation_id == Organisation.id)
            .where(OrganisationRegion.region_id == region.id, Organisation.name_key == name_key(found.organisation_name))
            .where(Organisation.closed_on.is_(None), Organisation.merged_into_id.is_(None))
        )
        known = db.session.execute(named.order_by(Organisation.id).limit(2)).scalars().all()
        if len(known) == 1:
            return known[0]
    return register_organisation(
        name=found.organisation_name, region=region, orgnr=orgnr or None, municipality_code=found.municipality_code
    )
