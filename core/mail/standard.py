"""The standard words of core's own mails."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins.declarations import MailTemplate, MailVariable

SIGN_IN = "core.sign_in"
CONFIRM = "core.confirm"
NEW_EMAIL = "core.account.new_email"
ACCOUNT_MOVED = "core.account.email_changed"

_CODE = [
    MailVariable("code", _l("Koden"), "12345678", required=True),
    MailVariable("minutes", _l("Hur många minuter den gäller"), "10"),
]

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
    MailTemplate(
        CONFIRM,
        _l("Kod för att bekräfta vem du är"),
        _l("Koden till den som ska ändra något känsligt på sitt konto."),
        _l("Din kod till Samkraft"),
        _l(
            "Hej\n\nSkriv koden {{ code }} på sidan där du bad om den.\n\nKoden gäller i {{ minutes }} minuter och fungerar en gång.\n"
            "Du får det här mejlet för att någon ville ändra något känsligt på ditt konto. Var det inte du: avsluta alla andra "
            "inloggningar under Mitt konto.\n"
        ),
        _CODE,
        regional=False,
    ),
    MailTemplate(
        NEW_EMAIL,
        _l("Kod till en ny e-postadress"),
        _l("Koden som visar att den nya adressen går att läsa."),
        _l("Bekräfta din nya e-postadress i Samkraft"),
        _l(
            "Hej\n\nSkriv koden {{ code }} på sidan där du ändrar din adress.\n\nKoden gäller i {{ minutes }} minuter.\n"
            "Har du inte bett om det här kan du bortse från mejlet.\n"
        ),
        _CODE,
        regional=False,
    ),
    MailTemplate(
        ACCOUNT_MOVED,
        _l("Bytt e-postadress"),
        _l("Går till den gamla adressen när ett konto har fått en ny."),
        _l("Din e-postadress i Samkraft är ändrad"),
        _l(
            "Hej\n\nDitt konto har fått en annan e-postadress. Mejl går inte längre till den här adressen.\n\n"
            "Var det inte du: säg till din regions administratör.\n"
        ),
        [],
        regional=False,
    ),
]

# Mails whose words are put together for each, by what people call them in the mail log.
TITLES = {
    "core.feedback": _l("Synpunkter"),
    "core.join_request": _l("Ansökan om en roll"),
    "core.invitation": _l("Inbjudan till en roll"),
    "core.impersonation": _l("En administratör har sett regionen som någon annan"),
    "core.break_glass": _l("En roll gavs från servern"),
    "core.audit_head": _l("Händelseloggens sigill"),
}
