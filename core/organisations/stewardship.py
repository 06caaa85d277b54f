"""Organisations as records."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins.declarations import RecordType

RECORD_TYPES = [RecordType("core.organisation", _l("Organisationer"), None, "Så länge organisationen deltar", per_region=False)]
