"""What visitors have told the region, as records."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins.declarations import RecordType

RECORD_TYPES = [RecordType("core.feedback", _l("Synpunkter på webbplatsen"), 2, "Uppgifter av tillfällig betydelse")]
