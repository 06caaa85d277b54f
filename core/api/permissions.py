"""What one may do with the API."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins.declarations import Permission

MANAGE_TOKENS = "core.api.manage"
MANAGE_WEBHOOKS = "core.webhook.manage"

PERMISSIONS = [
    Permission(MANAGE_TOKENS, _l("Skapa och återkalla nycklar till API:et"), ()),
    Permission(MANAGE_WEBHOOKS, _l("Skapa och ändra webhookar"), ()),
]
