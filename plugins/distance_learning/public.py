"""What other pages show of centres and courses: cards, search hits, links, open data, calendars, whether the plugin is ready."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask import url_for
from sqlalchemy import func, select

from core.clock import today
from core.db import count, db, one_or_none
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.plugins import CalendarItem, Card, Check, Dataset, Link, SearchHit, Section, StudyPlace
from core.search import index
from plugins.distance_learning.centres import quality
from plugins.distance_learning.centres.models import LearningCentre
from plugins.distance_learning.centres.queries import managed_centres, published_centres
from plugins.distance_learning.centres.service import KIND as CENTRE_KIND
from plugins.distance_learning.links import centre_path, course_path
from plugins.distance_learning.publishing.listing import Filters, listing
from plugins.distance_learning.publishing.models import CourseStatus, DistanceCourse, Receiving
from plugins.distance_learning.publishing.queries import receiving_by_course
from plugins.distance_learning.publishing.telling import KIND as COURSE_KIND
from plugins.distance_learning.scope import distance_scope

if TYPE_CHECKING:
    from core.regions.models import Region
    from core.users.models import User

MAX_ROWS = 5_000
HORIZON = timedelta(days=365)
CENTRE_HEADER = ("name", "municipality_code", "municipality", "address", "seats", "receives_courses", "exams", "url")
COURSE_HEADER = ("course_id", "title", "provider", "school_form", "start", "end", "apply_by", "centre", "municipality_code", "seats")


def _published(region: Region) -> Any:
    return select(DistanceCourse).where(DistanceCourse.region_id == region.id, DistanceCourse.status == CourseStatus.PUBLISHED)


def dashboard_cards(region: Region, user: User | None) -> list[Card]:
    """The way in for everybody; for those who keep a centre, what waits for them there."""
    with distance_scope(region):
        whole = {"courses": listing(region, Filters(), today(), size=1).total, "centres": len(published_centres(region))}
        own = managed_centres(region, user) if user is not None else []
        waiting = [centre for centre in own if not centre.is_published]
        due = [centre for centre in own if centre.is_published and quality.is_due(region, next(iter(quality.checks_of(centre)), None))][:5]
    cards = [
        Card(_l("Läs nära hemmet"), "distance_learning/cards/task.html", {"whole": whole}, weight=25, audience="public", kind="task"),
    ]
    if waiting or due:
        context = {"waiting": waiting[:5], "due": due}
        cards.append(Card(_l("Ditt lärcentrum behöver dig"), "distance_learning/cards/todo.html", context, weight=45, kind="todo"))
    if own:
        cards.append(Card(_l("Lärcentrum"), "distance_learning/cards/figures.html", {"whole": whole}, weight=45))
    return cards


def search(region: Region, query: str, limit: int) -> list[SearchHit]:
    """Centres and courses that match all words."""
    with distance_scope(region):
        centres = select(LearningCentre).where(LearningCentre.region_id == region.id, LearningCentre.is_published)
        centres = centres.where(LearningCentre.id.in_(index.matching(CENTRE_KIND, query))).order_by(LearningCentre.sort_key).limit(limit)
        courses = _published(region).where(DistanceCourse.id.in_(index.matching(COURSE_KIND, query)))
        found = db.session.execute(centres).scalars().all()
        taught = db.session.execute(courses.order_by(DistanceCourse.starts_on, DistanceCourse.id).limit(limit)).scalars().all()
    hits = [SearchHit(c.name, centre_path(region, c.slug), _("Lärcentrum"), name_of(c.municipality_code), score=0.6) for c in found]
    hits += [SearchHit(c.title, course_path(region, c.id), _("Kurs på lärcentrum"), c.provider_name, score=0.65) for c in taught]
    return hits[:limit]


def study_places(region: Region) -> list[StudyPlace]:
    """The published centres, as somewhere to start from."""
    with distance_scope(region):
        return [
            StudyPlace(f"distance_learning:centre:{each.id}", each.name, each.municipality_code, each.latitude, each.longitude)
            for each in published_centres(region)
            if each.region_id == region.id
        ]


def resolve_ref(region: Region, user: User | None, ref: str) -> Link | None:
    """The link behind `distance_learning:centre:<id>` and `distance_learning:course:<id>`; what is not published only for its keeper."""
    kind, number = [*ref.split(":", 2), "", ""][1:3]
    if kind not in ("centre", "course") or not number.isascii() or not number.isdigit() or len(number) > 9:
        return None
    with distance_scope(region):
        if kind == "course":
            course = one_or_none(DistanceCourse, int(number))
            if course is None or course.region_id != region.id or course.published_at is None:
                return None
            return Link(course.title, course_path(region, course.id), _("Kurs på lärcentrum"))
        centre = one_or_none(LearningCentre, int(number))
        if centre is None or centre.region_id != region.id:
            return None
        if centre.is_published:
            return Link(centre.name, centre_path(region, centre.slug), _("Lärcentrum"))
        if any(own.id == centre.id for own in managed_centres(region, user)):
            url = url_for("distance_learning.manage_centre", region=region.slug, centre_id=centre.id)
            return Link(centre.name, url, _("Lärcentrum"))
    return None


def region_checks(region: Region) -> list[Check]:
    """Whether there is anything for an inhabitant to find."""
    with distance_scope(region):
        centres = bool(published_centres(region))
        courses = listing(region, Filters(), today(), size=1).total > 0
    remedy = _l("Publicera minst ett lärcentrums sida. Lärcentrum i registret kan få en sida med ett klick.")
    return [
        Check(_l("Det finns ett publicerat lärcentrum"), centres, remedy, "distance_learning.manage"),
        Check(
            _l("Det finns kurser att följa"), courses, _l("Publicera en kurs som går att läsa på lärcentrum."), "distance_learning.manage"
        ),
    ]


def report_sections(region: Region, period: int) -> list[Section]:
    """How many courses were published during a year, and where they could be followed."""
    with distance_scope(region):
        year = func.extract("year", DistanceCourse.published_at) == period
        courses = count(select(DistanceCourse).where(DistanceCourse.region_id == region.id, DistanceCourse.published_at.is_not(None), year))
        where = (
            select(LearningCentre.name, func.count(DistanceCourse.id))
            .join(Receiving, Receiving.centre_id == LearningCentre.id)
            .join(DistanceCourse, DistanceCourse.id == Receiving.course_id)
            .where(LearningCentre.region_id == region.id, DistanceCourse.published_at.is_not(None), year)
            .group_by(LearningCentre.name, LearningCentre.sort_key)
            .order_by(LearningCentre.sort_key)
        )
        rows = [list(row) for row in db.session.execute(where)]
    if not courses:
        return []
    text = _("Under %(year)s publicerades %(n)s kurser som går att läsa på lärcentrum.", year=period, n=courses)
    table = (_("Kurser per lärcentrum %(year)s", year=period), [_("Lärcentrum"), _("Kurser")], rows)
    return [Section(_("Studier på lärcentrum"), [text], [table], weight=45)]


def open_data(region: Region) -> list[Dataset]:
    """The published centres and courses; public facts, no persons."""

    def centres() -> Sequence[Sequence[Any]]:
        with distance_scope(region):
            return [
                (c.name, c.municipality_code, name_of(c.municipality_code), f"{c.street_address} {c.postal_code} {c.town}".strip(), c.seats,
                 int(c.receives), int(c.invigilates), centre_path(region, c.slug))
                for c in published_centres(region)
            ]  # fmt: skip

    def courses() -> Sequence[Sequence[Any]]:
        with distance_scope(region):
            found = db.session.execute(_published(region).order_by(DistanceCourse.id).limit(MAX_ROWS)).scalars().all()
            places = receiving_by_course(region.id, [course.id for course in found])
            return [
                (course.id, course.title, course.provider_name, course.school_form, _day(course.starts_on), _day(course.ends_on),
                 _day(course.apply_by), centre.name, centre.municipality_code, receiving.seats)
                for course in found
                for receiving, centre in places.get(course.id, ())
            ]  # fmt: skip

    about_centres = _l("Regionens lärcentrum: var de finns, antal studieplatser och om de ordnar tentamen.")
    about_courses = _l("Kurser som kan följas på lärcentrum, en rad per kurs och lärcentrum.")
    return [
        Dataset("learning-centres", _l("Lärcentrum"), about_centres, CENTRE_HEADER, centres),
        Dataset("learning-centre-courses", _l("Kurser på lärcentrum"), about_courses, COURSE_HEADER, courses),
    ]


def calendar_items(region: Region, user: User | None) -> list[CalendarItem]:
    """The last days to apply of the coming year, in the region's public calendar. A catalogue's own courses stand there already."""
    if user is not None:
        return []
    wanted = _published(region).where(
        DistanceCourse.catalogue_ref == "", DistanceCourse.apply_by >= today(), DistanceCourse.apply_by <= today() + HORIZON
    )
    with distance_scope(region):
        found = db.session.execute(wanted.order_by(DistanceCourse.apply_by, DistanceCourse.id).limit(300)).scalars().all()
    return [
        CalendarItem(
            uid=f"distance_learning:course:{course.id}:apply",
            summary=_("Sista dagen att söka: %(title)s", title=course.title),
            start=course.apply_by,
            updated=course.updated_at,
            url=course_path(region, course.id),
        )
        for course in found
        if course.apply_by is not None
    ]


def _day(value: Any) -> str:
    return value.isoformat() if value else ""
