"""What one may do here, and which roles may from the start."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins import Permission

READ_CALLS = "funding.call.read"
MANAGE_CALLS = "funding.call.manage"
READ_PROJECTS = "funding.project.read"
MANAGE_PROJECTS = "funding.project.manage"
READ_PARTICIPANTS = "funding.participant.read"
MANAGE_PARTICIPANTS = "funding.participant.manage"
MANAGE_COLUMNS = "funding.columns.manage"

_REGION = ("strategist",)
_MEMBERS = ("strategist", "education_coordinator", "learning_centre_manager", "guidance_counsellor", "placement_coordinator")

PERMISSIONS = [
    Permission(READ_CALLS, _l("Se utlysningar och bevaka dem"), _MEMBERS),
    Permission(MANAGE_CALLS, _l("Lägga in utlysningar"), ("strategist", "education_coordinator")),
    Permission(READ_PROJECTS, _l("Se projektidéer och projekt, deras budget och uppföljning"), _MEMBERS),
    Permission(MANAGE_PROJECTS, _l("Skriva projektidéer och sköta projekt"), _REGION),
    Permission(READ_PARTICIPANTS, _l("Se projektens deltagare och deras närvaro"), _REGION, sensitive=True),
    Permission(
        MANAGE_PARTICIPANTS,
        _l("Sköta projektens deltagarregister, se personnummer och skicka månadsfiler"),
        _REGION,
        sensitive=True,
    ),
    Permission(MANAGE_COLUMNS, _l("Bestämma månadsfilens kolumner"), ()),
]
