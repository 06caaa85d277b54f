"""Receipts of forms as records."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins.declarations import RecordType
from core.records.disposal import old_rows
from core.web.models import Submission

USED = old_rows(Submission, Submission.created_at, "core:submission", key="key")
RECORD_TYPES = [
    RecordType(
        "core.submission",
        _l("Kvitton på formulär"),
        0,
        "Uppgifter av tillfällig betydelse",
        keep_months=1,
        due=USED.due,
        dispose=USED.dispose,
        per_region=False,
    )
]
