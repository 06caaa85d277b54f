"""The standard words of the mails to providers. A region may write its own."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins import MailTemplate, MailVariable

ASK, REMIND, DECIDED = "demand_pooling.request", "demand_pooling.request_reminder", "demand_pooling.request_decided"

_LINK = MailVariable("link", _l("Mottagarens egen länk"), "https://samkraft.example/r/exempel/demand-pooling/offer/abc", required=True)
_TITLE = MailVariable("title", _l("Yrket och nivån"), _l("Undersköterskor, gymnasial nivå"))
_DAY = MailVariable("day", _l("Sista dagen att svara"), _l("24 november 2026"))
_PEOPLE = MailVariable("people", _l("Hur många personer och arbetsgivare"), _l("16 personer hos 7 arbetsgivare"))
_PROVIDER = MailVariable("provider", _l("Anordnarens namn"), _l("Exempelskolan"))
_SENDER = MailVariable("sender", _l("Vem som frågar"), _l("Exempelregionen"))
_WHY = MailVariable("why", _l("Varför mejlet kommer"), _l("Du får mejlet för att regionen har valt er att fråga."), required=True)
_MESSAGE = MailVariable("message", _l("Strategens egna ord. Tom om inga skrevs."), _l("Vi tänker oss start i augusti."))
_OUTCOME = MailVariable("outcome", _l("Vad som beslutades"), _l("Vi har antagit ert erbjudande."), required=True)

TEMPLATES = [
    MailTemplate(
        ASK,
        _l("Förfrågan till en utbildningsanordnare"),
        _l("När en strateg frågar en anordnare om en utbildning för ett behovskluster."),
        _l("Förfrågan om utbildning: {{ title }}"),
        _l(
            "Hej\n\n{{ sender }} frågar om {{ provider }} kan ge en utbildning: {{ title }}. Det gäller {{ people }}.\n\n{{ message }}\n\n"
            "Läs underlaget och svara med ett erbjudande, eller tacka nej, senast {{ day }}:\n{{ link }}\n\n"
            "Vänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [_TITLE, _PEOPLE, _PROVIDER, _MESSAGE, _DAY, _LINK, _SENDER, _WHY],
    ),
    MailTemplate(
        REMIND,
        _l("Påminnelse om en förfrågan"),
        _l("Samma länk igen, till en anordnare som inte har svarat."),
        _l("Påminnelse: förfrågan om utbildning, {{ title }}"),
        _l(
            "Hej\n\nVi har frågat {{ provider }} om en utbildning: {{ title }}. Sista dagen att svara är {{ day }}.\n\n{{ link }}\n\n"
            "Vänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [_TITLE, _PROVIDER, _DAY, _LINK, _SENDER, _WHY],
    ),
    MailTemplate(
        DECIDED,
        _l("Beslut om en förfrågan"),
        _l("När en förfrågan är avgjord, till varje anordnare som fick den."),
        _l("Beslut: {{ title }}"),
        _l("Hej\n\n{{ outcome }}\n\nHär finns förfrågan och ert svar:\n{{ link }}\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"),
        [_TITLE, _PROVIDER, _OUTCOME, _LINK, _SENDER, _WHY],
    ),
]
