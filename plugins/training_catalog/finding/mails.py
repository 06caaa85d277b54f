"""The standard words of the mails of watches. A region may write its own."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins import MailTemplate, MailVariable

CONFIRM, NEWS = "training_catalog.watch_confirm", "training_catalog.watch_news"

_SEARCH = MailVariable("search", _l("Sökningen i ord"), _l("”undersköterska”, Kan följas från Norsjö"), required=True)
_LINK = MailVariable("link", _l("Länken"), "https://samkraft.example/r/exempel/training-catalog/", required=True)
_SENDER = MailVariable("sender", _l("Regionens namn"), _l("Exempelregionen"))
_WHY = MailVariable(
    "why", _l("Varför mejlet kommer och hur man slutar få det"), _l("Du får mejlet för att du bevakar sökningen."), required=True
)

TEMPLATES = [
    MailTemplate(
        CONFIRM,
        _l("Bekräfta bevakning av utbildningar"),
        _l("Till den som har bett om mejl om nya utbildningar."),
        _l("Vill du få mejl om nya utbildningar?"),
        _l(
            "Hej\n\nNågon har bett oss mejla dig när det kommer nya utbildningar för sökningen:\n{{ search }}\n\n"
            "Säg ja på sidan, så börjar vi. Du får högst ett mejl i veckan:\n{{ link }}\n\n"
            "Säger du inte ja inom en vecka tar vi bort adressen.\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [_SEARCH, _LINK, _SENDER, _WHY],
    ),
    MailTemplate(
        NEWS,
        _l("Nya utbildningar i en bevakning"),
        _l("Till den som bevakar en sökning, högst en gång i veckan."),
        _l("Nya utbildningar för din sökning"),
        _l(
            "Hej\n\nDet har kommit nytt för sökningen {{ search }}:\n\n{{ hits }}\n\n"
            "Visa alla:\n{{ link }}\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [_SEARCH, MailVariable("hits", _l("De nya utbildningarna"), _l("* Undersköterska"), required=True), _LINK, _SENDER, _WHY],
    ),
]
