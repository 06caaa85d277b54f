"""Mails to those who register. What has happened is said in the words that the person chose to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.i18n import speaking
from core.mail.templates import send_template
from core.plugins import MailTemplate, MailVariable
from core.web.format import format_datetime
from plugins.meeting_places.links import absolute
from plugins.meeting_places.meetings.words import where
from plugins.meeting_places.registration.links import invitation_token, token_for
from plugins.meeting_places.registration.models import RegistrationStatus
from plugins.meeting_places.times import span

if TYPE_CHECKING:
    from core.regions.models import Region
    from plugins.meeting_places.meetings.models import Meeting
    from plugins.meeting_places.registration.models import MeetingInvitation, Registration

TOLD = "meeting_places.registration_told"
OFFERED = "meeting_places.place_offered"
REMINDED = "meeting_places.meeting_reminder"
CHANGED = "meeting_places.meeting_changed"
INVITED = "meeting_places.meeting_invitation"

_MEETING = MailVariable("meeting", _l("Mötets namn"), _l("Lärande på distans"))
_WHEN = MailVariable("when", _l("När mötet är"), _l("24 november 2026 kl. 09.00–12.00"))
_WHERE = MailVariable("where", _l("Var mötet är"), _l("På webben"))
_LINK = MailVariable(
    "link", _l("Mottagarens egen länk"), "https://samkraft.example/r/exempel/meeting-places/registration/abc", required=True
)
_CALENDAR = MailVariable(
    "calendar", _l("Raden med kalenderfilen. Tom när det inte finns någon plats."), _l("Lägg in mötet i din kalender.")
)
_OUTCOME = MailVariable("outcome", _l("Vad som har hänt"), _l("Du är anmäld."), required=True)
_SENDER = MailVariable("sender", _l("Vem som skickar"), _l("Exempelregionen"))
_WHY = MailVariable("why", _l("Varför mejlet kommer"), _l("Du får mejlet för att du är anmäld till mötet."), required=True)
_UNTIL = MailVariable("until", _l("Hur länge platsen hålls"), _l("24 november 2026 kl. 12.00"), required=True)
_LEAD = MailVariable("lead", _l("Hur nära mötet är"), _l("I morgon är det dags."))

TEMPLATES = [
    MailTemplate(
        TOLD,
        _l("Besked om en anmälan till ett möte"),
        _l("När någon anmäler sig, får en plats, ändrar eller avbokar."),
        _l("Din anmälan: {{ meeting }}"),
        _l(
            "Hej\n\n{{ outcome }}\n\n{{ meeting }}\n{{ when }}\n{{ where }}\n\nSe, ändra eller avboka:\n{{ link }}\n\n{{ calendar }}\n\n"
            "Vänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [_MEETING, _WHEN, _WHERE, _OUTCOME, _LINK, _CALENDAR, _SENDER, _WHY],
    ),
    MailTemplate(
        OFFERED,
        _l("En plats från väntelistan"),
        _l("Till den som står först på väntelistan när en plats blir ledig."),
        _l("En plats är ledig: {{ meeting }}"),
        _l(
            "Hej\n\nDet har blivit en plats ledig till mötet, och den är din om du vill ha den.\n\n"
            "{{ meeting }}\n{{ when }}\n{{ where }}\n\n"
            "Öppna länken och tacka ja senast {{ until }}. Efter det går platsen till nästa på listan.\n\n{{ link }}\n\n"
            "Vänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [_MEETING, _WHEN, _WHERE, _UNTIL, _LINK, _SENDER, _WHY],
    ),
    MailTemplate(
        REMINDED,
        _l("Påminnelse om ett möte"),
        _l("Dagen före och en timme före mötet."),
        _l("Påminnelse: {{ meeting }}"),
        _l(
            "Hej\n\n{{ lead }}\n\n{{ meeting }}\n{{ when }}\n{{ where }}\n\n"
            "På din sida finns programmet, och länken till mötet när det är dags. "
            "Där avbokar du också om du inte kan komma:\n{{ link }}\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [_MEETING, _WHEN, _WHERE, _LEAD, _LINK, _SENDER, _WHY],
    ),
    MailTemplate(
        CHANGED,
        _l("Ett möte är ändrat eller inställt"),
        _l("Till alla som är anmälda, när ett möte flyttas eller ställs in."),
        _l("Ändrat: {{ meeting }}"),
        _l(
            "Hej\n\n{{ outcome }}\n\n{{ meeting }}\n{{ when }}\n{{ where }}\n\nSe din anmälan:\n{{ link }}\n\n"
            "Vänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [_MEETING, _WHEN, _WHERE, _OUTCOME, _LINK, _SENDER, _WHY],
    ),
    MailTemplate(
        INVITED,
        _l("Inbjudan till ett möte"),
        _l("Till dem som arrangören bjuder in."),
        _l("Inbjudan: {{ meeting }}"),
        _l(
            "Hej\n\nDu är inbjuden till ett möte.\n\n{{ meeting }}\n{{ when }}\n{{ where }}\n\nLäs mer och anmäl dig här:\n{{ link }}\n\n"
            "Länken är din egen. Skicka den inte vidare.\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [_MEETING, _WHEN, _WHERE, _LINK, _SENDER, _WHY],
    ),
]

GOT_PLACE = _l("Du är anmäld.")
WAITS = _l("Mötet är fullt. Du står på väntelistan och får ett mejl om en plats blir ledig.")
ALREADY = _l(
    "Någon, troligen du, fyllde i anmälan en gång till med den här adressen. "
    "Din tidigare anmälan gäller som den är. Vill du ändra något, gör det på din sida."
)
MOVED_UP = _l("Det har blivit en plats ledig, och du har fått den. Kan du inte komma, avboka på din sida.")
TOOK_PLACE = _l("Du har tackat ja till platsen. Välkommen till mötet.")
CANCELLED = _l("Din anmälan är avbokad.")
TOO_LATE = _l(
    "Tiden att tacka ja till platsen har gått ut, och den har gått till nästa på listan. Vill du ändå vara med kan du anmäla dig på nytt."
)
ALTERED = _l("Din anmälan är ändrad.")
DAY_BEFORE = _l("Snart är det dags.")
HOUR_BEFORE = _l("Om en liten stund börjar mötet.")


def tell(region: Region, meeting: Meeting, registration: Registration, outcome: Any) -> None:
    """What has become of a registration. `outcome` is one of the sentences above."""
    _send(TOLD, region, meeting, registration, outcome=outcome)


def offer(region: Region, meeting: Meeting, registration: Registration) -> None:
    """A place is kept for somebody for a while."""
    _send(OFFERED, region, meeting, registration)


def remind(region: Region, meeting: Meeting, registration: Registration, lead: Any) -> None:
    """It begins soon."""
    _send(REMINDED, region, meeting, registration, lead=lead)


def changed(region: Region, meeting: Meeting, registration: Registration) -> None:
    """The meeting is moved, or will not be held."""
    if meeting.cancelled_at is None:
        _send(CHANGED, region, meeting, registration, outcome=_l("Tid eller plats för mötet har ändrats. Nu gäller det här."))
    else:
        _send(CHANGED, region, meeting, registration, outcome=_l("Mötet är inställt. %(reason)s", reason=meeting.cancelled_reason))


def invite(region: Region, meeting: Meeting, invitation: MeetingInvitation) -> None:
    """Somebody may register."""
    with speaking("sv"):
        values = {
            **_about(region, meeting),
            "link": absolute("register_invited", region, token=invitation_token(invitation)),
            "why": _("Du får mejlet för att arrangören har bjudit in dig till mötet."),
        }
    send_template(kind=INVITED, to=invitation.email, variables=values, region=region, tongue="sv")


def _about(region: Region, meeting: Meeting) -> dict[str, Any]:
    return {
        "meeting": meeting.title,
        "when": span(meeting.starts_at, meeting.ends_at),
        "where": where(meeting),
        "sender": region.name,
    }


def _send(template: str, region: Region, meeting: Meeting, registration: Registration, **more: Any) -> None:
    if not registration.email:
        return  # its personal parts have been taken away
    with speaking(registration.language):
        token = token_for(registration)
        values: dict[str, Any] = {
            **_about(region, meeting),
            "link": absolute("my_registration", region, token=token),
            "why": _(
                "Du får mejlet för att adressen är anmäld till mötet. Var det inte du kan du avboka med länken. "
                "Länken är personlig: skicka den inte vidare."
            ),
            **{key: str(value) for key, value in more.items()},
        }
        if template == TOLD:
            has_place = registration.status == RegistrationStatus.REGISTERED
            address = absolute("registration_calendar", region, token=token)
            values["calendar"] = _("Lägg in mötet i din kalender: %(link)s", link=address) if has_place else ""
        if template == OFFERED:
            values["until"] = format_datetime(registration.offered_until)
    send_template(kind=template, to=registration.email, variables=values, region=region, tongue=registration.language)
