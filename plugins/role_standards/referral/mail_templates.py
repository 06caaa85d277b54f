"""The standard words of the mails to those who are asked for remarks. A region may write its own."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins import MailTemplate, MailVariable

ASK, REMIND = "role_standards.referral_ask", "role_standards.referral_remind"

_TITLE = MailVariable("title", _l("Remissens namn"), _l("Barnskötare, version 1"))
_WHO = MailVariable("organisation", _l("Den som ska svara"), _l("Exempelkommunen"))
_MESSAGE = MailVariable("message", _l("Det som den som skickar har skrivit"), _l("Vi vill särskilt veta vad ni tycker om kraven."))
_DAY = MailVariable("day", _l("Sista dagen att svara"), _l("24 november 2026"), required=True)
_LINK = MailVariable("link", _l("Mottagarens egen länk"), "https://samkraft.example/r/exempel/role-standards/answer/abc", required=True)
_SENDER = MailVariable("sender", _l("Vem som skickar"), _l("Exempelregionen"))
_WHY = MailVariable("why", _l("Varför mejlet kommer"), _l("Du får mejlet för att din organisation ska svara på en remiss."), required=True)

TEMPLATES = [
    MailTemplate(
        ASK,
        _l("Remiss av en yrkesroll"),
        _l("Till dem som ska svara när ett utkast skickas på remiss."),
        _l("Remiss: {{ title }}"),
        _l(
            "Hej\n\n{{ organisation }} får härmed tillfälle att lämna synpunkter på {{ title }}.\n\n{{ message }}\n\n"
            "Läs utkastet och svara senast {{ day }}:\n{{ link }}\n\n"
            "Ni kan ändra svaret till och med sista dagen. Inget konto behövs."
            "\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [
            _TITLE,
            _WHO,
            _MESSAGE,
            _DAY,
            _LINK,
            _SENDER,
            _WHY,
        ],
    ),
    MailTemplate(
        REMIND,
        _l("Påminnelse om en remiss"),
        _l("Till dem som inte har svarat på en remiss."),
        _l("Påminnelse: {{ title }}"),
        _l(
            "Hej\n\n{{ organisation }} har inte svarat på remissen {{ title }} än. Sista dagen är {{ day }}. Svara här:\n{{ link }}"
            "\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [_TITLE, _WHO, _DAY, _LINK, _SENDER, _WHY],
    ),
]
