"""Placements in calendars: behind the mailed link, and in the feed of those who keep them. Nobody is named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from core.clock import today
from core.db import db
from core.i18n import gettext as _
from core.notices.calendar import write
from core.plugins import CalendarItem
from core.users.queries import organisations_where
from plugins.internships.after.cases import LIVE, Case
from plugins.internships.applicants.models import Applicant
from plugins.internships.offers.models import PlacementOffer
from plugins.internships.periods.models import PlacementPeriod
from plugins.internships.permissions import APPLICANTS, PLACES
from plugins.internships.rounds.models import Placement
from plugins.internships.scope import internship_scope

if TYPE_CHECKING:
    from core.regions.models import Region
    from core.users.models import User

MOST = 300


def of_case(region: Region, case: Case, url: str) -> bytes:
    """A calendar with one placement. The introduction is its description."""
    where = ", ".join(part for part in (case.offer.workplace, case.offer.address) if part)
    name = _("Praktik på %(workplace)s", workplace=case.offer.workplace)
    found = [
        CalendarItem(
            uid=f"internships:placement:{case.placement.id}",
            summary=name,
            start=case.period.starts_on,
            end=case.contract.ended_on or case.period.ends_on,
            updated=max(case.placement.updated_at, case.contract.updated_at, case.period.updated_at),
            url=url,
            location=where,
            description=case.contract.introduction,
        )
    ]
    return write(name, [(region, item) for item in found])


def items(region: Region, user: User | None) -> Sequence[CalendarItem]:
    """The placements to come and that go on, at one's own workplaces and of one's own school: one line for each offer."""
    if user is None:
        return []
    with internship_scope(region):
        school, employer = organisations_where(user, region, APPLICANTS), organisations_where(user, region, PLACES)
        wanted = (
            select(PlacementOffer, PlacementPeriod, func.count(), func.max(Placement.updated_at))
            .join(Placement, Placement.offer_id == PlacementOffer.id)
            .join(PlacementPeriod, PlacementPeriod.id == Placement.period_id)
            .join(Applicant, Applicant.id == Placement.applicant_id)
            .where(Placement.region_id == region.id, Placement.status.in_(LIVE), PlacementPeriod.ends_on >= today())
        )
        if not school.everywhere and not employer.everywhere:
            mine = or_(Applicant.school_id.in_(school.organisations), PlacementOffer.organisation_id.in_(employer.organisations))
            wanted = wanted.where(mine)
        wanted = wanted.group_by(PlacementOffer.id, PlacementPeriod.id).order_by(PlacementOffer.id).limit(MOST)
        return [
            CalendarItem(
                uid=f"internships:offer:{offer.id}",
                summary=_("Praktik på %(workplace)s: %(count)s personer", workplace=offer.workplace, count=count),
                start=period.starts_on,
                end=period.ends_on,
                updated=max(offer.updated_at, period.updated_at, changed),
                location=", ".join(part for part in (offer.workplace, offer.address) if part),
            )
            for offer, period, count, changed in db.session.execute(wanted)
        ]
