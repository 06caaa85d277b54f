"""Sending the mails to those who book."""

from __future__ import annotations

from typing import Any

from core.i18n import gettext as _
from core.i18n import speaking
from core.mail.templates import send_template
from core.regions.models import Region
from plugins.distance_learning.visiting.kinds import Kind
from plugins.distance_learning.visiting.links import absolute
from plugins.distance_learning.visiting.mail_templates import CONFIRM, REMIND, TOLD
from plugins.distance_learning.visiting.models import ENDED, VisitStatus
from plugins.distance_learning.visiting.times import span
from plugins.distance_learning.visiting.tokens import token_of


def ask_to_confirm(region: Region, kind: Kind, booking: Any) -> None:
    """The first mail with the link."""
    _send(region, kind, booking, CONFIRM)


def remind(region: Region, kind: Kind, booking: Any) -> None:
    """The day before."""
    _send(region, kind, booking, REMIND)


def tell(region: Region, kind: Kind, booking: Any, outcome: Any) -> None:
    """What has become of it. `outcome` is a lazy text, written in the visitor's language."""
    _send(region, kind, booking, TOLD, outcome=outcome)


def _send(region: Region, kind: Kind, booking: Any, template: str, outcome: Any = None) -> None:
    if not booking.email:
        return  # its personal parts have been taken away, or somebody on the staff has booked
    with speaking(booking.language):
        facts = kind.facts(booking)
        token = token_of(booking.seed)
        where = facts.where
        if facts.secret and booking.status is VisitStatus.BOOKED:
            where = f"{where}\n{facts.secret}"
        values: dict[str, Any] = {
            "what": facts.what,
            "when": span(facts.starts_at, facts.ends_at) if facts.starts_at and facts.ends_at else facts.wish,
            "where": where,
            "link": absolute("mine", region, kind=kind.name, token=token),
            "sender": facts.sender,
            "why": _(
                "Du får mejlet för att någon skrev den här adressen på lärcentrumets sida. Var det inte du kan du bortse från det. "
                "Länken är personlig: skicka den inte vidare."
            ),
        }
        if template == TOLD:
            values["outcome"] = str(outcome)
            timed = facts.starts_at is not None and booking.status not in ENDED
            values["calendar"] = (
                _("Lägg in tiden i din kalender: %(link)s", link=absolute("mine_calendar", region, kind=kind.name, token=token))
                if timed and booking.status is VisitStatus.BOOKED
                else ""
            )
    send_template(kind=template, to=booking.email, variables=values, region=region, tongue=booking.language)
