"""The standard words of the mails about placements. A region may write its own."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins import MailTemplate, MailVariable

OFFERED, NONE, REMINDER, CHANGED, ENDED, RECEIVES = (
    f"internships.placement_{name}" for name in ("offered", "none", "reminder", "changed", "ended", "receives")
)

_NAME = MailVariable("name", _l("Mottagarens namn"), "Demo Sökande")
_PERIOD = MailVariable("period", _l("Periodens namn"), _l("APL våren 2027"))
_WORKPLACE = MailVariable("workplace", _l("Arbetsplatsen och arbetsgivaren"), _l("Exempelförskolan, Exempelkommunen"))
_DAYS = MailVariable("days", _l("Första och sista dagen"), _l("18 januari 2027 till 26 mars 2027"))
_DAY = MailVariable("day", _l("Sista dagen att svara"), _l("24 november 2026"), required=True)
_LINK = MailVariable("link", _l("Mottagarens egen länk"), "https://samkraft.example/r/exempel/internships/mine/abc", required=True)
_SENDER = MailVariable("sender", _l("Vem som skickar"), _l("Exempelregionen"))
_WHY = MailVariable("why", _l("Varför mejlet kommer"), _l("Du får mejlet för att din skola har anmält dig."), required=True)

TEMPLATES = [
    MailTemplate(
        OFFERED,
        _l("Du har fått en praktikplats"),
        _l("Till den som har fått en plats, när platserna är fördelade."),
        _l("Din praktikplats: {{ workplace }}"),
        _l(
            "Hej {{ name }}\n\nDu har fått en plats i {{ period }}: {{ workplace }}, {{ days }}.\n\n"
            "Tacka ja eller nej senast {{ day }}. På din sida står också varför du fick just den platsen:\n{{ link }}"
            "\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [_NAME, _PERIOD, _WORKPLACE, _DAYS, _DAY, _LINK, _SENDER, _WHY],
    ),
    MailTemplate(
        NONE,
        _l("Du har ingen praktikplats än"),
        _l("Till den som inte fick någon plats, när platserna är fördelade."),
        _l("Du har ingen praktikplats än"),
        _l(
            "Hej {{ name }}\n\nPlatserna i {{ period }} är fördelade, och du har inte fått någon plats än. "
            "Samordnaren söker vidare åt dig. På din sida står varför:\n{{ link }}"
            "\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [_NAME, _PERIOD, _LINK, _SENDER, _WHY],
    ),
    MailTemplate(
        REMINDER,
        _l("Påminnelse att svara om praktikplatsen"),
        _l("Till den som inte har svarat, två dagar innan platsen går till någon annan."),
        _l("Svara senast {{ day }}: {{ workplace }}"),
        _l(
            "Hej {{ name }}\n\nDu har inte svarat om platsen i {{ period }}: {{ workplace }}.\n\n"
            "Svara senast {{ day }}. Sedan kan platsen gå till någon annan:\n{{ link }}"
            "\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [_NAME, _PERIOD, _WORKPLACE, _DAY, _LINK, _SENDER, _WHY],
    ),
    MailTemplate(
        CHANGED,
        _l("Du har fått en annan praktikplats"),
        _l("Till den som får en annan plats än tidigare."),
        _l("Din praktikplats är ändrad: {{ workplace }}"),
        _l(
            "Hej {{ name }}\n\nDin plats i {{ period }} är ändrad.\n\nFörut: {{ before }}\n"
            "Nu: {{ workplace }}, {{ days }}\nSkäl: {{ cause }}\n\n"
            "Tacka ja eller nej senast {{ day }}:\n{{ link }}"
            "\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [
            _NAME,
            _PERIOD,
            MailVariable("before", _l("Arbetsplatsen förut"), _l("Exempelskolan, Exempelkommunen")),
            _WORKPLACE,
            _DAYS,
            MailVariable("cause", _l("Varför platsen är ändrad"), _l("Arbetsgivaren har dragit tillbaka platsen.")),
            _DAY,
            _LINK,
            _SENDER,
            _WHY,
        ],
    ),
    MailTemplate(
        ENDED,
        _l("Din praktikplats gäller inte längre"),
        _l("Till den som inte längre har någon plats."),
        _l("Din praktikplats gäller inte längre: {{ workplace }}"),
        _l(
            "Hej {{ name }}\n\nDin plats i {{ period }} gäller inte längre: {{ workplace }}.\nSkäl: {{ cause }}\n\n"
            "På din sida ser du hur det står till:\n{{ link }}"
            "\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [
            _NAME,
            _PERIOD,
            _WORKPLACE,
            MailVariable("cause", _l("Varför platsen inte gäller längre"), _l("Arbetsgivaren har dragit tillbaka platsen.")),
            _LINK,
            _SENDER,
            _WHY,
        ],
    ),
    MailTemplate(
        RECEIVES,
        _l("Så många kommer till arbetsplatsen"),
        _l("Till arbetsplatsens kontaktperson, när någon får platsen eller det ändras vem som kommer."),
        _l("Praktik på {{ workplace }}: {{ count }}"),
        _l(
            "Hej\n\nPå {{ workplace }} är det nu {{ count }} som ska ha praktik i {{ period }}, {{ days }}.\n\n"
            "Den som kan logga in ser vilka som kommer här:\n{{ link }}"
            "\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [
            _WORKPLACE,
            _PERIOD,
            _DAYS,
            MailVariable("count", _l("Hur många som ska komma"), "2", required=True),
            MailVariable("link", _l("Adressen till arbetsgivarens sida"), "https://samkraft.example/r/exempel/receives", required=True),
            _SENDER,
            _WHY,
        ],
    ),
]
