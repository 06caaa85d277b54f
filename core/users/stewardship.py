"""Accounts and sign-ins as records."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins.declarations import RecordType
from core.records.disposal import old_rows, together
from core.users.models import LoginToken, UserSession

SIGN_INS = together(
    old_rows(LoginToken, LoginToken.expires_at, "core:login_token"), old_rows(UserSession, UserSession.expires_at, "core:user_session")
)
RECORD_TYPES = [
    RecordType("core.account", _l("Konton och roller"), None, "Så länge kontot används; sedan raderas personen", per_region=False),
    RecordType(
        "core.sign_in",
        _l("Inloggningar"),
        0,
        "Uppgifter av tillfällig betydelse",
        keep_months=3,
        due=SIGN_INS.due,
        dispose=SIGN_INS.dispose,
        per_region=False,
    ),
]
