"""The standard words of the mails about what follows a placement. A region may write its own. No name of a student stands in them."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins import MailTemplate, MailVariable

ASKED, SIGNED, EVALUATE = "internships.after_link", "internships.agreement_signed", "internships.evaluate"

_WORKPLACE = MailVariable("workplace", _l("Arbetsplatsens namn"), _l("Exempelförskolan"))
_PERIOD = MailVariable("period", _l("Periodens namn"), _l("APL våren 2027"))
_START = MailVariable("start", _l("Första dagen"), _l("18 januari 2027"))
_DO = MailVariable("do", _l("Vad som ska göras"), _l("Läs avtalet och skriv under det."))
_LINK = MailVariable("link", _l("Mottagarens egen länk"), "https://samkraft.example/r/exempel/internships/after/abc", required=True)
_SENDER = MailVariable("sender", _l("Vem som skickar"), _l("Exempelregionen"))
_WHY = MailVariable("why", _l("Varför mejlet kommer"), _l("Du får mejlet för att du är part i en praktikplats."), required=True)

TEMPLATES = [
    MailTemplate(
        ASKED,
        _l("Länk till avtal och checklista för en praktikplats"),
        _l("Till den som gör praktiken, arbetsgivaren, skolan och handledaren när en plats har fått ja."),
        _l("Praktik på {{ workplace }}: avtal och checklista"),
        _l(
            "Hej\n\nEn praktikplats på {{ workplace }} är klar. {{ period }} börjar {{ start }}.\n\n{{ do }}"
            "\n\n{{ link }}\n\nLänken är din egen. Skicka den inte vidare.\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [_WORKPLACE, _PERIOD, _START, _DO, _LINK, _SENDER, _WHY],
    ),
    MailTemplate(
        SIGNED,
        _l("Avtalet om en praktikplats är underskrivet"),
        _l("Till de tre parterna när den sista har skrivit under."),
        _l("Avtalet är klart: {{ workplace }}"),
        _l(
            "Hej\n\nAlla tre har skrivit under avtalet om {{ workplace }}, {{ period }}. Hämta det här:"
            "\n\n{{ link }}\n\nLänken är din egen. Skicka den inte vidare.\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [_WORKPLACE, _PERIOD, _LINK, _SENDER, _WHY],
    ),
    MailTemplate(
        EVALUATE,
        _l("Dags att utvärdera en praktikplats"),
        _l("Till den som gör praktiken och handledaren efter halva tiden och i slutet."),
        _l("{{ what }}: {{ workplace }}"),
        _l(
            "Hej\n\nNu är det dags: {{ what }}. Det gäller {{ workplace }}, {{ period }}. Svara här:"
            "\n\n{{ link }}\n\nLänken är din egen. Skicka den inte vidare.\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [MailVariable("what", _l("Vilken utvärdering"), _l("Utvärdering i slutet")), _WORKPLACE, _PERIOD, _LINK, _SENDER, _WHY],
    ),
]
