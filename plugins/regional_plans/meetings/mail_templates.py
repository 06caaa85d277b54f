"""The standard words of the call to a meeting. A region may write its own."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins import MailTemplate, MailVariable

CALL = "regional_plans.meeting_call"

TEMPLATES = [
    MailTemplate(
        CALL,
        _l("Kallelse till ledningsgruppens möte"),
        _l("Till ledamöterna när någon skickar kallelsen."),
        _l("Kallelse: {{ meeting }}, {{ day }}"),
        _l(
            "Hej\n\nDu kallas till {{ meeting }}.\n\nTid: {{ day }}\nPlats: {{ place }}\n\nDagordning\n{{ agenda }}\n\n"
            "Mötets sida, för den som har konto:\n{{ link }}\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [
            MailVariable("meeting", _l("Mötets namn"), _l("Ledningsgruppens möte i mars")),
            MailVariable("day", _l("När mötet är"), _l("24 november 2026 kl. 09.00"), required=True),
            MailVariable("place", _l("Platsen eller länken"), _l("Regionens hus"), required=True),
            MailVariable("agenda", _l("Dagordningens punkter"), _l("1. Mötet öppnas\n2. Insatser som avviker"), required=True),
            MailVariable("link", _l("Mötets sida"), "https://samkraft.example/r/exempel/plan/meetings/1"),
            MailVariable("sender", _l("Vem som skickar"), _l("Exempelregionen")),
            MailVariable("why", _l("Varför mejlet kommer"), _l("Du får mejlet för att du sitter i ledningsgruppen."), required=True),
        ],
    )
]
