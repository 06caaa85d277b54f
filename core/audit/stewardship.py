"""The audit log as a record."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins.declarations import RecordType

RECORD_TYPES = [RecordType("core.audit", _l("Händelselogg"), None, "Arkivlagen; bevaras tills myndigheten beslutar annat")]
