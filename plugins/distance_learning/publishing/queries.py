"""Reads on the courses that can be followed at learning centres."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select

from core.db import db, get, one_or_none
from core.errors import NotFound
from core.i18n import gettext as _
from core.users.queries import organisations_where
from plugins.distance_learning.centres.models import LearningCentre
from plugins.distance_learning.permissions import PUBLISH
from plugins.distance_learning.publishing.models import CourseStatus, DistanceCourse, Receiving

if TYPE_CHECKING:
    from core.api.authentication import Principal
    from core.regions.models import Region
    from core.users.models import User

MAX_LISTED = 100
# What a ref of a course of ours begins with: `DistanceCourse.ref`.
OWN_REF = "distance_learning:course:"


def published_course(region: Region, course_id: int, *, lock: bool = False) -> DistanceCourse:
    """A course that everybody may see: one that is published, or was and is withdrawn.

    Raises:
        NotFound: when there is none.
    """
    found = get(DistanceCourse, course_id, lock=lock)
    if found.region_id != region.id or found.published_at is None:
        raise NotFound(_missing())
    return found


def own_course(region: Region, user: User | Principal | None, course_id: int, *, lock: bool = False) -> DistanceCourse:
    """A course that a person may change: one of their centre's own, or any for who may publish in the whole region.

    Raises:
        NotFound: when there is none, or it is somebody else's.
    """
    found = get(DistanceCourse, course_id, lock=lock)
    if found.region_id != region.id or not may_change(region, user, found):
        raise NotFound(_missing())
    return found


def may_change(region: Region, user: User | Principal | None, course: DistanceCourse) -> bool:
    """Whether a person may change a course."""
    reach = organisations_where(user, region, PUBLISH)
    if reach.everywhere:
        return True
    owner = one_or_none(LearningCentre, course.owner_centre_id) if reach.organisations and course.owner_centre_id else None
    return owner is not None and owner.organisation_id in reach.organisations


def receiving_of(course: DistanceCourse) -> Sequence[tuple[Receiving, LearningCentre]]:
    """Where a course can be followed: published centres that say so, by name."""
    return receiving_by_course(course.region_id, [course.id]).get(course.id, [])


def receiving_by_course(region_id: int, course_ids: Sequence[int]) -> Mapping[int, Sequence[tuple[Receiving, LearningCentre]]]:
    """As `receiving_of`, of several courses at once."""
    wanted = (
        select(Receiving, LearningCentre)
        .join(LearningCentre, LearningCentre.id == Receiving.centre_id)
        .where(Receiving.region_id == region_id, Receiving.course_id.in_(course_ids))
        .where(Receiving.is_published, LearningCentre.is_published)
        .order_by(LearningCentre.sort_key, LearningCentre.id)
    )
    found: defaultdict[int, list[tuple[Receiving, LearningCentre]]] = defaultdict(list)
    for receiving, centre in db.session.execute(wanted):
        found[receiving.course_id].append((receiving, centre))
    return found


def receiving_at(course: DistanceCourse, centre_id: int) -> Receiving | None:
    """What a centre says of a course, also when it has stopped receiving it."""
    wanted = select(Receiving).where(
        Receiving.region_id == course.region_id, Receiving.course_id == course.id, Receiving.centre_id == centre_id
    )
    return db.session.execute(wanted).scalar_one_or_none()


def courses_at(centre: LearningCentre, *, published: bool = False) -> Sequence[DistanceCourse]:
    """The courses that are followed at a centre or are its own drafts, the soonest first; only what everybody sees, if asked."""
    wanted = (
        select(DistanceCourse)
        .join(Receiving, Receiving.course_id == DistanceCourse.id)
        .where(Receiving.region_id == centre.region_id, Receiving.centre_id == centre.id, Receiving.is_published)
        .order_by(DistanceCourse.starts_on, DistanceCourse.id)
        .limit(MAX_LISTED)
    )
    if published:
        wanted = wanted.where(DistanceCourse.status == CourseStatus.PUBLISHED)
    else:
        wanted = wanted.where(DistanceCourse.status != CourseStatus.WITHDRAWN)
    return db.session.execute(wanted).scalars().all()


def by_catalogue_ref(
    region: Region, refs: Sequence[str]
) -> Mapping[str, tuple[DistanceCourse, Sequence[tuple[Receiving, LearningCentre]]]]:
    """The published courses that follow some occasions of a catalogue, by the occasion's ref, with their centres.

    Args:
        refs: Refs of occasions, and of courses of ours that a catalogue has from us: those are found by their own ref.
    """
    own = [ref.removeprefix(OWN_REF) for ref in refs if ref.startswith(OWN_REF)]
    numbers = [int(number) for number in own if number.isascii() and number.isdigit() and len(number) <= 9]
    wanted = select(DistanceCourse).where(DistanceCourse.region_id == region.id, DistanceCourse.status == CourseStatus.PUBLISHED)
    follows = DistanceCourse.catalogue_ref.in_([ref for ref in refs if ref and not ref.startswith(OWN_REF)])
    is_it = DistanceCourse.id.in_(numbers) & (DistanceCourse.catalogue_ref == "")
    courses = db.session.execute(wanted.where(follows | is_it).order_by(DistanceCourse.id)).scalars().all()
    places = receiving_by_course(region.id, [course.id for course in courses]) if courses else {}
    return {course.catalogue_ref or course.ref: (course, places.get(course.id, [])) for course in courses}


def _missing() -> str:
    return _("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den.")
