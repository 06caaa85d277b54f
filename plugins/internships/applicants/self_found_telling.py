"""Telling coordinators of a place that an applicant has found, and the applicant of the answer. Nothing here commits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.i18n import speaking
from core.mail.templates import send_template
from core.notices.service import notify
from core.plugins import NoticeKind
from core.users.queries import with_permission
from plugins.internships.applicants.links import token_for
from plugins.internships.applicants.mail_templates import OWN_APPROVED, OWN_REFUSED
from plugins.internships.applicants.models import Applicant, SelfFound, SelfFoundStatus
from plugins.internships.links import absolute
from plugins.internships.periods.models import PlacementPeriod
from plugins.internships.permissions import COORDINATE

if TYPE_CHECKING:
    from core.regions.models import Region

TONGUE = "sv"
ASKED = "internships.self_found_asked"

KINDS = [NoticeKind(ASKED, _l("Platser som sökande har ordnat"), _l("När någon föreslår en egen praktikplats."), audience=COORDINATE)]


def tell_asked(region: Region, period: PlacementPeriod, found: SelfFound) -> None:
    """Somebody has proposed a place. The notice names nobody."""
    notify(
        kind=ASKED,
        users=with_permission(region, COORDINATE),
        region=region,
        key=str(found.id),
        title=_l("En sökande har ordnat en egen plats: %(period)s", period=period.title),
        body=_l("Läs förslaget och svara ja eller nej."),
        url=f"/r/{region.slug}/internships/periods/{period.id}/own-places",
        subject_ref=period.ref,
        group=period.title,
    )


def mail_answer(region: Region, period: PlacementPeriod, applicant: Applicant, found: SelfFound) -> None:
    """Mail the answer to who proposed it."""
    approved = found.status is SelfFoundStatus.APPROVED
    with speaking(TONGUE):
        values = {
            "name": applicant.name,
            "period": period.title,
            "workplace": found.workplace or found.organisation_name,
            "reason": found.reason,
            "link": absolute("mine", region, token=token_for(applicant)),
            "sender": region.name,
            "why": _("Du får mejlet för att du har föreslagit en egen praktikplats."),
        }
        if approved:
            del values["reason"]
        send_template(kind=OWN_APPROVED if approved else OWN_REFUSED, to=applicant.email, variables=values, region=region, tongue=TONGUE)
