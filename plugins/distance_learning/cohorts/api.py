"""How many are interested in courses, for other systems: the counts that the pages show to everybody."""

from __future__ import annotations

from flask import Blueprint
from pydantic import Field

from core.api import ApiModel, Listing, PageQuery, operation, page_of
from core.web.access import public
from core.web.context import current_region
from plugins.distance_learning.cohorts.counting import Figures, figures, figures_of
from plugins.distance_learning.cohorts.queries import published_page
from plugins.distance_learning.cohorts.small_numbers import shown
from plugins.distance_learning.publishing.models import DistanceCourse
from plugins.distance_learning.publishing.queries import published_course

bp = Blueprint("distance_learning_cohorts", __name__)


class CohortOut(ApiModel):
    """How far a course has come towards a cohort."""

    course_id: int
    title: str
    catalogue_ref: str
    status: str = Field(description="`collecting`, `reached`, `confirmed`, `started`, `completed` or `cancelled`.")
    interested: int = Field(description="People who have confirmed their interest, over all centres.")
    pledged: int = Field(description="Places that employers stand behind, beside them.")
    threshold: int = Field(description="The fewest that it starts with.")
    missing: int
    seats: int = Field(description="The most that it takes; 0 when nobody has said.")
    centres: dict[str, int] = Field(description="The interested by centre id. Small numbers are left out.")


def _shown(course: DistanceCourse, found: Figures) -> CohortOut:
    return CohortOut(
        course_id=course.id,
        title=course.title,
        catalogue_ref=course.catalogue_ref,
        status=found.status.value,
        interested=found.interested,
        pledged=found.pledged,
        threshold=found.threshold,
        missing=found.missing,
        seats=found.seats,
        centres={str(key): number for key, number in shown(found.by_centre).items()},
    )


@bp.get("/cohorts")
@public("GET")
@operation("List cohorts", query=PageQuery, answer=Listing[CohortOut])
def cohorts(query: PageQuery) -> Listing[CohortOut]:
    """The region's published courses at learning centres, with the interest in each."""
    region = current_region()
    page = published_page(region, **page_of(query))
    found = figures(region, page.items)
    return Listing[CohortOut].of(page, [_shown(course, found[course.id]) for course in page.items])


@bp.get("/cohorts/<int:course_id>")
@public("GET")
@operation("Get a cohort", answer=CohortOut)
def cohort(course_id: int) -> CohortOut:
    """One course's interest."""
    region = current_region()
    course = published_course(region, course_id)
    return _shown(course, figures_of(region, course))
