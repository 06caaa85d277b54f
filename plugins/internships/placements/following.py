"""Each morning: who has not answered is reminded, and who was too late loses the place. Nothing here commits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from core.clock import today
from core.db import db, utcnow
from core.i18n import gettext as _
from core.i18n import speaking
from plugins.internships.applicants.models import Applicant
from plugins.internships.periods.models import PeriodStatus, PlacementPeriod
from plugins.internships.placements import mail_templates, notices
from plugins.internships.placements.changes import take_back
from plugins.internships.placements.telling import TONGUE, tell_applicants, tell_employers
from plugins.internships.rounds.models import Placement, PlacementStatus

if TYPE_CHECKING:
    from core.regions.models import Region

DAYS_BEFORE = 2
BATCH = 500
Waiting = dict[int, list[tuple[PlacementPeriod, Applicant, Placement]]]


def remind(*, region: Region) -> int:
    """Remind, once, those whose last day is near. Returns how many."""
    near = [Placement.accept_by >= today(), Placement.accept_by <= today() + timedelta(days=DAYS_BEFORE), Placement.reminded_at.is_(None)]
    found = _waiting(region, near)
    for rows in found.values():
        for _period, _applicant, placement in rows:
            placement.reminded_at = utcnow()
        about = [(applicant, placement, "", "") for _period, applicant, placement in rows]
        tell_applicants(mail_templates.REMINDER, region=region, period=rows[0][0], about=about)
    db.session.flush()
    return sum(map(len, found.values()))


def lapse(*, region: Region) -> int:
    """Take back what was not answered in time, and tell those whom it concerns. What a coordinator has locked stays. Returns how many."""
    found = _waiting(region, [Placement.accept_by < today(), Placement.is_locked.is_(False)])
    with speaking(TONGUE):
        reason = _("Vi fick inget svar i tid.")
    for rows in found.values():
        period = rows[0][0]
        for _period, _applicant, placement in rows:
            take_back(region=region, placement=placement, reason=reason, status=PlacementStatus.DECLINED)
        about = [(applicant, placement, "", reason) for _period, applicant, placement in rows]
        tell_applicants(mail_templates.ENDED, region=region, period=period, about=about)
        tell_employers(region=region, period=period, offer_ids={placement.offer_id for _period, _applicant, placement in rows})
        notices.tell_lapsed(region, period, len(rows))
    return sum(map(len, found.values()))


def _waiting(region: Region, conditions: Sequence[object]) -> Waiting:
    wanted = (
        select(PlacementPeriod, Applicant, Placement)
        .join(Placement, Placement.period_id == PlacementPeriod.id)
        .join(Applicant, Applicant.id == Placement.applicant_id)
        .where(Placement.region_id == region.id, Placement.status == PlacementStatus.PUBLISHED)
        .where(PlacementPeriod.status.in_([PeriodStatus.PUBLISHED, PeriodStatus.RUNNING]), *conditions)  # type: ignore[arg-type]
        .order_by(Placement.id)
        .limit(BATCH)
        .with_for_update(of=Placement)
        .execution_options(populate_existing=True)
    )
    found: Waiting = defaultdict(list)
    for period, applicant, placement in db.session.execute(wanted):
        found[period.id].append((period, applicant, placement))
    return found
