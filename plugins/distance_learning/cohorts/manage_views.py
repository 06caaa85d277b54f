"""Pages for centres and providers: which cohorts form, who is interested at one's own centres, and the decisions."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import DomainError
from core.files.sheets import Kind
from core.i18n import gettext as _
from core.users.queries import Reach, may, organisations_where
from core.web.access import requires
from core.web.context import current_region, require_user
from core.web.exports import download_links, recorded_download
from core.web.submission import once
from plugins.distance_learning.cohorts import queries, registering
from plugins.distance_learning.cohorts.counting import figures_of
from plugins.distance_learning.cohorts.decision_page import DecisionPage
from plugins.distance_learning.cohorts.forms import CentreForm, key_of
from plugins.distance_learning.cohorts.locking import receiving
from plugins.distance_learning.cohorts.presentation import from_employers, said
from plugins.distance_learning.cohorts.provider import told_by_hand
from plugins.distance_learning.cohorts.words import COHORT, INTEREST, KINDS
from plugins.distance_learning.permissions import DECIDE, READ_INTEREST
from plugins.distance_learning.views import MAX_ID, bp

ONE = f"/cohorts/<int(max={MAX_ID}):course_id>"
PERSON = f"{ONE}/people/<int(max={MAX_ID}):interest_id>"


@bp.get("/cohorts")
@requires(GET=DECIDE)
def cohorts() -> str:
    """The cohorts that one has to do with."""
    region, user = current_region(), require_user()
    return render_template(
        "distance_learning/cohorts/list.html",
        page=queries.cohorts_page(region, user, number=request.args.get("page", 1, type=int)),
        words=COHORT,
        kinds=KINDS,
        said=said,
        from_employers=from_employers,
        acts_for_nobody=organisations_where(user, region, DECIDE) == Reach(),
    )


@bp.route(ONE, methods=["GET", "POST"])
@requires(GET=DECIDE, POST=DECIDE)
@once
def cohort(course_id: int) -> Any:
    """One cohort: how it stands, and what can be decided."""
    region, user = current_region(), require_user()
    course = queries.course_for(region, user, course_id)
    found = figures_of(region, course)
    may_decide = queries.may_decide(region, user, course)
    page = DecisionPage(region, course, found, request.form if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        if not may_decide:
            raise queries.missing()
        status = 422
        if page.valid():
            try:
                with atomic():
                    done = page.act(user)
            except DomainError as error:
                page.add_error(error)
                status = error.status
            else:
                flash(done)
                return redirect(url_for("distance_learning.cohort", course_id=course.id))
    return render_template(
        "distance_learning/cohorts/cohort.html",
        course=course,
        figures=found,
        page=page,
        may_decide=may_decide,
        by_hand=told_by_hand(region, course, found),
        may_see=may(user, region, READ_INTEREST) and bool(queries.centres_of(region, user, course)),
        status_words=COHORT[found.status],
        kind=KINDS[found.status],
        said=said(found),
        from_employers=from_employers(found),
    ), status


@bp.get(f"{ONE}/people")
@requires(GET=READ_INTEREST)
def people(course_id: int) -> str:
    """Who is interested at one's own centres."""
    region = current_region()
    course, centres = queries.course_with_people(region, require_user(), course_id)
    wanted = key_of(request.args.get("centre"))
    ids = [centre.id for centre in centres if wanted in (0, centre.id)] or [centre.id for centre in centres]
    return render_template(
        "distance_learning/cohorts/people.html",
        course=course,
        centres=centres,
        chosen=wanted,
        names={centre.id: centre.name for centre in centres},
        page=queries.people_page(region, course, ids, number=request.args.get("page", 1, type=int)),
        not_shown=queries.not_shown(region, course, ids),
        words=INTEREST,
        home_of=queries.home_of,
        may_decide=may(require_user(), region, DECIDE),
        files=download_links("distance_learning.people_file", course_id=course.id),
    )


@bp.get(f"{ONE}/people.<any(csv, xlsx):form>")
@requires(GET=READ_INTEREST)
def people_file(course_id: int, form: Kind) -> Response:
    """The same list as a file."""
    region = current_region()
    course, centres = queries.course_with_people(region, require_user(), course_id)
    rows = queries.rows(region, course, centres)
    return recorded_download(
        form, f"anmalda-{course.id}", queries.header(), rows, action="distance_learning.interest.exported", region=region
    )


@bp.route(PERSON, methods=["GET", "POST"])
@requires(GET=READ_INTEREST, POST=READ_INTEREST)
@once
def move_person(course_id: int, interest_id: int) -> Any:
    """Let somebody who has asked for it follow the course at another centre."""
    region = current_region()
    course, centres = queries.course_with_people(region, require_user(), course_id)
    found = queries.person_of(region, course, [centre.id for centre in centres], interest_id)
    form = CentreForm([centre for _row, centre in receiving(course).values()], found.centre_id)
    status = 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                with atomic():
                    registering.change_centre(region=region, interest_id=found.id, centre_id=key_of(form.centre_id.data))
            except DomainError as error:
                form.add_error(error)
                status = error.status
            else:
                flash(_("Lärcentrumet är bytt."))
                return redirect(url_for("distance_learning.people", course_id=course.id))
    back_url = url_for("distance_learning.people", course_id=course.id)
    return render_template("distance_learning/cohorts/move.html", course=course, interest=found, form=form, back_url=back_url), status
