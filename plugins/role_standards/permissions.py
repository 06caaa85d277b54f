"""What one may do here, and which roles may from the start. Standards in force are open to everybody.

What is `per_organisation` the people of a municipality have over their own municipality, and who holds the role for the whole region
has over all of them.
"""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins import Permission

READ = "role_standards.standard.read"
MANAGE = "role_standards.standard.manage"
PROPOSE = "role_standards.proposal.make"
ANSWER = "role_standards.referral.answer"
ADOPT = "role_standards.adoption.manage"
MAP = "role_standards.title.map"

_REGION = ("strategist", "education_coordinator")
_MEMBERS = (*_REGION, "learning_centre_manager", "guidance_counsellor", "placement_coordinator", "employer_representative")
_MUNICIPALITY = ("employer_representative", *_REGION)

PERMISSIONS = [
    Permission(READ, _l("Läsa utkast till yrkesroller, remisser och bevakade krav"), _MEMBERS),
    Permission(MANAGE, _l("Skriva yrkesroller, skicka dem på remiss och besluta om dem"), _REGION),
    Permission(PROPOSE, _l("Föreslå ändringar i utkast till yrkesroller och kommentera dem"), _MEMBERS),
    Permission(ANSWER, _l("Svara på remisser om yrkesroller för den egna organisationen"), _MUNICIPALITY, per_organisation=True),
    Permission(ADOPT, _l("Ange hur långt den egna kommunen har kommit med en yrkesroll"), _MUNICIPALITY, per_organisation=True),
    Permission(MAP, _l("Koppla den egna kommunens titlar till gemensamma yrkesroller"), _MUNICIPALITY, per_organisation=True),
]
