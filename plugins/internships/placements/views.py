"""Pages where schools and coordinators follow placements, and employers see who comes."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from core.clock import today
from core.geo.queries import name_of
from core.users.queries import may, organisations_where
from core.web.access import requires
from core.web.context import current_region, require_user
from plugins.internships.after.queries import for_placement
from plugins.internships.permissions import APPLICANTS, COORDINATE, PLACES
from plugins.internships.placements import queries, words
from plugins.internships.placements.filter_form import FilterForm
from plugins.internships.views import MAX_ID, bp

ONE = f"/placements/<int(max={MAX_ID}):placement_id>"


@bp.get("/placements")
@requires(GET=APPLICANTS)
def placements() -> str:
    """The placements of one's school's applicants; for coordinators, everybody's."""
    region, user = current_region(), require_user()
    form = FilterForm(region, request.args)
    filters = form.filters()
    arguments = filters.arguments()
    return render_template(
        "internships/placements/list.html",
        form=form,
        page=queries.listing(region, user, filters, number=request.args.get("page", 1, type=int)),
        words=words,
        name_of=name_of,
        chips=[
            (label, url_for("internships.placements", **{key: value for key, value in arguments.items() if key != name}))
            for name, label in form.chosen()
        ],
    )


@bp.get("/receives")
@requires(GET=PLACES)
def receives() -> str:
    """Who comes to one's own workplaces."""
    region, user = current_region(), require_user()
    reach = organisations_where(user, region, PLACES)
    return render_template(
        "internships/placements/receives.html",
        page=queries.receiving(region, user, number=request.args.get("page", 1, type=int)),
        words=words,
        acts_for_nobody=not reach.everywhere and not reach.organisations,
    )


@bp.get(ONE)
@requires(GET=APPLICANTS)
def placement(placement_id: int) -> Any:
    """One placement: who, where, and how it stands."""
    region, user = current_region(), require_user()
    row = queries.own_placement(region, user, placement_id)
    return render_template(
        "internships/placements/placement.html",
        row=row,
        name=queries.shown_applicant(row.applicant),
        supervisor=queries.supervisor_name(row.placement, row.offer),
        words=words,
        name_of=name_of,
        coordinates=may(user, region, COORDINATE),
        history=queries.others(region, row),
        live=queries.LIVE,
        today=today(),
        after=for_placement(row.placement),
    )
