"""Words for referrals, and the standard words of their mails. A region may write its own."""

from __future__ import annotations

from typing import Any

from core.i18n import lazy_gettext as _l
from core.plugins import MailTemplate, MailVariable
from core.referral.columns import ReferralStatus

STATUS: dict[ReferralStatus, Any] = {
    ReferralStatus.DRAFT: _l("Inte skickad än"),
    ReferralStatus.OPEN: _l("Ute på remiss"),
    ReferralStatus.CLOSED: _l("Avslutad"),
}
STATUS_TAG: dict[ReferralStatus, str] = {
    ReferralStatus.DRAFT: "neutral",
    ReferralStatus.OPEN: "info",
    ReferralStatus.CLOSED: "success",
}


def mail_templates(plugin: str, title: Any, *, ask: Any, example: Any, message: Any) -> list[MailTemplate]:
    """The two mails of a plugin's referrals.

    Args:
        title: What the first mail is called in the list of mails.
        ask: The first mail's text.
        example, message: A referral's name, and what its sender may have written, for the preview.
    """
    link = f"https://samkraft.example/r/exempel/{plugin.replace('_', '-')}/answer/abc"
    why = _l("Du får mejlet för att din organisation ska svara på en remiss.")
    variables = {
        "title": MailVariable("title", _l("Remissens namn"), example),
        "organisation": MailVariable("organisation", _l("Den som ska svara"), _l("Exempelkommunen")),
        "message": MailVariable("message", _l("Det som den som skickar har skrivit"), message),
        "day": MailVariable("day", _l("Sista dagen att svara"), _l("24 november 2026"), required=True),
        "link": MailVariable("link", _l("Mottagarens egen länk"), link, required=True),
        "sender": MailVariable("sender", _l("Vem som skickar"), _l("Exempelregionen")),
        "why": MailVariable("why", _l("Varför mejlet kommer"), why, required=True),
    }
    reminder = _l(
        "Hej\n\n{{ organisation }} har inte svarat på remissen {{ title }} än. Sista dagen är {{ day }}. Svara här:\n{{ link }}"
        "\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
    )
    return [
        MailTemplate(
            f"{plugin}.referral_ask",
            title,
            _l("Till dem som ska svara när ett utkast skickas på remiss."),
            _l("Remiss: {{ title }}"),
            ask,
            [*variables.values()],
        ),
        MailTemplate(
            f"{plugin}.referral_remind",
            _l("Påminnelse om en remiss"),
            _l("Till dem som inte har svarat på en remiss."),
            _l("Påminnelse: {{ title }}"),
            reminder,
            [variable for name, variable in variables.items() if name != "message"],
        ),
    ]
