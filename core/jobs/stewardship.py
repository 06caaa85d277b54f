"""Finished work as records."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins.declarations import RecordType

RECORD_TYPES = [RecordType("core.job", _l("Avslutade jobb"), 0, "Uppgifter av tillfällig betydelse", keep_months=3, per_region=False)]
