"""The standard words of the mails that ask how actions go. A region may write its own."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins import MailTemplate, MailVariable

ASK, REMIND = "regional_plans.status_ask", "regional_plans.status_reminder"

_VARIABLES = [
    MailVariable("plan", _l("Planens namn"), _l("Plan för kompetensförsörjning 2027")),
    MailVariable("meeting", _l("Mötets namn"), _l("Ledningsgruppens möte i mars")),
    MailVariable("day", _l("När mötet är"), _l("24 november 2026 kl. 09.00"), required=True),
    MailVariable(
        "actions",
        _l("Insatserna, var och en med en länk för varje svar"),
        _l("Starta en utbildning\n  Går enligt plan: https://samkraft.example/r/exempel/plan/status/abc"),
        required=True,
    ),
    MailVariable("link", _l("Mottagarens egen länk"), "https://samkraft.example/r/exempel/plan/status/abc", required=True),
    MailVariable("sender", _l("Vem som skickar"), _l("Exempelregionen")),
    MailVariable("why", _l("Varför mejlet kommer"), _l("Du får mejlet för att du är kontaktperson."), required=True),
]

TEMPLATES = [
    MailTemplate(
        ASK,
        _l("Fråga om hur insatserna går"),
        _l("Till den som är kontaktperson för insatser i planen, före varje möte."),
        _l("Hur går det? Svara före mötet den {{ day }}"),
        _l(
            "Hej\n\nDen {{ day }} är det möte: {{ meeting }}. Berätta innan dess hur det går för det du ansvarar för i {{ plan }}.\n\n"
            "Öppna den länk som stämmer, skriv gärna en rad och spara. Du behöver inget konto.\n\n{{ actions }}\n\n"
            "Allt på en sida:\n{{ link }}\n\nDu kan ändra svaret fram till mötet. Länken är din egen.\n\n"
            "Vänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        _VARIABLES,
    ),
    MailTemplate(
        REMIND,
        _l("Påminnelse om hur insatserna går"),
        _l("Till den som inte har svarat, några dagar före mötet eller när någon påminner."),
        _l("Påminnelse: hur går det? Möte den {{ day }}"),
        _l(
            "Hej\n\nVi har inte fått ditt svar inför mötet den {{ day }}: {{ meeting }}. Det gäller {{ plan }}.\n\n"
            "Öppna den länk som stämmer och spara. Du behöver inget konto.\n\n{{ actions }}\n\nAllt på en sida:\n{{ link }}\n\n"
            "Vänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        _VARIABLES,
    ),
]
