"""What visitors have told the region, as records."""

from __future__ import annotations

from core.feedback.models import Feedback
from core.i18n import lazy_gettext as _l
from core.plugins.declarations import RecordType
from core.records.disposal import old_rows

SAID = old_rows(Feedback, Feedback.created_at, "core:feedback", Feedback.handled_at.is_not(None))
RECORD_TYPES = [
    RecordType(
        "core.feedback",
        _l("Synpunkter på webbplatsen"),
        2,
        "Uppgifter av tillfällig betydelse",
        due=SAID.due,
        dispose=SAID.dispose,
    )
]
