"""The standard words of the mail with an applicant's link. A region may write its own."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins import MailTemplate, MailVariable

INVITED = "internships.applicant_invited"
OWN_APPROVED, OWN_REFUSED = "internships.own_place_approved", "internships.own_place_refused"

_OWN = [
    MailVariable("name", _l("Mottagarens namn"), "Demo Sökande"),
    MailVariable("period", _l("Periodens namn"), _l("APL våren 2027")),
    MailVariable("workplace", _l("Arbetsplatsen"), _l("Exempelförskolan"), required=True),
    MailVariable("link", _l("Mottagarens egen länk"), "https://samkraft.example/r/exempel/internships/mine/abc", required=True),
    MailVariable("sender", _l("Vem som skickar"), _l("Exempelregionen")),
    MailVariable("why", _l("Varför mejlet kommer"), _l("Du får mejlet för att du har föreslagit en egen praktikplats."), required=True),
]

TEMPLATES = [
    MailTemplate(
        INVITED,
        _l("Önska praktikplats"),
        _l("Till den som en skola har anmält, när önskemålen öppnar och som påminnelse."),
        _l("Önska praktikplats senast {{ day }}"),
        _l(
            "Hej {{ name }}\n\nDin skola har anmält dig till {{ period }}.\n\n"
            "Önska senast {{ day }} på din egen sida. Du behöver inget konto:\n{{ link }}"
            "\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [
            MailVariable("name", _l("Mottagarens namn"), "Demo Sökande"),
            MailVariable("period", _l("Periodens namn"), _l("APL våren 2027")),
            MailVariable("day", _l("Sista dagen att önska"), _l("24 november 2026"), required=True),
            MailVariable("link", _l("Mottagarens egen länk"), "https://samkraft.example/r/exempel/internships/mine/abc", required=True),
            MailVariable("sender", _l("Vem som skickar"), _l("Exempelregionen")),
            MailVariable("why", _l("Varför mejlet kommer"), _l("Du får mejlet för att din skola har anmält dig."), required=True),
        ],
    ),
    MailTemplate(
        OWN_APPROVED,
        _l("Egen praktikplats är godkänd"),
        _l("Till den som har ordnat en plats, när samordnaren säger ja."),
        _l("{{ workplace }} är godkänd som din praktikplats"),
        _l(
            "Hej {{ name }}\n\nDen plats du har ordnat till {{ period }} är godkänd: {{ workplace }}. Du behöver inte önska något mer.\n\n"
            "Din egen sida:\n{{ link }}\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        _OWN,
    ),
    MailTemplate(
        OWN_REFUSED,
        _l("Egen praktikplats är inte godkänd"),
        _l("Till den som har ordnat en plats, när samordnaren säger nej."),
        _l("{{ workplace }} kan inte bli din praktikplats"),
        _l(
            "Hej {{ name }}\n\nDen plats du har föreslagit till {{ period }} kan inte godkännas: {{ workplace }}.\n"
            "Skäl: {{ reason }}\n\nDu kan önska andra platser eller föreslå en ny på din egen sida:\n{{ link }}"
            "\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [*_OWN, MailVariable("reason", _l("Samordnarens skäl"), _l("Det finns ingen handledare."), required=True)],
    ),
]
