"""Reads on interest for those who work with it. Persons with protected identity stand in no list; they count all the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, case, or_, select

from core.clock import today
from core.db import Page, count, db, get, one_or_none, paginate
from core.errors import NotFound
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.records.people import visible_people
from core.users.queries import organisations_where
from plugins.distance_learning.centres.models import LearningCentre
from plugins.distance_learning.centres.queries import managed_centres
from plugins.distance_learning.cohorts.counting import figures
from plugins.distance_learning.cohorts.models import Cohort, CohortStatus, Interest, InterestStatus
from plugins.distance_learning.cohorts.words import INTEREST
from plugins.distance_learning.permissions import DECIDE, READ_INTEREST
from plugins.distance_learning.publishing.models import CourseStatus, DistanceCourse, Receiving

if TYPE_CHECKING:
    from core.regions.models import Region
    from core.users.models import User

NOT_LISTED = (InterestStatus.WAITING_CONFIRMATION, InterestStatus.WITHDRAWN)


def missing() -> NotFound:
    """What is answered for what one has nothing to do with."""
    return NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))


def cohorts_page(region: Region, user: User, *, number: int = 1) -> Page[Any]:
    """The courses whose cohort a person has to do with, each with its figures: what waits for a decision first, then the soonest."""
    reached = select(Cohort.course_id).where(Cohort.region_id == region.id, Cohort.status == CohortStatus.REACHED)
    begun = case((DistanceCourse.starts_on < today(), 1), else_=0)
    order = (case((DistanceCourse.id.in_(reached), 0), else_=1), begun, DistanceCourse.starts_on, DistanceCourse.id)
    page = paginate(_courses(region, user).order_by(*order), number=number)
    found = figures(region, page.items)
    return Page([(course, found[course.id]) for course in page.items], page.total, page.number, page.size)


def _courses(region: Region, user: User) -> Select[Any]:
    reach = organisations_where(user, region, DECIDE)
    wanted = select(DistanceCourse).where(DistanceCourse.region_id == region.id, DistanceCourse.status != CourseStatus.DRAFT)
    if reach.everywhere:
        return wanted
    theirs = select(LearningCentre.id).where(LearningCentre.region_id == region.id, LearningCentre.organisation_id.in_(reach.organisations))
    receives = select(Receiving.course_id).where(Receiving.region_id == region.id, Receiving.centre_id.in_(theirs))
    own = (DistanceCourse.organisation_id.in_(reach.organisations), DistanceCourse.owner_centre_id.in_(theirs))
    return wanted.where(or_(*own, DistanceCourse.id.in_(receives)))


def course_for(region: Region, user: User, course_id: int) -> DistanceCourse:
    """A course whose cohort a person has to do with.

    Raises:
        NotFound: when there is none.
    """
    found: DistanceCourse | None = db.session.execute(
        _courses(region, user).where(DistanceCourse.id == min(course_id, 2**31 - 1))
    ).scalar_one_or_none()
    if found is None:
        raise missing()
    return found


def has_to_do(region: Region, user: User, course: DistanceCourse) -> bool:
    """Whether the course is among those."""
    return db.session.execute(_courses(region, user).where(DistanceCourse.id == course.id)).first() is not None


def may_decide(region: Region, user: User, course: DistanceCourse) -> bool:
    """Whether a person decides on a course's cohort: for its provider, for the centre whose own it is, or for the region."""
    reach = organisations_where(user, region, DECIDE)
    owner = one_or_none(LearningCentre, course.owner_centre_id) if course.owner_centre_id else None
    return reach.everywhere or any(
        each in reach.organisations for each in (course.organisation_id, owner.organisation_id if owner else None)
    )


def course_with_people(region: Region, user: User, course_id: int) -> tuple[DistanceCourse, Sequence[LearningCentre]]:
    """A course, and those of its centres whose interested people a person may see.

    Raises:
        NotFound: when there is no such centre.
    """
    course = get(DistanceCourse, course_id)
    centres = centres_of(region, user, course)
    if course.region_id != region.id or course.status == CourseStatus.DRAFT or not centres:
        raise missing()
    return course, centres


def centres_of(region: Region, user: User, course: DistanceCourse) -> Sequence[LearningCentre]:
    """The centres of a course, now or when people registered, whose people one may see."""
    receives = select(Receiving.centre_id).where(Receiving.region_id == region.id, Receiving.course_id == course.id)
    registered = select(Interest.centre_id).where(Interest.region_id == region.id, Interest.course_id == course.id)
    there = set(db.session.execute(receives).scalars()) | set(db.session.execute(registered.distinct()).scalars())
    return [centre for centre in managed_centres(region, user, READ_INTEREST) if centre.id in there]


def _people(region: Region, course: DistanceCourse, centre_ids: Sequence[int]) -> Select[Any]:
    return select(Interest).where(
        Interest.region_id == region.id,
        Interest.course_id == course.id,
        Interest.centre_id.in_(centre_ids),
        Interest.status.not_in(NOT_LISTED),
    )


def people_page(region: Region, course: DistanceCourse, centre_ids: Sequence[int], *, number: int = 1) -> Page[Interest]:
    """The interested at some centres, in the order in which they confirmed."""
    wanted = _people(region, course, centre_ids).where(visible_people(Interest.email))
    return paginate(wanted.order_by(Interest.confirmed_at, Interest.id), number=number)


def not_shown(region: Region, course: DistanceCourse, centre_ids: Sequence[int]) -> int:
    """How many count at some centres without standing in the list."""
    wanted = _people(region, course, centre_ids)
    return count(wanted.where(~visible_people(Interest.email)))


def person_of(region: Region, course: DistanceCourse, centre_ids: Sequence[int], interest_id: int) -> Interest:
    """One of them.

    Raises:
        NotFound: when there is none in the list.
    """
    found: Interest | None = db.session.execute(
        _people(region, course, centre_ids).where(Interest.id == interest_id, visible_people(Interest.email))
    ).scalar_one_or_none()
    if found is None:
        raise missing()
    return found


def header() -> list[str]:
    """The columns of the file."""
    return [_("Namn"), _("E-post"), _("Telefon"), _("Hemkommun"), _("Lärcentrum"), _("Läge"), _("Anmäld")]


def rows(region: Region, course: DistanceCourse, centres: Sequence[LearningCentre]) -> Iterator[list[Any]]:
    """The list as rows of a file."""
    names = {centre.id: centre.name for centre in centres}
    wanted = _people(region, course, list(names)).where(visible_people(Interest.email)).order_by(Interest.confirmed_at, Interest.id)
    for each in db.session.execute(wanted).scalars():
        day = each.confirmed_at.date().isoformat() if each.confirmed_at else ""
        yield [each.name, each.email, each.phone, home_of(each), names[each.centre_id or 0], str(INTEREST[each.status]), day]


def home_of(interest: Interest) -> str:
    """Where a person lives, in words."""
    return name_of(interest.municipality_code) if interest.municipality_code else _("Annan kommun")


def other_courses(region: Region, course: DistanceCourse) -> list[tuple[str, str]]:
    """What can be offered instead of a course: refs and titles of the other published ones."""
    wanted = select(DistanceCourse).where(
        DistanceCourse.region_id == region.id, DistanceCourse.status == CourseStatus.PUBLISHED, DistanceCourse.id != course.id
    )
    found = db.session.execute(wanted.order_by(DistanceCourse.sort_key, DistanceCourse.id).limit(200)).scalars()
    return [(each.ref, _("%(title)s, %(provider)s", title=each.title, provider=each.provider_name)) for each in found]


def published_page(region: Region, *, number: int, size: int) -> Page[DistanceCourse]:
    """The published courses, the soonest first."""
    wanted = select(DistanceCourse).where(DistanceCourse.region_id == region.id, DistanceCourse.status == CourseStatus.PUBLISHED)
    return paginate(wanted.order_by(DistanceCourse.starts_on, DistanceCourse.id), number=number, size=size)
