"""Pages and API."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from core.db import get
from core.errors import DomainError
from core.web.access import public, requires, signed_in
from core.web.context import current_region, current_user, require_user
from core.web.submission import once
from tests.fixture_plugins.meetings import queries, service
from tests.fixture_plugins.meetings.forms import MeetingForm
from tests.fixture_plugins.meetings.models import Meeting

bp = Blueprint("meetings", __name__, template_folder="templates")
admin = Blueprint("meetings_admin", __name__, template_folder="templates")
inner = Blueprint("inner", __name__)


@bp.get("/")
@public("GET")
def index() -> str:
    """The list, for everybody."""
    return render_template("meetings/list.html", page=queries.meetings(number=request.args.get("page", 1, type=int)))


@bp.route("/new", methods=["GET", "POST"])
@requires(GET="meetings.meeting.read", POST="meetings.meeting.book")
@once
def new() -> Any:
    """Book a meeting."""
    form = MeetingForm()
    if form.validate_on_submit():
        try:
            meeting = service.book_meeting(region=current_region(), title=form.title.data, seats=form.seats.data, by=require_user())
        except DomainError as error:
            form.add_error(error)
        else:
            flash("Mötet är bokat.", "success")
            return redirect(url_for("meetings.detail", meeting_id=meeting.id))
    return render_template("meetings/form.html", form=form)


@bp.get("/<int:meeting_id>")
@public("GET")
def detail(meeting_id: int) -> str:
    """One meeting."""
    return render_template("meetings/detail.html", meeting=get(Meeting, meeting_id))


@bp.route("/<int:meeting_id>/edit", methods=["GET", "POST"])
@requires(GET="meetings.meeting.book", POST="meetings.meeting.book")
@once
def edit(meeting_id: int) -> Any:
    """Change a meeting. The version that the form was made from is posted back, so that a lost race is seen."""
    meeting = get(Meeting, meeting_id)
    form = MeetingForm(obj=meeting)
    if form.validate_on_submit():
        if request.form.get("version", type=int) != meeting.version:
            from core.errors import Conflict

            raise Conflict("Någon annan har ändrat mötet.")
        meeting.title, meeting.seats = form.title.data, form.seats.data
        return redirect(url_for("meetings.detail", meeting_id=meeting.id))
    return render_template("meetings/form.html", form=form, version=meeting.version)


@bp.post("/signed")
@signed_in("POST")
@once
def signed() -> Any:
    """For whoever is signed in, whatever the role."""
    service.book_meeting(region=current_region(), title=f"Av {require_user().email}")
    return redirect(url_for("meetings.index"))


@bp.route("/open", methods=["GET", "POST"])
@public("GET", "POST")
@once
def open_form() -> Any:
    """A form for anybody."""
    form = MeetingForm()
    if form.validate_on_submit():
        try:
            meeting = service.book_meeting(region=current_region(), title=form.title.data, seats=form.seats.data, by=current_user())
        except DomainError as error:
            form.add_error(error)
        else:
            return redirect(url_for("meetings.detail", meeting_id=meeting.id))
    return render_template("meetings/form.html", form=form)


@bp.get("/broken")
@public("GET")
def broken() -> str:
    """Fails, for the test of the error page."""
    raise ValueError("broken on purpose")


@inner.get("/inner")
@public("GET")
def nested() -> str:
    """A page of a blueprint within a blueprint."""
    return render_template("meetings/list.html", page=queries.meetings())


@admin.get("/")
@requires(GET="meetings.meeting.book")
def overview() -> str:
    """The administrator's page."""
    return render_template("meetings/list.html", page=queries.meetings())


bp.register_blueprint(inner, url_prefix="/nested")
