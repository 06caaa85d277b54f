"""The standard words of core's own mails."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins.declarations import MailTemplate, MailVariable

SIGN_IN = "core.sign_in"

# The same for all regions: who signs in must be able to tell a real mail from a false one.
TEMPLATES = [
    MailTemplate(
        SIGN_IN,
        _l("Inloggning"),
        _l("Länken och koden till den som loggar in."),
        _l("Logga in i Samkraft"),
        _l(
            "Hej\n\nÖppna länken för att logga in:\n{{ link }}\n\nEller skriv koden {{ code }} på sidan där du började.\n\n"
            "Länken och koden gäller i {{ minutes }} minuter och fungerar en gång.\n"
            "Du får det här mejlet för att någon angav din adress på inloggningssidan. Var det inte du kan du bortse från det.\n"
        ),
        [
            MailVariable("link", _l("Länken som loggar in"), "https://samkraft.example/sign-in/abc", required=True),
            MailVariable("code", _l("Koden som loggar in"), "12345678", required=True),
            MailVariable("minutes", _l("Hur många minuter de gäller"), "15"),
        ],
        regional=False,
    ),
]
