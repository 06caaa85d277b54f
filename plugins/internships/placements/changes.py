"""What coordinators and schools change by hand: lock, more time, end, place. Nothing here commits."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from core.audit.service import record
from core.clock import today
from core.db import db, get
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from plugins.internships.after.service import stop
from plugins.internships.applicants.models import Applicant, ApplicantStatus
from plugins.internships.applicants.service import withdraw
from plugins.internships.offers.models import PlacementOffer
from plugins.internships.periods.models import PeriodStatus, PlacementPeriod
from plugins.internships.placements import mail_templates, room
from plugins.internships.placements.queries import LIVE
from plugins.internships.placements.telling import tell_applicants, tell_employers
from plugins.internships.rounds.models import Placement, PlacementStatus

if TYPE_CHECKING:
    from core.regions.models import Region

CHANGEABLE = (PlacementStatus.PUBLISHED, PlacementStatus.ACCEPTED)
PLACEABLE = (PeriodStatus.MATCHING, PeriodStatus.PUBLISHED, PeriodStatus.RUNNING)


def set_lock(*, region: Region, placement: Placement, locked: bool) -> None:
    """Keep a placement where it is, whatever a repair would say; or let it move again.

    Raises:
        Conflict: when it has come to its end.
    """
    if placement.status not in LIVE:
        raise Conflict(_("Placeringen gäller inte längre."))
    if placement.is_locked != locked:
        placement.is_locked = locked
        db.session.flush()
        record("internships.placement.locked" if locked else "internships.placement.unlocked", region=region, subject=placement.ref)


def give_time(*, region: Region, placement: Placement, accept_by: date) -> None:
    """Another last day to answer.

    Raises:
        Conflict: when it is answered already.
        DomainError: when the day has passed, or the period has begun by then.
    """
    if placement.status != PlacementStatus.PUBLISHED:
        raise Conflict(_("Placeringen väntar inte på svar."))
    if not today() <= accept_by < get(PlacementPeriod, placement.period_id).starts_on:
        raise DomainError(_("Välj en dag från i dag till dagen innan praktiken börjar."), field="accept_by")
    placement.accept_by, placement.reminded_at = accept_by, None
    db.session.flush()
    record("internships.placement.given_time", region=region, subject=placement.ref, day=accept_by.isoformat())


def end(*, region: Region, placement: Placement, reason: str, leaves: bool = False) -> None:
    """End a placement before it has begun, and tell the applicant and the workplace why.

    Args:
        leaves: Whether the applicant is to have no placement at all in the period.

    Raises:
        Conflict: when it has begun, or come to its end.
    """
    if placement.status not in CHANGEABLE:
        raise Conflict(_("Placeringen har börjat eller gäller inte längre. Läs in sidan igen och se hur det står till."))
    period, applicant = get(PlacementPeriod, placement.period_id), get(Applicant, placement.applicant_id)
    take_back(region=region, placement=placement, reason=reason)
    if leaves:
        withdraw(region=region, applicant=applicant)
    tell_applicants(mail_templates.ENDED, region=region, period=period, about=[(applicant, placement, "", reason)])
    tell_employers(region=region, period=period, offer_ids=[placement.offer_id])


def take_back(*, region: Region, placement: Placement, reason: str, status: PlacementStatus = PlacementStatus.WITHDRAWN) -> None:
    """A placement no longer holds; one that has begun is interrupted. Tells nobody: the caller knows what comes instead."""
    before = placement.status
    if before == PlacementStatus.UNDER_WAY:
        status = PlacementStatus.INTERRUPTED
    placement.status, placement.reason, placement.is_locked = status, reason[:500], False
    db.session.flush()
    record("internships.placement.withdrawn", region=region, subject=placement.ref, reason=reason)
    if before == PlacementStatus.ACCEPTED:
        stop(region=region, placement=placement)


def place_by_hand(
    *, region: Region, period: PlacementPeriod, applicant: Applicant, offer: PlacementOffer, reason: str, accept_by: date | None = None
) -> Placement:
    """Give an applicant a place outside the match. The caller holds the period's lock. It is locked, so that no repair moves it.

    Raises:
        Conflict: when the period does not place, or the applicant has a place or has left.
        DomainError: when the place has no room for this applicant.
    """
    if period.status not in PLACEABLE:
        raise Conflict(_("Placera för hand när platserna fördelas eller är fördelade."))
    if applicant.period_id != period.id or applicant.status == ApplicantStatus.WITHDRAWN:
        raise Conflict(_("Den sökande är inte med i perioden."), field="applicant_id")
    sits = select(Placement.id).where(Placement.applicant_id == applicant.id, Placement.status.in_(LIVE))
    if db.session.execute(sits.limit(1)).first():
        raise Conflict(_("Den sökande har redan en plats."), field="applicant_id")
    if against := room.why_not(applicant, offer):
        raise DomainError(against, field="offer_id")
    made = Placement(
        region_id=region.id,
        period_id=period.id,
        applicant_id=applicant.id,
        offer_id=offer.id,
        status=PlacementStatus.PUBLISHED,
        is_locked=True,
        accept_by=accept_by or last_day(period),
        reason=reason,
    )
    db.session.add(made)
    db.session.flush()
    record("internships.placement.by_hand", region=region, subject=made.ref, workplace=offer.workplace, reason=reason)
    tell_applicants(mail_templates.OFFERED, region=region, period=period, about=[(applicant, made, "", "")])
    tell_employers(region=region, period=period, offer_ids=[offer.id])
    return made


def last_day(period: PlacementPeriod) -> date:
    """The last day to answer what is offered today; never later than the day before the start, never before today."""
    return max(today(), min(today() + timedelta(days=period.accept_days), period.starts_on - timedelta(days=1)))
