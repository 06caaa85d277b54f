"""Pages where organisers keep their meetings."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from core.jobs import enqueue
from core.users.queries import may
from core.web.access import requires
from core.web.context import current_region, require_user
from core.web.submission import once
from plugins.meeting_places.meetings import queries, service, words
from plugins.meeting_places.meetings.forms import CancelForm, MaterialsForm, MeetingForm, PartForm
from plugins.meeting_places.meetings.models import Access, Meeting, MeetingStatus, ProgrammeSession
from plugins.meeting_places.permissions import CHECK, MANAGE, NEEDS, PARTICIPANTS
from plugins.meeting_places.registration.jobs import TELL_ALL
from plugins.meeting_places.registration.manage_views import ONE, may_over
from plugins.meeting_places.registration.queries import closed_because, is_over, left, standing, ways
from plugins.meeting_places.registration.service import move_up
from plugins.meeting_places.series import queries as series
from plugins.meeting_places.series.manage_views import owner_of
from plugins.meeting_places.series.words import STATUS as SERIES_STATUS
from plugins.meeting_places.times import span
from plugins.meeting_places.views import MAX_ID, bp

PART = f"{ONE}/programme/<int(max={MAX_ID}):part_id>"


@bp.get("/manage")
@requires(GET=MANAGE)
def manage() -> str:
    """The meetings and series that one may change."""
    region, user = current_region(), require_user()
    page = queries.mine(region, user, number=request.args.get("page", 1, type=int))
    return render_template(
        "meeting_places/meetings/manage.html",
        page=page,
        series=series.own_series(region, user),
        words=words,
        series_status=SERIES_STATUS,
        span=span,
        acts_for_nobody=series.acting_for(region, user) == [],
        may_keep_themes=may(user, region, CHECK),
    )


def _form(meeting: Meeting | None = None) -> MeetingForm:
    region, user = current_region(), require_user()
    form = MeetingForm(
        request.form if request.method == "POST" else None,
        meeting=meeting,
        themes=series.own_themes(region),
        series=series.own_series(region, user),
        theme_ids=queries.theme_ids(meeting) if meeting is not None else (),
    )
    form.among(series.acting_for(region, user), known=meeting is not None)
    return form


@bp.route("/meetings/new", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def new_meeting() -> Any:
    """Add a meeting, which nobody else sees before it is published."""
    region, status = current_region(), 200
    if series.acting_for(region, require_user()) == []:
        return redirect(url_for("meeting_places.manage"), code=303 if request.method == "POST" else 302)
    form = _form()
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                with atomic():
                    made = service.make(
                        region=region,
                        organisation=owner_of(form),
                        facts=form.facts(),
                        themes=form.theme_ids(),
                        join_link=form.join_link.data or "",
                    )
                flash(_("Mötet är sparat. Skriv programmet, och visa sedan mötet."), "success")
                return redirect(url_for("meeting_places.manage_meeting", meeting_id=made.id))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    return render_template("meeting_places/meetings/edit.html", form=form, meeting=None), status


@bp.route(f"{ONE}/edit", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def edit_meeting(meeting_id: int) -> Any:
    """Change it. Those who are registered are told when the time or the place is another."""
    region, posted, status = current_region(), request.method == "POST", 200
    found = service.own_meeting(region, require_user(), meeting_id, lock=posted)
    form = _form(found)
    if posted:
        status = 422
        if form.version.data != str(found.version):
            status = 409
            form.version.process_data(str(found.version))
            form.add_error(Conflict(_("Någon annan har ändrat mötet. Spara igen för att ändra till det du har skrivit.")))
        elif form.validate():
            try:
                with atomic():
                    before = found.revision
                    service.change(
                        region=region, meeting=found, facts=form.facts(), themes=form.theme_ids(), join_link=form.join_link.data or ""
                    )
                    move_up(region=region, meeting=found)
                    if found.revision != before and found.status == MeetingStatus.PUBLISHED:
                        enqueue(TELL_ALL, region=region, meeting_id=found.id)
                flash(_("Mötet är sparat."), "success")
                return redirect(url_for("meeting_places.manage_meeting", meeting_id=found.id))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    return render_template("meeting_places/meetings/edit.html", form=form, meeting=found), status


@bp.get(f"{ONE}/manage")
@requires(GET=MANAGE)
def manage_meeting(meeting_id: int) -> str:
    """All that can be done with one meeting, and how it goes."""
    found = service.own_meeting(current_region(), require_user(), meeting_id)
    return render_template(
        "meeting_places/meetings/manage_meeting.html",
        meeting=found,
        programme=queries.programme(found),
        words=words,
        when=span(found.starts_at, found.ends_at),
        numbers=standing(found),
        free=[(words.MODES[mode], left(found, mode)) for mode in ways(found)],
        is_over=is_over(found),
        closed=closed_because(found),
        invited_only=found.access == Access.INVITED,
        sees_participants=may_over(found, PARTICIPANTS),
        sees_needs=may_over(found, NEEDS),
    )


@bp.post(f"{ONE}/publish")
@requires(POST=MANAGE)
@once
def publish_meeting(meeting_id: int) -> Any:
    """Let everybody see it."""
    region = current_region()
    found = service.own_meeting(region, require_user(), meeting_id, lock=True)
    try:
        with atomic():
            service.publish(region=region, meeting=found)
        flash(_("Mötet visas nu."), "success")
    except DomainError as error:
        flash(error.message, "error")
    return redirect(url_for("meeting_places.manage_meeting", meeting_id=meeting_id))


@bp.route(f"{ONE}/cancel", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def cancel_meeting(meeting_id: int) -> Any:
    """It will not be held: everybody who is registered is mailed."""
    region, posted, status = current_region(), request.method == "POST", 200
    found = service.own_meeting(region, require_user(), meeting_id, lock=posted)
    form = CancelForm()
    if posted:
        status = 422
        if form.validate():
            try:
                with atomic():
                    service.cancel(region=region, meeting=found, reason=" ".join((form.reason.data or "").split()))
                    enqueue(TELL_ALL, region=region, meeting_id=found.id)
                flash(_("Mötet är inställt. De som är anmälda får ett mejl."), "success")
                return redirect(url_for("meeting_places.manage_meeting", meeting_id=found.id))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    return render_template("meeting_places/meetings/cancel.html", form=form, meeting=found, numbers=standing(found)), status


@bp.route(f"{ONE}/materials", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def meeting_materials(meeting_id: int) -> Any:
    """What can be read and seen afterwards."""
    region, posted, status = current_region(), request.method == "POST", 200
    found = service.own_meeting(region, require_user(), meeting_id, lock=posted)
    said = "\n".join(f"{each['title']} {each['url']}".strip() for each in found.materials)
    form = MaterialsForm(request.form if posted else None, data={"links": said, "version": str(found.version)})
    if posted:
        status = 422
        if form.version.data != str(found.version):
            status = 409
            form.version.process_data(str(found.version))
            form.add_error(Conflict(_("Någon annan har ändrat mötet. Spara igen för att ändra till det du har skrivit.")))
        elif form.validate():
            with atomic():
                service.set_materials(region=region, meeting=found, materials=form.read)
            flash(_("Materialet är sparat."), "success")
            return redirect(url_for("meeting_places.manage_meeting", meeting_id=found.id))
    return render_template("meeting_places/meetings/materials.html", form=form, meeting=found), status


@bp.route(f"{ONE}/programme", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def new_part(meeting_id: int) -> Any:
    """Add a part to the programme."""
    meeting = service.own_meeting(current_region(), require_user(), meeting_id)
    return _part_page(meeting, None)


@bp.route(PART, methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def edit_part(meeting_id: int, part_id: int) -> Any:
    """Change a part of the programme."""
    meeting = service.own_meeting(current_region(), require_user(), meeting_id)
    return _part_page(meeting, queries.part(meeting, part_id, lock=request.method == "POST"))


def _part_page(meeting: Meeting, part: ProgrammeSession | None) -> Any:
    posted, status = request.method == "POST", 200
    form = PartForm(request.form if posted else None, meeting=meeting, part=part)
    if posted:
        status = 422
        if part is not None and form.version.data != str(part.version):
            status = 409
            form.version.process_data(str(part.version))
            form.add_error(Conflict(_("Någon annan har ändrat delen. Spara igen för att ändra till det du har skrivit.")))
        elif form.validate():
            try:
                with atomic():
                    service.save_part(region=current_region(), meeting=meeting, part=part, facts=form.facts())
                flash(_("Programmet är sparat."), "success")
                return redirect(url_for("meeting_places.new_part", meeting_id=meeting.id))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    page = render_template(
        "meeting_places/meetings/programme.html",
        form=form,
        meeting=meeting,
        part=part,
        programme=queries.programme(meeting),
        span=span,
        when=span(meeting.starts_at, meeting.ends_at),
    )
    return page, status


@bp.post(f"{PART}/remove")
@requires(POST=MANAGE)
@once
def remove_part(meeting_id: int, part_id: int) -> Any:
    """Take a part out of the programme."""
    region = current_region()
    meeting = service.own_meeting(region, require_user(), meeting_id)
    with atomic():
        service.remove_part(region=region, meeting=meeting, part=queries.part(meeting, part_id, lock=True))
    flash(_("Delen är borttagen ur programmet."), "success")
    return redirect(url_for("meeting_places.new_part", meeting_id=meeting.id))
