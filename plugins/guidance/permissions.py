"""What one may do here, and which roles may from the start. The pages themselves are for everybody."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins import Permission

EDIT = "guidance.page.edit"
PROSPECTS = "guidance.prospect.manage"

_REGION = ("strategist", "education_coordinator")
_STAFF = ("guidance_counsellor", *_REGION)

PERMISSIONS = [
    Permission(EDIT, _l("Skriva lättlästa texter och texter på fler språk till vägledningens sidor"), _STAFF),
    Permission(PROSPECTS, _l("Läsa in prognoser för yrken"), _REGION),
]
