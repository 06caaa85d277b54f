"""The standard words of the mails to those who are asked for their opinion. A region may write its own."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.referral.words import mail_templates

TEMPLATES = mail_templates(
    "role_standards",
    _l("Remiss av en yrkesroll"),
    ask=_l(
        "Hej\n\n{{ organisation }} får härmed tillfälle att lämna synpunkter på {{ title }}.\n\n{{ message }}\n\n"
        "Läs utkastet och svara senast {{ day }}:\n{{ link }}\n\n"
        "Ni kan ändra svaret till och med sista dagen. Inget konto behövs."
        "\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
    ),
    example=_l("Barnskötare, version 1"),
    message=_l("Vi vill särskilt veta vad ni tycker om kraven."),
)
