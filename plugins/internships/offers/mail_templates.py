"""The standard words of the mails about places. A region may write its own."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins import MailTemplate, MailVariable

AGAIN = "internships.offer_again"

TEMPLATES = [
    MailTemplate(
        AGAIN,
        _l("Fråga om en praktikplats erbjuds igen"),
        _l("Till den som erbjöd en plats förra perioden, när platser samlas in till nästa."),
        _l("Kan ni ta emot någon igen: {{ title }}?"),
        _l(
            "Hej\n\nFörra gången tog ni emot på {{ workplace }}. Nu samlar vi in platser till {{ period }}.\n\n"
            "Svara senast {{ day }}. Platsen är ifylld från förra gången, så det går fort:\n{{ link }}"
            "\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [
            MailVariable("title", _l("Vad den som kommer gör"), _l("Barnskötare")),
            MailVariable("workplace", _l("Arbetsplatsens namn"), _l("Exempelförskolan")),
            MailVariable("period", _l("Periodens namn"), _l("APL våren 2027")),
            MailVariable("day", _l("Sista dagen att svara"), _l("24 november 2026"), required=True),
            MailVariable("link", _l("Mottagarens egen länk"), "https://samkraft.example/r/exempel/internships/again/abc", required=True),
            MailVariable("sender", _l("Vem som skickar"), _l("Exempelregionen")),
            MailVariable("why", _l("Varför mejlet kommer"), _l("Du får mejlet för att du är kontaktperson."), required=True),
        ],
    ),
]
