"""The standard words of the mails to those who are asked for remarks. A region may write its own."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.referral.words import mail_templates

TEMPLATES = mail_templates(
    "regional_plans",
    _l("Remiss av en plan"),
    ask=_l(
        "Hej\n\n{{ organisation }} får härmed tillfälle att lämna synpunkter på {{ title }}.\n\n{{ message }}\n\n"
        "Läs utkastet och svara senast {{ day }}:\n{{ link }}\n\n"
        "Ni kan skriva synpunkter på varje del av planen och fortsätta en annan dag. Inget konto behövs."
        "\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
    ),
    example=_l("Regional plan för kompetensförsörjning"),
    message=_l("Vi vill särskilt veta vad ni tycker om insatserna."),
)
