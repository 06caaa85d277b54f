"""The standard words of the mails about orders. A region may write its own."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins import MailTemplate, MailVariable

ASK, REMIND = "internships.request_unit", "internships.request_reminder"

_VARIABLES = [
    MailVariable("workplace", _l("Enhetens namn"), _l("Exempelförskolan")),
    MailVariable("school", _l("Skolans namn"), _l("Exempelgymnasiet")),
    MailVariable("programme", _l("Utbildningen"), _l("Barn och fritid")),
    MailVariable("places", _l("Antal platser"), "3"),
    MailVariable("period", _l("Periodens namn"), _l("APL våren 2027")),
    MailVariable("days", _l("Första och sista dagen"), _l("18 januari 2027 till 26 mars 2027")),
    MailVariable("day", _l("Sista dagen att svara"), _l("24 november 2026"), required=True),
    MailVariable("link", _l("Mottagarens egen länk"), "https://samkraft.example/r/exempel/internships/reply/abc", required=True),
    MailVariable("sender", _l("Vem som skickar"), _l("Exempelkommunen")),
    MailVariable("why", _l("Varför mejlet kommer"), _l("Du får mejlet för att du är kontaktperson."), required=True),
]

TEMPLATES = [
    MailTemplate(
        ASK,
        _l("Fråga till en enhet om praktikplatser"),
        _l("Till den enhet som ska svara på en del av en skolas beställning."),
        _l("Hur många kan {{ workplace }} ta emot?"),
        _l(
            "Hej\n\n{{ school }} behöver praktikplatser till {{ period }}, {{ days }}. Vi frågar er om {{ places }} platser.\n"
            "Utbildning: {{ programme }}\n\nSvara senast {{ day }}. Det går att svara utan konto, och även att svara nej:\n{{ link }}"
            "\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        _VARIABLES,
    ),
    MailTemplate(
        REMIND,
        _l("Påminnelse till en enhet om praktikplatser"),
        _l("Till den enhet som inte har svarat, några dagar före sista dagen eller när mottagaren påminner."),
        _l("Svara senast {{ day }}: praktikplatser på {{ workplace }}"),
        _l(
            "Hej\n\nVi har inte fått ert svar om praktikplatser till {{ school }}, {{ period }}, {{ days }}. "
            "Vi frågar er om {{ places }} platser.\nUtbildning: {{ programme }}\n\nSvara senast {{ day }}. "
            "Det går även att svara nej:\n{{ link }}\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        _VARIABLES,
    ),
]
