"""The call to a meeting, to every member of the group with an address. Nothing here commits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.audit.service import record
from core.db import utcnow
from core.errors import Conflict
from core.i18n import gettext as _
from core.i18n import speaking
from core.mail.templates import send_template
from plugins.regional_plans.links import absolute
from plugins.regional_plans.meetings import papers
from plugins.regional_plans.meetings.mail_templates import CALL
from plugins.regional_plans.meetings.models import MeetingStatus

if TYPE_CHECKING:
    from core.regions.models import Region
    from plugins.regional_plans.meetings.queries import WholeMeeting

TONGUE = "sv"


def send_call(*, region: Region, whole: WholeMeeting) -> int:
    """Call the group to a meeting, with its agenda as it is now.

    Returns:
        How many were mailed.

    Raises:
        Conflict: when the meeting is not to come, or there is nobody to call.
    """
    row = whole.row
    if row.status != MeetingStatus.PLANNED or row.starts_at <= utcnow():
        raise Conflict(_("Mötet är inte längre planerat, så det går inte att kalla till det."))
    addresses = dict.fromkeys(seat.member.email for seat in whole.seats if seat.member.email and seat.member.left_on is None)
    if not addresses:
        raise Conflict(_("Ingen ledamot har en e-postadress. Skriv in ledamöterna i ledningsgruppen först."))
    with speaking(TONGUE):
        values = {
            "meeting": row.title,
            "day": papers.when(whole),
            "place": ", ".join(part for part in (row.place, row.link) if part) or _("Meddelas senare"),
            "agenda": "\n".join(f"{n}. {item.title}" for n, item in enumerate(whole.items, 1)) or _("Kommer senare."),
            "link": absolute("meeting", region, meeting_id=row.id),
            "sender": region.name,
            "why": _("Du får mejlet för att du sitter i ledningsgruppen för %(plan)s.", plan=whole.plan.title),
        }
    for address in addresses:
        send_template(kind=CALL, to=address, variables=values, region=region, tongue=TONGUE)
    record("regional_plans.meeting.called", region=region, subject=row.ref, title=row.title, count=len(addresses))
    return len(addresses)
