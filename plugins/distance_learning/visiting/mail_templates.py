"""The standard words of the mails to those who book. A region may write its own."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins import MailTemplate, MailVariable

CONFIRM = "distance_learning.visit_confirm"
TOLD = "distance_learning.visit_told"
REMIND = "distance_learning.visit_reminder"
CHECK_LIST = "distance_learning.check_list"

_LINK = MailVariable(
    "link", _l("Mottagarens egen länk"), "https://samkraft.example/r/exempel/distance-learning/mine/exam/abc", required=True
)
_WHAT = MailVariable("what", _l("Vad som är bokat"), _l("Tentamen i matematik"))
_WHEN = MailVariable("when", _l("När. Tom för läsgrupper."), _l("24 november 2026 klockan 09:00–13:00"))
_WHERE = MailVariable("where", _l("Var"), _l("Lärcentrum Exempel, Storgatan 1"))
_OUTCOME = MailVariable("outcome", _l("Vad som har hänt"), _l("Din plats är bokad."), required=True)
_CALENDAR = MailVariable(
    "calendar", _l("Länken till kalenderfilen. Tom när det inte finns någon tid."), "https://samkraft.example/mine.ics"
)
_SENDER = MailVariable("sender", _l("Vem som skickar"), _l("Lärcentrum Exempel"))
_WHY = MailVariable("why", _l("Varför mejlet kommer"), _l("Någon skrev den här adressen på bokningssidan."), required=True)
_LIST = MailVariable("list", _l("Checklistans punkter"), _l("1. Skaffa inloggning till skolans lärplattform."), required=True)

TEMPLATES = [
    MailTemplate(
        CONFIRM,
        _l("Bekräfta en bokning på lärcentrum"),
        _l("Till den som har bokat utan konto. Inget är bokat förrän länken är bekräftad."),
        _l("Bekräfta: {{ what }}"),
        _l(
            "Hej\n\nBekräfta att du vill ha det här:\n\n{{ what }}\n{{ when }}\n{{ where }}\n\n"
            "Öppna länken och tryck på Bekräfta inom två dygn:\n{{ link }}\n\nInnan dess är inget bokat.\n\n"
            "Vänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [_WHAT, _WHEN, _WHERE, _LINK, _SENDER, _WHY],
    ),
    MailTemplate(
        TOLD,
        _l("Besked om en bokning på lärcentrum"),
        _l("När en bokning är klar, flyttad, avböjd eller avbokad."),
        _l("{{ what }}: besked"),
        _l(
            "Hej\n\n{{ outcome }}\n\n{{ what }}\n{{ when }}\n{{ where }}\n\nSe eller avboka:\n{{ link }}\n\n{{ calendar }}\n\n"
            "Vänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [_WHAT, _WHEN, _WHERE, _OUTCOME, _LINK, _CALENDAR, _SENDER, _WHY],
    ),
    MailTemplate(
        REMIND,
        _l("Påminnelse om en bokning på lärcentrum"),
        _l("Dagen före."),
        _l("Påminnelse: {{ what }}"),
        _l(
            "Hej\n\nI morgon är det dags.\n\n{{ what }}\n{{ when }}\n{{ where }}\n\nKan du inte komma, avboka här så att någon annan får "
            "platsen:\n{{ link }}\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [_WHAT, _WHEN, _WHERE, _LINK, _SENDER, _WHY],
    ),
    MailTemplate(
        CHECK_LIST,
        _l("Checklista för nya distansstudenter"),
        _l("Till den som har bett om checklistan på sidan."),
        _l("Din checklista för distansstudier"),
        _l(
            "Hej\n\nHär är checklistan för dig som ska börja läsa på distans.\n\n{{ list }}\n\n"
            "Vänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [_LIST, _SENDER, _WHY],
    ),
]
