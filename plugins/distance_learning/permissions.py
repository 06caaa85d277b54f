"""What one may do here, and which roles may from the start.

What is `per_organisation` a manager of a learning centre has over the centre of their own organisation, and who holds the role for the
whole region has over all of them. `core.users.queries.organisations_where` tells, and `centres.queries.managed_centres` asks it.
"""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins import Permission

MANAGE = "distance_learning.centre.manage"
PUBLISH = "distance_learning.course.publish"
READ_INTEREST = "distance_learning.interest.read"
DECIDE = "distance_learning.cohort.decide"
EXAMS = "distance_learning.exam.manage"
BOOKINGS = "distance_learning.booking.manage"
SUPPORT = "distance_learning.support.offer"
STATISTICS = "distance_learning.statistics.read"

_REGION = ("strategist", "education_coordinator")
_CENTRE = ("learning_centre_manager", *_REGION)

PERMISSIONS = [
    Permission(MANAGE, _l("Sköta lärcentrumets sida, salar och utrustning"), _CENTRE, per_organisation=True),
    Permission(PUBLISH, _l("Publicera kurser som går att läsa på lärcentrum"), _CENTRE, per_organisation=True),
    Permission(
        READ_INTEREST,
        _l("Se vilka som har anmält intresse för en kurs på lärcentrumet"),
        (*_CENTRE, "guidance_counsellor"),
        sensitive=True,
        per_organisation=True,
    ),
    Permission(
        DECIDE, _l("Besluta om en studiegrupp startar eller ställs in"), (*_CENTRE, "provider_representative"), per_organisation=True
    ),
    Permission(EXAMS, _l("Ordna tentamen på lärcentrumet och se vilka som skriver"), _CENTRE, sensitive=True, per_organisation=True),
    Permission(BOOKINGS, _l("Sköta bokningar av salar och utrustning"), _CENTRE, sensitive=True, per_organisation=True),
    Permission(
        SUPPORT,
        _l("Erbjuda bokningsbara tider för vägledning och studiestöd"),
        (*_CENTRE, "guidance_counsellor"),
        sensitive=True,
        per_organisation=True,
    ),
    Permission(STATISTICS, _l("Se lärcentrumens statistik"), _CENTRE, per_organisation=True),
]
