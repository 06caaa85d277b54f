"""Telling of orders: receivers by notice, units by mail, schools when the replies are in. Nothing here commits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.i18n import speaking
from core.mail.templates import send_template
from core.notices.service import notify
from core.organisations.models import Organisation
from core.organisations.queries import of_region
from core.plugins import NoticeKind
from core.users.queries import with_permission
from core.web.format import format_date
from plugins.internships import tokens
from plugins.internships.links import absolute
from plugins.internships.periods.models import PlacementPeriod
from plugins.internships.permissions import ANSWER, APPLICANTS, COORDINATE
from plugins.internships.requests.mail_templates import ASK, REMIND
from plugins.internships.requests.models import PlacementRequest, RequestShare
from plugins.internships.requests.queries import PURPOSE

if TYPE_CHECKING:
    from core.regions.models import Region

__all__ = ["ASK", "KINDS", "REMIND", "mail_unit", "tell_answered", "tell_sent"]
TONGUE = "sv"
SENT, ANSWERED = "internships.request_sent", "internships.request_answered"

KINDS = [
    NoticeKind(SENT, _l("Beställningar av praktikplatser"), _l("När en skola beställer platser."), default="now", audience=ANSWER),
    NoticeKind(ANSWERED, _l("Svar på beställningar"), _l("När enheterna har svarat på en beställning."), audience=APPLICANTS),
]


def tell_sent(region: Region, request: PlacementRequest, school: Organisation) -> None:
    """Tell those who answer for the receiver; where there is nobody, the region's coordinators."""
    users = with_permission(region, ANSWER, organisation_id=request.receiver_id) or with_permission(region, COORDINATE)
    notify(
        kind=SENT,
        users=users,
        region=region,
        key=str(request.id),
        title=_l("%(school)s beställer praktikplatser", school=school.name),
        body=_l("Dela ut beställningen till enheterna. Svara senast %(day)s.", day=request.reply_by.isoformat()),
        url=f"/r/{region.slug}/internships/requests/{request.id}",
        subject_ref=request.ref,
        group=school.name,
    )


def tell_answered(region: Region, request: PlacementRequest) -> None:
    """Tell the school that no more replies come."""
    receiver = of_region(region, request.receiver_id)
    notify(
        kind=ANSWERED,
        users=with_permission(region, APPLICANTS, organisation_id=request.school_id),
        region=region,
        key=f"{request.id}:{request.version}",
        title=_l("Svaren på beställningen hos %(receiver)s är klara", receiver=receiver.name),
        url=f"/r/{region.slug}/internships/orders/{request.id}",
        subject_ref=request.ref,
        group=receiver.name,
    )


def mail_unit(kind: str, *, region: Region, request: PlacementRequest, period: PlacementPeriod, share: RequestShare) -> None:
    """Mail a unit its link, for the first time or as a reminder."""
    with speaking(TONGUE):
        values = {
            "workplace": share.workplace,
            "school": of_region(region, request.school_id).name,
            "programme": request.programme,
            "places": str(share.asked),
            "period": period.title,
            "days": _("%(first)s till %(last)s", first=format_date(period.starts_on), last=format_date(period.ends_on)),
            "day": format_date(request.reply_by),
            "link": absolute("unit_reply", region, token=tokens.token_of(PURPOSE, share.seed)),
            "sender": of_region(region, request.receiver_id).name,
            "why": _("Du får mejlet för att din arbetsgivare har angett dig som kontakt för praktik hos %(region)s.", region=region.name),
        }
    send_template(kind=kind, to=share.email, variables=values, region=region, tongue=TONGUE)
