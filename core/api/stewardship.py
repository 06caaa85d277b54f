"""Traffic of the API as records."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins.declarations import RecordType

RECORD_TYPES = [
    RecordType(
        "core.api_traffic", _l("Meddelanden till andra system"), 0, "Uppgifter av tillfällig betydelse", keep_months=1, per_region=False
    )
]
