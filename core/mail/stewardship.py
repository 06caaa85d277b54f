"""Sent mail as records."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.mail.models import Mail
from core.plugins.declarations import RecordType
from core.records.disposal import old_rows

SENT = old_rows(Mail, Mail.created_at, "core:mail")
RECORD_TYPES = [
    RecordType("core.mail", _l("Skickade meddelanden"), 1, "Dataskyddsförordningen art. 5.1 e", due=SENT.due, dispose=SENT.dispose),
    RecordType(
        "core.mail_of_installation",
        _l("Skickade meddelanden utan region, som inloggningslänkar"),
        0,
        "Uppgifter av tillfällig betydelse",
        keep_months=3,
        due=SENT.due,
        dispose=SENT.dispose,
        per_region=False,
    ),
]
