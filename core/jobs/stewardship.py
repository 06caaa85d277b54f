"""Finished work as records."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins.declarations import RecordType

# Finished rows hang together: one goes only when those that came of it are done. core.purge_outbox knows that, and cleans up itself.
RECORD_TYPES = [RecordType("core.job", _l("Avslutade jobb"), 0, "Rensas av sig självt efter 30–90 dagar", keep_months=3, per_region=False)]
