"""What one may do here, and which roles may from the start.

What is `per_organisation` an organiser has over the meetings and solutions of their own organisation; who holds the role for the whole
region has over all of them. `core.users.queries.organisations_where` tells.
"""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins import Permission

READ = "meeting_places.meeting.read"
MANAGE = "meeting_places.meeting.manage"
PARTICIPANTS = "meeting_places.participant.read"
NEEDS = "meeting_places.needs.read"
SOLUTIONS = "meeting_places.solution.write"
CHECK = "meeting_places.solution.check"
STATISTICS = "meeting_places.statistics.read"

_REGION = ("strategist", "education_coordinator")
_ORGANISERS = ("learning_centre_manager", "provider_representative", "guidance_counsellor", *_REGION)

PERMISSIONS = [
    Permission(READ, _l("Se möten som inte är öppna för alla"), _ORGANISERS),
    Permission(MANAGE, _l("Ordna möten"), _ORGANISERS, per_organisation=True),
    Permission(PARTICIPANTS, _l("Se vilka som är anmälda till ett möte"), _ORGANISERS, sensitive=True, per_organisation=True),
    Permission(NEEDS, _l("Läsa deltagares särskilda behov"), _ORGANISERS, sensitive=True, per_organisation=True),
    Permission(
        SOLUTIONS,
        _l("Visa organisationens lokala lösningar"),
        ("employer_representative", "placement_coordinator", *_ORGANISERS),
        per_organisation=True,
    ),
    Permission(CHECK, _l("Granska lokala lösningar innan de visas"), _REGION),
    Permission(STATISTICS, _l("Se hur många som mötena har nått"), _REGION),
]
