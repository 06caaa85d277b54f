"""The standard words of the mails to those who are interested in a course. A region may write its own."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins import MailTemplate, MailVariable

CONFIRM, KNOWN = "distance_learning.interest_confirm", "distance_learning.interest_known"
OFFER, OFFER_REMINDER = "distance_learning.seat_offer", "distance_learning.seat_reminder"
PROVIDER = "distance_learning.provider_reached"
NEWS, CANCELLED = "distance_learning.cohort_news", "distance_learning.cohort_cancelled"

_TITLE = MailVariable("title", _l("Kursens namn"), _l("Vård och omsorg"))
_LINK = MailVariable("link", _l("Mottagarens egen länk"), "https://samkraft.example/r/exempel/interest/abc", required=True)
_SENDER = MailVariable("sender", _l("Vem som skickar"), _l("Exempelregionen"))
_WHY = MailVariable("why", _l("Varför mejlet kommer"), _l("Du får mejlet för att du har anmält intresse."), required=True)
_DAY = MailVariable("day", _l("Sista dagen att svara"), _l("24 november 2026"), required=True)
_CENTRE = MailVariable("centre", _l("Lärcentrumets namn"), _l("Lärcentrum Exempel"))

TEMPLATES = [
    MailTemplate(
        CONFIRM,
        _l("Bekräfta en intresseanmälan"),
        _l("Det första mejlet till den som anmäler intresse för en kurs. Anmälan räknas först när länken är öppnad."),
        _l("Bekräfta ditt intresse för {{ title }}"),
        _l(
            "Hej\n\nNågon har skrivit din adress i en intresseanmälan till {{ title }} på {{ centre }}.\n\n"
            "Var det du? Bekräfta här, så räknas du med:\n{{ link }}\n\n"
            "På samma sida kan du senare byta lärcentrum, ångra dig eller ta bort dina uppgifter."
            "\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [_TITLE, _CENTRE, _LINK, _SENDER, _WHY],
    ),
    MailTemplate(
        KNOWN,
        _l("Länk till en intresseanmälan som redan finns"),
        _l("Till den som anmäler intresse en gång till med samma adress."),
        _l("Du är redan anmäld till {{ title }}"),
        _l(
            "Hej\n\nNågon skrev din adress i en ny intresseanmälan till {{ title }}. Du är redan anmäld, så ingenting har ändrats.\n\n"
            "Här ser du din anmälan:\n{{ link }}"
            "\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [_TITLE, _LINK, _SENDER, _WHY],
    ),
    MailTemplate(
        OFFER,
        _l("Erbjudande om plats"),
        _l("När en studiegrupp blir av, och när någon på väntelistan får en plats."),
        _l("Du har fått en plats på {{ title }}"),
        _l(
            "Hej\n\nDet blir en studiegrupp i {{ title }}, och du har fått en plats på {{ centre }}.\n\n"
            "Tacka ja eller nej senast {{ day }}:\n{{ link }}\n\nSvarar du inte går platsen till nästa på väntelistan."
            "\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [_TITLE, _CENTRE, _DAY, _LINK, _SENDER, _WHY],
    ),
    MailTemplate(
        OFFER_REMINDER,
        _l("Påminnelse om att svara på en plats"),
        _l("Till den som inte har svarat på erbjudandet om plats när sista dagen är nära."),
        _l("Påminnelse: vill du ha din plats på {{ title }}?"),
        _l(
            "Hej\n\nDu har en plats på {{ title }} som du inte har svarat på. Svara senast {{ day }}:\n{{ link }}"
            "\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [_TITLE, _DAY, _LINK, _SENDER, _WHY],
    ),
    MailTemplate(
        NEWS,
        _l("Nytt om en studiegrupp"),
        _l("När något annat har hänt som rör den som är anmäld: väntelista, plats, flytt, start."),
        _l("{{ title }}: {{ heading }}"),
        _l("Hej\n\n{{ news }}\n\nDin anmälan:\n{{ link }}\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"),
        [
            _TITLE,
            MailVariable("heading", _l("Vad som har hänt, några ord"), _l("du står på väntelistan")),
            MailVariable("news", _l("Vad som har hänt"), _l("Alla platser är tagna. Du står på väntelistan.")),
            _LINK,
            _SENDER,
            _WHY,
        ],
    ),
    MailTemplate(
        CANCELLED,
        _l("En kurs är inställd"),
        _l("Till alla som är anmälda när en kurs eller studiegrupp ställs in."),
        _l("{{ title }} är inställd"),
        _l(
            "Hej\n\n{{ title }} blir inte av.\n\n{{ reason }}\n\n{{ alternative }}\n\n"
            "Din anmälan finns kvar. Här kan du flytta den, ångra dig eller ta bort dina uppgifter:\n{{ link }}"
            "\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [
            _TITLE,
            MailVariable("reason", _l("Varför den är inställd"), _l("Skäl: anordnaren saknar lärare.")),
            MailVariable("alternative", _l("Vad man kan läsa i stället. Kan vara tomt."), _l("I stället kan du läsa Vård och omsorg 2.")),
            _LINK,
            _SENDER,
            _WHY,
        ],
    ),
    MailTemplate(
        PROVIDER,
        _l("Till anordnaren: tillräckligt många vill gå kursen"),
        _l("När intresset räcker till en studiegrupp och anordnaren inte har något konto här. Skickas en gång."),
        _l("Tillräckligt många vill gå {{ title }}"),
        _l(
            "Hej\n\nNu vill {{ counted }} gå {{ title }}, räknat över alla lärcentrum här. Det behövs {{ threshold }} för start.\n\n"
            "Kursens sida, med intresset per lärcentrum:\n{{ link }}\n\n"
            "Hör av dig om ni ger kursen, så får de anmälda besked. {{ contact }}"
            "\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [
            _TITLE,
            MailVariable("counted", _l("Hur många som räknas, med platser från arbetsgivare"), "12"),
            MailVariable("threshold", _l("Hur många som behövs"), "12"),
            MailVariable("link", _l("Kursens sida"), "https://samkraft.example/r/exempel/distance-learning/courses/5", required=True),
            MailVariable("contact", _l("Regionens mejladress. Kan vara tom."), "kontakt@samkraft.example"),
            _SENDER,
            _WHY,
        ],
    ),
]
