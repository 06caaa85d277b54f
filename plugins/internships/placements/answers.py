"""The applicant's yes or no. Nothing here commits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from core.audit.service import record
from core.clock import today
from core.db import db, get, utcnow
from core.errors import Conflict
from core.i18n import gettext as _
from core.web.format import format_date
from plugins.internships.after.service import begin
from plugins.internships.applicants.models import Applicant, ApplicantStatus
from plugins.internships.offers.models import OfferStatus, PlacementOffer
from plugins.internships.periods.models import PlacementPeriod
from plugins.internships.placements import notices
from plugins.internships.placements.queries import KNOWN
from plugins.internships.placements.telling import tell_employers
from plugins.internships.rounds.models import Placement, PlacementStatus

if TYPE_CHECKING:
    from core.regions.models import Region


def accept(*, region: Region, applicant: Applicant, placement_id: int) -> Placement:
    """Say yes. From here on no repair moves the placement, unless the workplace itself falls away.

    Raises:
        Conflict: when it is answered already, too late, or there is nothing to answer any longer.
    """
    placement = _answerable(applicant, placement_id)
    if get(PlacementOffer, placement.offer_id).status == OfferStatus.WITHDRAWN:
        raise Conflict(_("Arbetsgivaren har dragit tillbaka platsen. Samordnaren söker en annan plats åt dig."))
    placement.status, placement.answered_at = PlacementStatus.ACCEPTED, utcnow()
    db.session.flush()
    record("internships.placement.accepted", region=region, subject=placement.ref)
    begin(region=region, placement=placement)
    return placement


def decline(*, region: Region, applicant: Applicant, placement_id: int) -> Placement:
    """Say no. The place is free for somebody else.

    Raises:
        Conflict: as `accept`.
    """
    placement = _answerable(applicant, placement_id)
    placement.status, placement.answered_at = PlacementStatus.DECLINED, utcnow()
    db.session.flush()
    record("internships.placement.declined", region=region, subject=placement.ref)
    period = get(PlacementPeriod, placement.period_id)
    notices.tell_declined(region, period, placement)
    tell_employers(region=region, period=period, offer_ids=[placement.offer_id])
    return placement


def _answerable(applicant: Applicant, placement_id: int) -> Placement:
    wanted = (
        select(Placement)
        .where(Placement.id == placement_id, Placement.applicant_id == applicant.id, Placement.status.in_(KNOWN))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = db.session.execute(wanted).scalar_one_or_none()
    if found is None:
        raise Conflict(_("Den platsen har du inte längre. Läs in sidan igen och se vad som gäller."))
    if applicant.status == ApplicantStatus.WITHDRAWN:
        raise Conflict(_("Din anmälan är tillbakadragen. Hör av dig till skolan om det är fel."))
    if found.status == PlacementStatus.WITHDRAWN:
        raise Conflict(_("Platsen gäller inte längre. Läs in sidan igen och se vad som gäller."))
    if found.status == PlacementStatus.DECLINED:
        raise Conflict(_("Du har redan tackat nej. Hör av dig till skolan om du har ändrat dig."))
    if found.status != PlacementStatus.PUBLISHED:
        raise Conflict(_("Du har redan tackat ja. Hör av dig till skolan om du har fått förhinder."))
    if found.accept_by is not None and found.accept_by < today():
        raise Conflict(_("Sista dagen att svara var %(day)s. Hör av dig till skolan.", day=format_date(found.accept_by)))
    return found
