"""Pages for inhabitants: register interest, and what one's own mailed link leads to. Public throughout; the link is the key."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import DomainError
from core.i18n import gettext as _
from core.i18n import language
from core.regions.queries import municipalities
from core.web.access import public
from core.web.context import current_region, current_user
from core.web.limits import MAILED_CODE, PUBLIC_POST, by_email, limiter
from core.web.submission import once
from plugins.distance_learning.centres.models import LearningCentre
from plugins.distance_learning.cohorts import answering, keys, own_page, registering
from plugins.distance_learning.cohorts.forms import CentreForm, InterestForm, key_of
from plugins.distance_learning.cohorts.locking import receiving, takes_interest
from plugins.distance_learning.cohorts.models import Interest
from plugins.distance_learning.cohorts.presentation import interest_part
from plugins.distance_learning.publishing.queries import published_course
from plugins.distance_learning.views import MAX_ID, bp

EVENING = "60 per 10 minutes"  # a class at an open evening, from one address
COURSE = f"/courses/<int(max={MAX_ID}):course_id>/interest"


@bp.route(COURSE, methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(EVENING, methods=["POST"])
@limiter.limit(MAILED_CODE, methods=["POST"], key_func=by_email)
@once
def register_interest(course_id: int) -> Any:
    """Say that one wants to follow a course. The answer is the same whether the address is known or not."""
    region = current_region()
    course = published_course(region, course_id)
    found = interest_part(region, current_user(), course)
    centres: list[LearningCentre] = [centre for _row, centre in receiving(course).values()]
    if not takes_interest(course, found.figures.cohort) or not centres:
        return render_template("distance_learning/cohorts/closed.html", course=course, part=found)
    chosen = key_of(request.args.get("centre")) if len(centres) > 1 else centres[0].id
    form = InterestForm(centres, [each.code for each in municipalities(region)], chosen)
    status = 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                with atomic():
                    registering.register(region=region, course_id=course.id, tongue=language(), **form.facts())
            except DomainError as error:
                form.add_error(error)
            else:
                return redirect(url_for("distance_learning.interest_sent", course_id=course.id))
    return render_template("distance_learning/cohorts/register.html", course=course, form=form, region_name=region.name), status


@bp.get(f"{COURSE}/sent")
@public("GET")
def interest_sent(course_id: int) -> str:
    """What to do next."""
    return render_template("distance_learning/cohorts/sent.html", course=published_course(current_region(), course_id))


def _own(token: str) -> Interest:
    found = keys.by_token(current_region(), token)
    if found is None:
        abort(404)
    return found


@bp.route("/interest/<token>", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(PUBLIC_POST, methods=["POST"])
@once
def interest(token: str) -> Any:
    """One's own page: confirm, answer, change centre, move. A look changes nothing: mail scanners open links."""
    region, found = current_region(), _own(token)
    page = own_page.of(region, found)
    form = CentreForm(page.centres, found.centre_id)
    status = 200
    if request.method == "POST":
        do = request.form.get("do", "")
        try:
            if do == "centre" and not form.validate():
                status = 422
            else:
                with atomic():
                    there = _act(do, found, key_of(form.centre_id.data))
                return redirect(url_for("distance_learning.interest", token=there))
        except DomainError as error:
            form.add_error(error)
            status = error.status
    return render_template("distance_learning/cohorts/own.html", page=page, interest=found, form=form, token=token), status


def _act(do: str, found: Interest, centre_id: int) -> str:
    """One step of the page, and the token of the page that it leads to."""
    region, there = current_region(), found
    match do:
        case "confirm":
            registering.confirm(region=region, interest_id=found.id)
            flash(_("Tack. Nu räknas du med."))
        case "accept":
            there = answering.accept(region=region, interest_id=found.id)
            flash(own_page.answered(there))
        case "centre":
            registering.change_centre(region=region, interest_id=found.id, centre_id=centre_id)
            flash(_("Du har bytt lärcentrum."))
        case "move":
            there = registering.move(region=region, interest_id=found.id)
            flash(_("Din anmälan är flyttad."))
        case _:
            abort(400)
    return keys.token_of(there)


@bp.route("/interest/<token>/withdraw", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(PUBLIC_POST, methods=["POST"])
@once
def interest_withdraw(token: str) -> Any:
    """Not any more; also no to an offered seat."""
    region, found = current_region(), _own(token)
    if request.method == "POST":
        with atomic():
            registering.withdraw(region=region, interest_id=found.id)
        flash(_("Din anmälan är tillbakatagen."))
        return redirect(url_for("distance_learning.interest", token=token))
    return render_template("distance_learning/cohorts/withdraw.html", page=own_page.of(region, found), token=token)


@bp.route("/interest/<token>/erase", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(PUBLIC_POST, methods=["POST"])
@once
def interest_erase(token: str) -> Any:
    """Be forgotten."""
    region, found = current_region(), _own(token)
    if request.method == "POST":
        course_id = found.course_id
        with atomic():
            registering.erase(region=region, interest_id=found.id)
        flash(_("Dina uppgifter är raderade."))
        return redirect(url_for("distance_learning.course", course_id=course_id))
    return render_template("distance_learning/cohorts/erase.html", page=own_page.of(region, found), token=token)
