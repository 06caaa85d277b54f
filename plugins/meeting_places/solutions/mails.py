"""The mail to a solution's contact: does it still hold?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import mailed_links
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.i18n import speaking
from core.mail.templates import send_template
from core.plugins import MailTemplate, MailVariable
from plugins.meeting_places.links import absolute
from plugins.meeting_places.solutions.models import Solution

if TYPE_CHECKING:
    from core.regions.models import Region

ASKED = "meeting_places.solution_confirm"
PURPOSE = "meeting_places.solution"
TONGUE = "sv"

TEMPLATES = [
    MailTemplate(
        ASKED,
        _l("Stämmer en lokal lösning fortfarande?"),
        _l("Till den som är kontakt för en lösning i biblioteket, när det är länge sedan någon såg över den."),
        _l("Stämmer det fortfarande? {{ title }}"),
        _l(
            "Hej\n\nDu är kontakt för lösningen {{ title }} i biblioteket hos {{ sender }}. Det är länge sedan någon såg över den."
            "\n\nÖppna länken, läs igenom och säg om den stämmer:\n\n{{ link }}\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [
            MailVariable("title", _l("Lösningens namn"), _l("Handledare på distans")),
            MailVariable(
                "link",
                _l("Mottagarens egen länk"),
                "https://samkraft.example/r/exempel/meeting-places/solutions/confirm/abc",
                required=True,
            ),
            MailVariable("sender", _l("Vem som skickar"), _l("Exempelregionen")),
            MailVariable("why", _l("Varför mejlet kommer"), _l("Du får mejlet för att du är kontakt för lösningen."), required=True),
        ],
    )
]


def ask(region: Region, solution: Solution) -> bool:
    """Send the link, the same each time. False when no contact is named."""
    if not solution.contact_email:
        return False
    if not solution.confirm_seed:
        solution.confirm_seed = mailed_links.new_seed()
        solution.confirm_digest = mailed_links.digest(mailed_links.token_of(PURPOSE, solution.confirm_seed))
    token = mailed_links.token_of(PURPOSE, solution.confirm_seed)
    with speaking(TONGUE):
        why = _("Du får mejlet för att du står som kontakt för lösningen.")
    values = {
        "title": solution.title,
        "link": absolute("confirm_by_link", region, token=token),
        "sender": region.name,
        "why": why,
    }
    send_template(kind=ASKED, to=solution.contact_email, variables=values, region=region, tongue=TONGUE)
    return True
