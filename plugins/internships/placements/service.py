"""What can be done with placements once a match is published. Nothing here commits."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from sqlalchemy import select

from core.audit.service import record
from core.db import db
from plugins.internships.applicants.models import Applicant, ApplicantStatus
from plugins.internships.periods.models import PlacementPeriod
from plugins.internships.placements import mail_templates
from plugins.internships.placements.queries import LIVE
from plugins.internships.placements.telling import tell_applicants, tell_employers
from plugins.internships.rounds.models import Placement

if TYPE_CHECKING:
    from core.regions.models import Region


def announce(*, region: Region, period: PlacementPeriod, placements: Collection[Placement]) -> None:
    """Placements have been published: mail those who got one, those who did not, and the workplaces.

    Args:
        placements: The new ones, flushed, with `accept_by`. Those that stood before and still do are not told of again.
    """
    there = {placement.applicant_id: placement for placement in placements}
    sits = select(Placement.applicant_id).where(Placement.period_id == period.id, Placement.status.in_(LIVE))
    wanted = select(Applicant).where(Applicant.period_id == period.id, Applicant.status != ApplicantStatus.WITHDRAWN)
    people = {person.id: person for person in db.session.execute(wanted.order_by(Applicant.id)).scalars()}
    placed = [(person, there[person.id], "", "") for person in people.values() if person.id in there]
    seated = set(db.session.execute(sits).scalars())
    empty = [(person, None, "", "") for person in people.values() if person.id not in seated and person.status == ApplicantStatus.READY]
    tell_applicants(mail_templates.OFFERED, region=region, period=period, about=placed)
    tell_applicants(mail_templates.NONE, region=region, period=period, about=empty)
    tell_employers(region=region, period=period, offer_ids={placement.offer_id for placement in there.values()})
    record("internships.placement.announced", region=region, subject=period.ref, title=period.title, count=len(placed), without=len(empty))
