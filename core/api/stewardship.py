"""Tokens and traffic of the API as records."""

from __future__ import annotations

from core.api.models import ApiToken
from core.i18n import lazy_gettext as _l
from core.plugins.declarations import RecordType
from core.records.disposal import old_rows

TOKENS = old_rows(ApiToken, ApiToken.expires_at, "core:api_token")
RECORD_TYPES = [
    RecordType(
        "core.api_token",
        _l("Nycklar till API:et"),
        1,
        "Uppgifter av tillfällig betydelse; tiden räknas från att nyckeln slutade gälla",
        due=TOKENS.due,
        dispose=TOKENS.dispose,
    ),
    RecordType(
        "core.api_traffic", _l("Meddelanden till andra system"), 0, "Uppgifter av tillfällig betydelse", keep_months=1, per_region=False
    ),
]
