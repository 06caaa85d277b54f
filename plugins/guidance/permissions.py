"""What one may do here, and which roles may from the start. The pages themselves are for everybody."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins import Permission

EDIT = "guidance.page.edit"
PROSPECTS = "guidance.prospect.manage"
PROFILE = "guidance.profile.write"
OFFER = "guidance.visit.offer"
BOOK = "guidance.visit.book"
WORKSPACE = "guidance.workspace.use"
LEARN = "guidance.module.take"
MODULES = "guidance.module.manage"

_REGION = ("strategist", "education_coordinator")
_STAFF = ("guidance_counsellor", *_REGION)
LEARNERS = ("guidance_counsellor", "learning_centre_manager", "placement_coordinator", "strategist", "education_coordinator")
_EMPLOYERS = ("employer_representative", *_REGION)

PERMISSIONS = [
    Permission(EDIT, _l("Skriva texter till vägledningens sidor och visa arbetsgivares profiler för alla"), _STAFF),
    Permission(PROSPECTS, _l("Läsa in prognoser för yrken"), _REGION),
    Permission(PROFILE, _l("Skriva den egna organisationens profil"), _EMPLOYERS, per_organisation=True),
    Permission(OFFER, _l("Erbjuda studiebesök och prova-på-dagar hos den egna organisationen"), _EMPLOYERS, per_organisation=True),
    Permission(
        BOOK,
        _l("Boka och avboka studiebesök och prova-på-dagar"),
        ("placement_coordinator", "learning_centre_manager", "provider_representative", "employer_representative", *_STAFF),
    ),
    Permission(WORKSPACE, _l("Samla vägar i egna listor och dela dem"), _STAFF),
    Permission(LEARN, _l("Gå moduler för den som vägleder och följa sin egen kompetensutveckling"), LEARNERS),
    Permission(MODULES, _l("Göra moduler för den som vägleder och se hur många som har gått dem"), _REGION),
]
