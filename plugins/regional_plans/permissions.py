"""What one may do here, and which roles may from the start."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins import Permission

READ = "regional_plans.plan.read"
MANAGE = "regional_plans.plan.manage"
MEETINGS = "regional_plans.meeting.manage"
REPORT = "regional_plans.action.report"
BOARD = "regional_plans.board.manage"

_REGION = ("strategist",)
_MEMBERS = (
    "strategist",
    "education_coordinator",
    "learning_centre_manager",
    "guidance_counsellor",
    "placement_coordinator",
    "employer_representative",
)

PERMISSIONS = [
    Permission(READ, _l("Läsa planer som inte är beslutade, och ledningsgruppens möten"), _MEMBERS),
    Permission(MANAGE, _l("Skriva planer och följa upp deras insatser"), _REGION),
    Permission(MEETINGS, _l("Kalla till ledningsgruppens möten och skriva protokoll"), _REGION),
    Permission(REPORT, _l("Rapportera hur den egna organisationens insatser går"), _MEMBERS, per_organisation=True),
    Permission(BOARD, _l("Föra planer och årsrapporter till nämnden och skriva in dess beslut"), _REGION),
]
