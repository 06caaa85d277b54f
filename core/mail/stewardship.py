"""Sent mail as records."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins.declarations import RecordType

RECORD_TYPES = [RecordType("core.mail", _l("Skickade meddelanden"), 1, "Dataskyddsförordningen art. 5.1 e")]
