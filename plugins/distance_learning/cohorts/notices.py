"""Whom at the provider and the centres is told what of a cohort."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from core.db import one_or_none
from core.i18n import lazy_gettext as _l
from core.notices.service import notify
from core.plugins import NoticeKind
from core.regions.models import Region
from core.users.models import User
from core.users.queries import organisations_where, with_permission
from plugins.distance_learning.centres.models import LearningCentre
from plugins.distance_learning.cohorts import provider
from plugins.distance_learning.cohorts.counting import Figures
from plugins.distance_learning.cohorts.locking import receiving
from plugins.distance_learning.cohorts.models import Cohort
from plugins.distance_learning.links import path
from plugins.distance_learning.permissions import DECIDE
from plugins.distance_learning.publishing.models import DistanceCourse

REACHED = "distance_learning.cohort_reached"
CHANGED = "distance_learning.cohort_decided"
KINDS = [
    NoticeKind(
        REACHED,
        _l("Tillräckligt många vill gå en kurs"),
        _l("När intresset för en kurs räcker till en studiegrupp, så att du kan besluta."),
        default="now",
        audience=DECIDE,
    ),
    NoticeKind(
        CHANGED, _l("En studiegrupp startar eller ställs in"), _l("När någon annan har beslutat om en studiegrupp."), audience=DECIDE
    ),
]


def concerned(region: Region, course: DistanceCourse) -> list[User]:
    """The provider's people, those of the centres that receive the course, and those who answer for the whole region."""
    owner = one_or_none(LearningCentre, course.owner_centre_id) if course.owner_centre_id else None
    theirs: Collection[int | None] = {
        course.organisation_id,
        owner.organisation_id if owner else None,
        *(centre.organisation_id for _row, centre in receiving(course).values()),
    }
    wanted = {each for each in theirs if each is not None}
    found = []
    for user in with_permission(region, DECIDE):
        reach = organisations_where(user, region, DECIDE)
        if reach.everywhere or wanted & reach.organisations:
            found.append(user)
    return found


def tell_reached(region: Region, course: DistanceCourse, found: Figures) -> None:
    """Told once per course: the threshold is reached over all centres. A provider without account gets a mail, where it has an address."""
    provider_knows = provider.tell_reached(region, course, found)
    _tell(
        region,
        course,
        REACHED,
        "reached",
        _l("%(title)s: nu är ni tillräckligt många", title=course.title),
        _l(
            "%(counted)s av %(threshold)s, räknat över alla lärcentrum. Besluta om kursen startar, så får de anmälda besked.",
            counted=found.counted,
            threshold=found.threshold,
        )
        if provider_knows
        else _l(
            "%(counted)s av %(threshold)s, räknat över alla lärcentrum. %(provider)s har varken konto eller mejladress här: "
            "berätta för dem själv.",
            counted=found.counted,
            threshold=found.threshold,
            provider=course.provider_name,
        ),
    )


def tell_decided(region: Region, course: DistanceCourse, cohort: Cohort, title: Any, body: Any = "", actor: User | None = None) -> None:
    """Somebody has decided, or the course was cancelled elsewhere."""
    _tell(region, course, CHANGED, f"{cohort.status.value}:{cohort.version}:{cohort.revision}", title, body, actor)


def _tell(region: Region, course: DistanceCourse, kind: str, key: str, title: Any, body: Any, actor: User | None = None) -> None:
    notify(
        kind=kind,
        users=[user for user in concerned(region, course) if actor is None or user.id != actor.id],
        region=region,
        key=f"{course.id}:{key}",
        title=title,
        body=body,
        url=path("cohort", region, course_id=course.id),
        subject_ref=course.ref,
        group=course.title,
    )
