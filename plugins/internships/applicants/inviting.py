"""Mailing applicants their links, the first time and again to those who have not answered. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from core.audit.service import record
from core.clock import today
from core.db import db
from core.errors import Conflict
from core.i18n import gettext as _
from core.i18n import speaking
from core.mail.templates import send_template
from core.web.format import format_date
from plugins.internships.applicants.links import token_for
from plugins.internships.applicants.mail_templates import INVITED
from plugins.internships.applicants.models import Applicant, ApplicantStatus
from plugins.internships.links import absolute
from plugins.internships.periods.models import PeriodStatus, PlacementPeriod

if TYPE_CHECKING:
    from core.regions.models import Region

TONGUE = "sv"
DAYS_BEFORE = (7, 2)  # when those who are silent are reminded, the most first
BATCH = 200
SILENT = (ApplicantStatus.INVITED, ApplicantStatus.WISHING)


def invite(*, region: Region, period: PlacementPeriod, school_ids: Sequence[int]) -> int:
    """Mail the link to those of the schools' applicants who have not answered. Returns how many.

    Raises:
        Conflict: when nobody can wish in the period now.
    """
    if period.status != PeriodStatus.WISHING or period.wishes_by < today():
        raise Conflict(_("Länkarna kan skickas när perioden har öppnat för önskemål."))
    found = db.session.execute(_silent(period).where(Applicant.school_id.in_(school_ids))).scalars().all()
    _mail(region, period, found)
    if found:
        record("internships.applicant.invited", region=region, subject=period.ref, title=period.title, count=len(found))
    return len(found)


def remind_silent(*, region: Region) -> int:
    """Each morning: mail those who have not wished, once a week before wishes close and once two days before. Returns how many.

    A morning that was missed is made up for the next, and whom somebody has just mailed by hand is not mailed again.
    """
    wanted = select(PlacementPeriod).where(
        PlacementPeriod.region_id == region.id,
        PlacementPeriod.status == PeriodStatus.WISHING,
        PlacementPeriod.wishes_by.between(today(), today() + timedelta(days=max(DAYS_BEFORE))),
    )
    count = 0
    for period in db.session.execute(wanted.order_by(PlacementPeriod.id)).scalars().all():
        unmailed = or_(Applicant.mailed_on.is_(None), Applicant.mailed_on < _begun(period.wishes_by))
        found = db.session.execute(_silent(period).where(unmailed).limit(BATCH - count)).scalars().all()
        _mail(region, period, found)
        if found:
            record("internships.applicant.reminded", region=region, subject=period.ref, title=period.title, count=len(found))
        count += len(found)
        if count >= BATCH:
            break
    return count


def _begun(last: date) -> date:
    """The first day of the interval we are in, of those that end when wishes close."""
    days = min(before for before in DAYS_BEFORE if today() >= last - timedelta(days=before))
    return last - timedelta(days=days)


def _silent(period: PlacementPeriod) -> Any:
    wanted = select(Applicant).where(Applicant.period_id == period.id, Applicant.status.in_(SILENT))
    return wanted.order_by(Applicant.id).with_for_update()


def _mail(region: Region, period: PlacementPeriod, applicants: Sequence[Applicant]) -> None:
    with speaking(TONGUE):
        for applicant in applicants:
            values = {
                "name": applicant.name,
                "period": period.title,
                "day": format_date(period.wishes_by),
                "link": absolute("mine", region, token=token_for(applicant)),
                "sender": region.name,
                "why": _("Du får mejlet för att din skola har anmält dig till praktik hos %(region)s.", region=region.name),
            }
            send_template(kind=INVITED, to=applicant.email, variables=values, region=region, tongue=TONGUE)
            applicant.mailed_on = today()
    db.session.flush()
