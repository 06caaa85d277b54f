"""Notices as records."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins.declarations import RecordType

RECORD_TYPES = [RecordType("core.notice", _l("Meddelanden till personer"), 1, "Uppgifter av tillfällig betydelse", per_region=False)]
