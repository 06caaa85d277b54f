"""What one may do with the register."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins.declarations import Permission

READ = "core.organisation.read"
MANAGE = "core.organisation.manage"
OWN = "core.organisation.own"
_READERS = ("strategist", "education_coordinator", "learning_centre_manager", "guidance_counsellor", "placement_coordinator")

PERMISSIONS = [
    Permission(READ, _l("Se regionens organisationer"), _READERS, sensitive=True),
    Permission(MANAGE, _l("Lägga till, ändra och slå ihop organisationer"), ("strategist", "education_coordinator"), sensitive=True),
    Permission(
        OWN,
        _l("Se och ändra den egna organisationens uppgifter"),
        (*_READERS, "employer_representative", "provider_representative"),
        per_organisation=True,
    ),
]
