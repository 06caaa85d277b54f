"""Pages of the courses that can be followed at a learning centre, for everybody."""

from __future__ import annotations

from flask import render_template

from core.web.access import public
from core.web.context import current_region
from plugins.distance_learning.publishing import queries
from plugins.distance_learning.views import MAX_ID, bp


@bp.get("/")
@public("GET")
def courses() -> str:
    """The courses that can be followed."""
    return render_template("distance_learning/courses/list.html", courses=queries.published_courses(current_region()))


@bp.get(f"/courses/<int(max={MAX_ID}):course_id>")
@public("GET")
def course(course_id: int) -> str:
    """One course."""
    found = queries.published_course(current_region(), course_id)
    return render_template("distance_learning/courses/course.html", course=found, receiving=queries.receiving_of(found))
