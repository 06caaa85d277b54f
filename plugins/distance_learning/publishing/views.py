"""Pages of the courses that can be followed at a learning centre, for everybody."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from core.clock import today
from core.geo.queries import name_of
from core.plugins import hooks
from core.users.queries import may
from core.web.access import public
from core.web.context import current_region, current_user
from plugins.distance_learning.centres.queries import managed_centres
from plugins.distance_learning.parts import course_parts
from plugins.distance_learning.permissions import PUBLISH
from plugins.distance_learning.publishing import codes, queries
from plugins.distance_learning.publishing.filter_form import FilterForm
from plugins.distance_learning.publishing.jsonld import course_data
from plugins.distance_learning.publishing.listing import listing
from plugins.distance_learning.views import MAX_ID, bp


@bp.get("/")
@public("GET")
def courses() -> str:
    """The courses that can be followed at a learning centre, narrowed by what is in the address."""
    region = current_region()
    form = FilterForm(region, request.args)
    filters = form.filters()
    found = listing(region, filters, today(), number=request.args.get("page", 1, type=int))
    return render_template(
        "distance_learning/courses/list.html",
        form=form,
        filters=filters,
        page=found,
        codes=codes,
        name_of=name_of,
        chips=[(label, _without(filters.arguments(), name)) for name, label in form.chosen()],
        may_publish=may(current_user(), region, PUBLISH),
    )


def _without(arguments: dict[str, Any], name: str) -> str:
    return url_for("distance_learning.courses", **{key: value for key, value in arguments.items() if key != name})


@bp.get(f"/courses/<int(max={MAX_ID}):course_id>")
@public("GET")
def course(course_id: int) -> str:
    """One course: what it is, and where it can be followed."""
    region, user = current_region(), current_user()
    found = queries.published_course(region, course_id)
    receiving = queries.receiving_of(found)
    own = {centre.id for centre in managed_centres(region, user, PUBLISH)} if user else set()
    return render_template(
        "distance_learning/courses/course.html",
        course=found,
        receiving=receiving,
        codes=codes,
        name_of=name_of,
        today=today(),
        catalogue=hooks.for_region(region).resolve_ref(user=user, ref=found.catalogue_ref) if found.catalogue_ref else None,
        data=course_data(
            found, [centre for _receiving, centre in receiving], url=url_for("distance_learning.course", course_id=found.id, _external=True)
        ),
        own=own,
        may_receive=bool(own - {centre.id for _receiving, centre in receiving}) and found.status == "published",
        may_change=bool(user) and found.status == "published" and queries.may_change(region, user, found),
        parts=course_parts(region, user, found),
        subject={"ref": found.ref, "title": found.title, "occupation_groups": list(found.occupation_groups)},
    )
