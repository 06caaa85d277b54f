"""Pages where a centre publishes a course, receives another's, changes what it said, and stops."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError

from core.db import atomic
from core.errors import Conflict, DomainError, NotFound
from core.i18n import gettext as _
from core.plugins.enablement import is_enabled
from core.web.access import requires
from core.web.context import current_region, current_user
from core.web.submission import once
from plugins.distance_learning.centres.models import LearningCentre
from plugins.distance_learning.centres.queries import managed_centres, own_centre
from plugins.distance_learning.permissions import PUBLISH
from plugins.distance_learning.publishing import catalogue, queries, service
from plugins.distance_learning.publishing.forms import CourseForm, ReceivingForm, WithdrawForm
from plugins.distance_learning.publishing.models import DistanceCourse
from plugins.distance_learning.views import MAX_ID, bp

COURSE = f"/courses/<int(max={MAX_ID}):course_id>"


@bp.route("/publish", methods=["GET", "POST"])
@requires(GET=PUBLISH, POST=PUBLISH)
@once
def publish() -> Any:
    """Publish a course of one's own, or say that one of the catalogue (`?ref=`) can be followed here."""
    region, user = current_region(), current_user()
    centres = [centre for centre in managed_centres(region, user, PUBLISH) if centre.receives]
    if not centres:
        return render_template("distance_learning/publish/no_centre.html")
    ref = request.values.get("ref", "")[: catalogue.MAX_REF]
    found = catalogue.look_up(region, user, ref)
    if found is not None and (known := catalogue.course_of(region, found.ref)) is not None:
        return redirect(url_for("distance_learning.receive", course_id=known.id), code=303 if request.method == "POST" else 302)
    data = catalogue.as_facts(region, found) if found else {"provider_name": centres[0].name if len(centres) == 1 else ""}
    form: Any = ReceivingForm() if found else CourseForm(region, request.form if request.method == "POST" else None, data=data)
    form.among(centres)
    if form.validate_on_submit():
        try:
            centre = _chosen(form, centres)
            with atomic():
                course = service.make_course(
                    region=region,
                    facts=data if found else {**form.facts(), "cluster_ref": request.args.get("cluster", "")[:100]},
                    owner=None if found else centre,
                )
                service.receive(region=region, course=course, centre=centre, facts=form.receiving())
                if found or request.form.get("save") != "draft":
                    service.publish_course(region=region, course=course)
            return _saved(course, centre)
        except DomainError as error:
            form.add_error(error)
        except IntegrityError:  # another centre took the same occasion at the same moment
            form.add_error(Conflict(_("Ett annat lärcentrum tog emot samma utbildning just nu. Spara igen, så kommer ni båda med.")))
    page = render_template(
        "distance_learning/publish/course.html",
        form=form,
        facts=found,
        course=None,
        ref=ref,
        has_catalogue=is_enabled(region, "training_catalog"),
    )
    return (page, 422) if request.method == "POST" else page


@bp.route(f"{COURSE}/receive", methods=["GET", "POST"])
@requires(GET=PUBLISH, POST=PUBLISH)
@once
def receive(course_id: int) -> Any:
    """Say that a course that others have published can be followed at one's centre too, or change what was said."""
    region, user = current_region(), current_user()
    course = queries.published_course(region, course_id, lock=request.method == "POST")
    centres = [centre for centre in managed_centres(region, user, PUBLISH) if centre.receives]
    if not centres:
        return render_template("distance_learning/publish/no_centre.html")
    chosen = request.args.get("centre", type=int) or (centres[0].id if len(centres) == 1 else 0)
    said = queries.receiving_at(course, chosen)
    data = {
        "centre_id": str(chosen) if chosen else "",
        "centre_seats": said.seats if said else None,
        "centre_sessions": said.sessions if said else course.sessions,
        "equipment_text": said.equipment_text if said else "",
        "note": said.note if said else "",
    }
    form = ReceivingForm(data=data)
    form.among(centres)
    if form.validate_on_submit():
        try:
            centre = _chosen(form, centres)
            with atomic():
                service.receive(region=region, course=course, centre=centre, facts=form.receiving())
            return _saved(course, centre)
        except DomainError as error:
            form.add_error(error)
    page = render_template("distance_learning/publish/receive.html", form=form, course=course, said=said)
    return (page, 422) if request.method == "POST" else page


@bp.route(f"{COURSE}/edit", methods=["GET", "POST"])
@requires(GET=PUBLISH, POST=PUBLISH)
@once
def edit_course(course_id: int) -> Any:
    """Change what is said of a course, or publish a draft. Somebody else's change in between is told."""
    region = current_region()
    course = queries.own_course(region, current_user(), course_id, lock=request.method == "POST")
    data = {name: getattr(course, name) for name in CourseForm.__dict__ if hasattr(course, name) and name != "centre_id"}
    form = CourseForm(region, request.form if request.method == "POST" else None, data={**data, "version": course.version})
    for name in ("centre_id", "centre_seats", "centre_sessions", "equipment_text", "note"):
        del form[name]
    status = 200
    if request.method == "POST":
        status = 422
        if form.version.data != str(course.version):
            status, form.version.data = 409, str(course.version)
            form.add_error(Conflict(_("Någon annan har ändrat kursen. Spara igen för att ändra till det du har skrivit.")))
        elif form.validate():
            try:
                with atomic():
                    service.change_course(region=region, course=course, facts=form.facts())
                    if request.form.get("save") != "draft":
                        service.publish_course(region=region, course=course)
                flash(_("Ändringen är sparad."), "success")
                return redirect(_page_of(course))
            except DomainError as error:
                form.add_error(error)
    page = render_template("distance_learning/publish/course.html", form=form, facts=None, course=course, ref="", has_catalogue=False)
    return page, status


@bp.post(f"{COURSE}/centres/<int(max={MAX_ID}):centre_id>/stop")
@requires(POST=PUBLISH)
@once
def stop_receiving(course_id: int, centre_id: int) -> Any:
    """The course can no longer be followed at one's centre."""
    region = current_region()
    course = queries.published_course(region, course_id, lock=True)
    centre = own_centre(region, current_user(), centre_id, PUBLISH)
    with atomic():
        service.stop_receiving(region=region, course=course, centre=centre)
    flash(_("Kursen kan inte längre följas på %(centre)s.", centre=centre.name))
    return redirect(url_for("distance_learning.course", course_id=course.id))


@bp.route(f"{COURSE}/withdraw", methods=["GET", "POST"])
@requires(GET=PUBLISH, POST=PUBLISH)
@once
def withdraw_course(course_id: int) -> Any:
    """Take a course away, and say why."""
    region = current_region()
    course = queries.own_course(region, current_user(), course_id, lock=request.method == "POST")
    form = WithdrawForm()
    if form.validate_on_submit():
        with atomic():
            service.withdraw_course(region=region, course=course, reason=" ".join(form.reason.data.split()))
        flash(_("Kursen är borttagen."), "success")
        return redirect(url_for("distance_learning.manage"))
    page = render_template("distance_learning/publish/withdraw.html", form=form, course=course)
    return (page, 422) if request.method == "POST" else page


def _chosen(form: Any, centres: list[LearningCentre]) -> LearningCentre:
    found = next((centre for centre in centres if str(centre.id) == form.centre_id.data), None)
    if found is None:  # the field has refused it already; this is for who calls without the form
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found


def _saved(course: DistanceCourse, centre: LearningCentre) -> Any:
    if course.status == "draft":
        flash(_("Utkastet är sparat. Bara du och dina kolleger ser det."), "success")
    elif centre.is_published:
        flash(_("Klart. Kursen kan följas på %(centre)s.", centre=centre.name), "success")
    else:
        flash(_("Kursen är sparad. Den syns när lärcentrumets sida är publicerad."), "success")
    return redirect(_page_of(course))


def _page_of(course: DistanceCourse) -> str:
    if course.status == "draft":
        return url_for("distance_learning.edit_course", course_id=course.id)
    return url_for("distance_learning.course", course_id=course.id)
