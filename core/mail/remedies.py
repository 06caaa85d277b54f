"""What an administrator can do about a mail that was not sent, from what the server said."""

from __future__ import annotations

import re

from core.i18n import gettext as _
from core.mail.models import Mail


def remedy(mail: Mail) -> str:
    """One sentence or two; empty when there is nothing to do."""
    if not mail.error or mail.sent_at is not None:
        return ""
    if mail.error.startswith("STARTTLS"):
        return _("E-postservern erbjuder ingen kryptering, så inget skickas dit. Be den som driver webbplatsen att rätta det.")
    if mail.failed_at is None:
        return _("Vi försöker igen av oss själva. Du behöver inte göra något.")
    code = re.match(r"([45])\d\d\b(?:\s+\d\.(\d)\.)?", mail.error)
    if code is None:
        return _("E-postservern svarar inte. Be den som driver webbplatsen att kontrollera den, och skicka sedan om.")
    if code[1] == "4":
        return _("Mottagarens server har inte tagit emot mejlet på flera timmar. Skicka om när den fungerar.")
    if code[2] == "7":
        return _("Mottagarens server litar inte på avsändaren. Be den som driver webbplatsen att kontrollera SPF, DKIM och avsändaradress.")
    return _("Mottagarens server tar inte emot mejlet. Kontrollera adressen med personen, rätta den och skicka om.")
