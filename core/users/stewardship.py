"""Accounts and sign-ins as records."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins.declarations import RecordType

RECORD_TYPES = [
    RecordType("core.account", _l("Konton och roller"), None, "Så länge kontot används; sedan raderas personen", per_region=False),
    RecordType("core.sign_in", _l("Inloggningar"), 0, "Uppgifter av tillfällig betydelse", keep_months=3, per_region=False),
]
