"""Whether an applicant can be placed somewhere by hand: the same limits as the match keeps, asked one at a time."""

from __future__ import annotations

from sqlalchemy import func, select

from core.db import db, get
from core.i18n import gettext as _
from plugins.internships.applicants.models import Applicant
from plugins.internships.offers.models import OfferStatus, PlacementOffer, Quota, Supervisor
from plugins.internships.periods.models import Cap, CapScope
from plugins.internships.placements.queries import LIVE, sitting
from plugins.internships.rounds.models import Pin, PinKind, Placement


def why_not(applicant: Applicant, offer: PlacementOffer) -> str:
    """Why the applicant cannot have the place now; empty when nothing stands in the way."""
    if offer.period_id != applicant.period_id or offer.status != OfferStatus.OPEN:
        return _("Platsen är inte öppen i den sökandes period.")
    if left(offer) < 1:
        return _("Platsen är full.")
    if not _quota_has_room(applicant, offer):
        return _("De platser som är kvar är till för andra skolor.")
    if offer.supervisor_id is not None and not _supervisor_has_room(offer.supervisor_id, offer.period_id):
        return _("Handledaren kan inte ta emot fler.")
    if reason := _capped(applicant, offer):
        return reason
    forbidden = select(Pin.id).where(Pin.applicant_id == applicant.id, Pin.offer_id == offer.id, Pin.kind == PinKind.MUST_NOT)
    if db.session.execute(forbidden.limit(1)).first():
        return _("Samordnaren har bestämt att den sökande inte ska ha den platsen.")
    return ""


def left(offer: PlacementOffer) -> int:
    """Seats that nobody sits in."""
    return offer.capacity - sitting(offer)


def _count(*conditions: object) -> int:
    wanted = (
        select(func.count())
        .select_from(Placement)
        .join(PlacementOffer, PlacementOffer.id == Placement.offer_id)
        .join(Applicant, Applicant.id == Placement.applicant_id)
        .where(Placement.status.in_(LIVE), *conditions)  # type: ignore[arg-type]
    )
    return int(db.session.execute(wanted).scalar_one())


def _quota_has_room(applicant: Applicant, offer: PlacementOffer) -> bool:
    """Schools with a share use it first. What is in nobody's share is for everybody."""
    quotas = {row.school_id: row.places for row in db.session.execute(select(Quota).where(Quota.offer_id == offer.id)).scalars()}
    if not quotas:
        return True
    sits = dict(
        db.session.execute(
            select(Applicant.school_id, func.count())
            .join(Placement, Placement.applicant_id == Applicant.id)
            .where(Placement.offer_id == offer.id, Placement.status.in_(LIVE))
            .group_by(Applicant.school_id)
        ).all()
    )
    sits[applicant.school_id] = sits.get(applicant.school_id, 0) + 1
    beyond = sum(max(0, count - quotas.get(school, 0)) for school, count in sits.items())
    return beyond <= offer.capacity - sum(quotas.values())


def _supervisor_has_room(supervisor_id: int, period_id: int) -> bool:
    taken = _count(Placement.period_id == period_id, PlacementOffer.supervisor_id == supervisor_id)
    return taken < get(Supervisor, supervisor_id).capacity


def _capped(applicant: Applicant, offer: PlacementOffer) -> str:
    for cap in db.session.execute(select(Cap).where(Cap.period_id == offer.period_id).order_by(Cap.id)).scalars():
        here = Placement.period_id == offer.period_id
        if cap.scope == CapScope.EMPLOYER and cap.organisation_id == offer.organisation_id:
            full = _count(here, PlacementOffer.organisation_id == offer.organisation_id) >= cap.maximum
        elif cap.scope == CapScope.SCHOOL and cap.organisation_id == applicant.school_id:
            full = _count(here, Applicant.school_id == applicant.school_id) >= cap.maximum
        elif cap.scope == CapScope.AREA and cap.municipality_code == offer.municipality_code:
            full = _count(here, PlacementOffer.municipality_code == offer.municipality_code) >= cap.maximum
        else:
            continue
        if full:
            return _("Taket på %(n)s placeringar är nått. %(reason)s", n=cap.maximum, reason=cap.reason).strip()
    return ""
