"""What is kept, for how long."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins import RecordType

RECORD_TYPES = [
    RecordType("guidance.text", _l("Texter till vägledningens sidor"), None, "Uppgifter om verksamheten"),
    RecordType("guidance.prospect", _l("Inlästa prognoser"), None, "Uppgifter om verksamheten"),
]
