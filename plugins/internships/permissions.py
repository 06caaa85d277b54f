"""What one may do here, and which roles may from the start.

What is `per_organisation` an employer has over its own places, and a school over its own applicants; who holds the role for the whole
region has over all of them. `core.users.queries.organisations_where` tells.
"""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins import Permission

PLACES = "internships.place.keep"
ANSWER = "internships.request.answer"
APPLICANTS = "internships.applicant.keep"
FOLLOW = "internships.placement.follow"
COORDINATE = "internships.coordinate"
SPECIAL_NEEDS = "internships.special_need.read"
AGREEMENTS = "internships.agreement.keep"

_REGION = ("placement_coordinator", "strategist")

PERMISSIONS = [
    Permission(
        PLACES, _l("Erbjuda praktikplatser och hålla reda på handledare"), ("employer_representative", *_REGION), per_organisation=True
    ),
    Permission(ANSWER, _l("Svara på beställningar av praktikplatser"), ("employer_representative", *_REGION), per_organisation=True),
    Permission(
        APPLICANTS,
        _l("Lägga in skolans elever och studenter och se deras önskemål"),
        ("provider_representative", *_REGION),
        sensitive=True,
        per_organisation=True,
    ),
    # No more than the gate: what is seen behind it, PLACES and APPLICANTS decide, the latter with a second factor.
    Permission(
        FOLLOW,
        _l("Följa placeringar: avtal, checklista och närvaro"),
        ("employer_representative", "provider_representative", *_REGION),
        per_organisation=True,
    ),
    Permission(COORDINATE, _l("Samordna praktikperioder: regler, insamling och fördelning"), _REGION),
    Permission(SPECIAL_NEEDS, _l("Läsa sökandes särskilda behov"), ("placement_coordinator",), sensitive=True),
    Permission(AGREEMENTS, _l("Hålla samverkansavtal om praktikplatser"), _REGION),
]
