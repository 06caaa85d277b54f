"""Where participants answer by their link, and organisers read what came of it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import DomainError
from core.files.sheets import Kind
from core.i18n import gettext as _
from core.web.access import public, requires
from core.web.context import current_region, require_user
from core.web.exports import download_links, recorded_download
from core.web.limits import PUBLIC_POST, SEARCH, limiter
from core.web.submission import once
from plugins.meeting_places.feedback import queries, service
from plugins.meeting_places.feedback.forms import answer_form, answered, own_questions, questions_form
from plugins.meeting_places.meetings.queries import public_meeting
from plugins.meeting_places.meetings.service import own_meeting
from plugins.meeting_places.permissions import MANAGE
from plugins.meeting_places.registration.links import by_token
from plugins.meeting_places.registration.queries import to_ask
from plugins.meeting_places.views import MAX_ID, bp

ONE = f"/meetings/<int(max={MAX_ID}):meeting_id>/feedback"


@bp.route("/feedback/<token>", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(SEARCH, methods=["GET"])
@limiter.limit(PUBLIC_POST, methods=["POST"])
@once
def give_feedback(token: str) -> Any:
    """Say what one thought. The link is the key; a look changes nothing, because mail scanners open links."""
    region, posted = current_region(), request.method == "POST"
    registration = by_token(region, token, lock=posted)
    if registration is None:
        return render_template("meeting_places/exchange/no_link.html"), 404
    meeting = public_meeting(region, registration.meeting_id)
    asked = queries.form_of(meeting)
    if not queries.is_open(region, meeting, asked):
        return render_template("meeting_places/feedback/closed.html", meeting=meeting, coming=asked is None or asked.closed_at is None), 410
    before = queries.answer_of(asked, registration)
    form, status = answer_form(asked, before, request.form if posted else None), 200
    if posted:
        status = 422
        if form.validate():
            try:
                with atomic():
                    count = len(asked.questions) if asked else 0
                    service.answer(region=region, meeting=meeting, registration=registration, **answered(form, count))
                flash(_("Tack för ditt svar. Du kan ändra det med samma länk till och med sista dagen."), "success")
                return redirect(url_for("meeting_places.give_feedback", token=token))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    last = queries.closes_on(region, meeting, asked)
    page = render_template("meeting_places/feedback/answer.html", meeting=meeting, form=form, before=before, last=last)
    return page, status


@bp.get(ONE)
@requires(GET=MANAGE)
def feedback(meeting_id: int) -> str:
    """What came of it, for the organisers."""
    region = current_region()
    meeting = own_meeting(region, require_user(), meeting_id)
    asked = queries.form_of(meeting)
    return render_template(
        "meeting_places/feedback/results.html",
        meeting=meeting,
        asked=asked,
        results=queries.results(asked, len(to_ask(meeting))),
        is_open=queries.is_open(region, meeting, asked),
        last=queries.closes_on(region, meeting, asked),
        downloads=download_links("meeting_places.feedback_file", meeting_id=meeting.id),
    )


@bp.get(f"{ONE}.csv", defaults={"form": "csv"})
@bp.get(f"{ONE}.xlsx", defaults={"form": "xlsx"})
@requires(GET=MANAGE)
def feedback_file(meeting_id: int, form: Kind) -> Any:
    """The results as a file: no row is one person's."""
    region = current_region()
    meeting = own_meeting(region, require_user(), meeting_id)
    found = queries.results(queries.form_of(meeting), len(to_ask(meeting)))
    header = [_("Fråga"), _("Svar"), _("Antal")]
    name = f"utvardering-{meeting.id}"
    return recorded_download(form, name, header, queries.flat(found), action="meeting_places.feedback.taken_out", region=region)


@bp.route(f"{ONE}/questions", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def feedback_questions(meeting_id: int) -> Any:
    """Write own questions, and the last day to answer."""
    region, posted = current_region(), request.method == "POST"
    meeting = own_meeting(region, require_user(), meeting_id, lock=posted)
    found = queries.form_of(meeting)
    form, status = questions_form(found, request.form if posted else None), 200
    if posted:
        status = 422
        if form.validate():
            try:
                with atomic():
                    service.set_questions(region=region, meeting=meeting, questions=own_questions(form), closes_on=form.closes_on.data)
                flash(_("Frågorna är sparade."), "success")
                return redirect(url_for("meeting_places.feedback", meeting_id=meeting.id))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    return render_template("meeting_places/feedback/questions.html", meeting=meeting, form=form), status


@bp.post(f"{ONE}/ask")
@requires(POST=MANAGE)
@once
def ask_feedback(meeting_id: int) -> Any:
    """Mail the participants now, instead of tomorrow."""
    region = current_region()
    meeting = own_meeting(region, require_user(), meeting_id, lock=True)
    try:
        with atomic():
            asked = service.ask(region=region, meeting=meeting)
        flash(_("%(n)s personer får frågan med mejl.", n=asked) if asked else _("Deltagarna är redan tillfrågade."), "success")
    except DomainError as error:
        flash(error.message, "error")
    return redirect(url_for("meeting_places.feedback", meeting_id=meeting_id))


@bp.post(f"{ONE}/close")
@requires(POST=MANAGE)
@once
def close_feedback(meeting_id: int) -> Any:
    """Take no more answers."""
    region = current_region()
    meeting = own_meeting(region, require_user(), meeting_id, lock=True)
    with atomic():
        service.close(region=region, meeting=meeting)
    flash(_("Utvärderingen är stängd. Svaren går inte längre att koppla till någon."), "success")
    return redirect(url_for("meeting_places.feedback", meeting_id=meeting_id))
