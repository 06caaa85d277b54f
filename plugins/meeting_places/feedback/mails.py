"""The mail that asks what somebody thought of a meeting."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.i18n import speaking
from core.mail.templates import send_template
from core.plugins import MailTemplate, MailVariable
from core.web.format import format_date
from plugins.meeting_places.links import absolute
from plugins.meeting_places.registration.links import token_for

if TYPE_CHECKING:
    from core.regions.models import Region
    from plugins.meeting_places.meetings.models import Meeting
    from plugins.meeting_places.registration.models import Registration

ASKED = "meeting_places.feedback_asked"
TONGUE = "sv"

TEMPLATES = [
    MailTemplate(
        ASKED,
        _l("Vad tyckte du om mötet?"),
        _l("Till dem som var med på ett möte, när det är slut."),
        _l("Vad tyckte du? {{ meeting }}"),
        _l(
            "Hej\n\nTack för att du var med på {{ meeting }}. Vad tyckte du? Det tar två minuter att svara:\n\n{{ link }}\n\n"
            "Du kan svara och ändra ditt svar till och med {{ last_day }}. Arrangören ser svaren utan namn."
            "\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [
            MailVariable("meeting", _l("Mötets namn"), _l("Lärande på distans")),
            MailVariable("last_day", _l("Sista dagen att svara"), _l("24 november 2026")),
            MailVariable(
                "link", _l("Mottagarens egen länk"), "https://samkraft.example/r/exempel/meeting-places/feedback/abc", required=True
            ),
            MailVariable("sender", _l("Vem som skickar"), _l("Exempelregionen")),
            MailVariable("why", _l("Varför mejlet kommer"), _l("Du får mejlet för att du var anmäld till mötet."), required=True),
        ],
    )
]


def ask(region: Region, meeting: Meeting, registration: Registration, last_day: date) -> None:
    """Send somebody their own link."""
    with speaking(TONGUE):
        why = _("Du får mejlet för att du var anmäld till mötet.")
        day = format_date(last_day)
    values = {
        "meeting": meeting.title,
        "last_day": day,
        "link": absolute("give_feedback", region, token=token_for(registration)),
        "sender": region.name,
        "why": why,
    }
    send_template(kind=ASKED, to=registration.email, variables=values, region=region, tongue=TONGUE)
