"""Mailing applicants their links, the first time and again to those who have not answered. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select

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


def invite(*, region: Region, period: PlacementPeriod, school_ids: Sequence[int]) -> int:
    """Mail the link to those of the schools' applicants who have not answered. Returns how many.

    Raises:
        Conflict: when nobody can wish in the period now.
    """
    if period.status != PeriodStatus.WISHING or period.wishes_by < today():
        raise Conflict(_("Länkarna kan skickas när perioden har öppnat för önskemål."))
    wanted = select(Applicant).where(
        Applicant.period_id == period.id,
        Applicant.school_id.in_(school_ids),
        Applicant.status.in_([ApplicantStatus.INVITED, ApplicantStatus.WISHING]),
    )
    found = db.session.execute(wanted.order_by(Applicant.id)).scalars().all()
    with speaking(TONGUE):
        for applicant in found:
            values = {
                "name": applicant.name,
                "period": period.title,
                "day": format_date(period.wishes_by),
                "link": absolute("mine", region, token=token_for(applicant)),
                "sender": region.name,
                "why": _("Du får mejlet för att din skola har anmält dig till praktik hos %(region)s.", region=region.name),
            }
            send_template(kind=INVITED, to=applicant.email, variables=values, region=region, tongue=TONGUE)
    if found:
        record("internships.applicant.invited", region=region, subject=period.ref, title=period.title, count=len(found))
    return len(found)
