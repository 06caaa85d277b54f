"""Mails that ask how actions go, with a link for each answer. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core import mailed_links
from core.i18n import gettext as _
from core.i18n import ngettext, speaking
from core.mail.templates import send_template
from core.web.format import format_datetime
from plugins.regional_plans.actions.models import Action, ActionStatus
from plugins.regional_plans.actions.words import STATUS
from plugins.regional_plans.links import absolute
from plugins.regional_plans.status.mail_templates import ASK, REMIND

if TYPE_CHECKING:
    from core.regions.models import Region
    from plugins.regional_plans.meetings.models import GroupMeeting
    from plugins.regional_plans.plans.models import Plan
    from plugins.regional_plans.status.models import StatusRequest

__all__ = ["ASK", "PURPOSE", "REMIND", "ask", "link"]
PURPOSE = "regional_plans.status"
TONGUE = "sv"
MOST = 25  # actions with links of their own in one mail
ANSWERS = (ActionStatus.ON_TRACK, ActionStatus.DELAYED, ActionStatus.STOPPED, ActionStatus.DONE)


def link(region: Region, request: StatusRequest, action: Action | None = None, status: ActionStatus | None = None) -> str:
    """The address where a question is answered; with an action and a status, the answer that is filled in."""
    more = {"action": action.id, "status": status.value} if action is not None and status is not None else {}
    return absolute("status_answer", region, token=mailed_links.token_of(PURPOSE, request.seed), **more)


def ask(kind: str, *, region: Region, meeting: GroupMeeting, plan: Plan, request: StatusRequest, actions: Sequence[Action]) -> None:
    """Ask a contact about their actions."""
    with speaking(TONGUE):
        parts = ["\n".join([each.title, *_answers(region, request, each)]) for each in actions[:MOST]]
        left = len(actions) - MOST
        if left > 0:
            parts.append(ngettext("Och en insats till, på sidan nedan.", "Och %(num)s insatser till, på sidan nedan.", left))
        values = {
            "plan": plan.title,
            "meeting": meeting.title,
            "day": format_datetime(meeting.starts_at),
            "actions": "\n\n".join(parts),
            "link": link(region, request),
            "sender": region.name,
            "why": _("Du får mejlet för att du är kontaktperson för insatser i planen hos %(region)s.", region=region.name),
        }
    send_template(kind=kind, to=request.email, variables=values, region=region, tongue=TONGUE)


def _answers(region: Region, request: StatusRequest, action: Action) -> list[str]:
    return [f"  {STATUS[status]}: {link(region, request, action, status)}" for status in ANSWERS]
