"""The exchange at a meeting: everybody reads; who is registered or signed in asks, answers, votes and reports."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import DomainError
from core.i18n import gettext as _
from core.web.access import public
from core.web.context import current_region, current_user
from core.web.limits import FEEDBACK, PUBLIC_POST, SEARCH, limiter
from core.web.submission import once
from plugins.meeting_places.exchange import queries, service
from plugins.meeting_places.exchange.forms import AnswerForm, PostForm, ReportForm
from plugins.meeting_places.exchange.who import Who, who_is
from plugins.meeting_places.meetings.models import Meeting
from plugins.meeting_places.meetings.queries import public_meeting
from plugins.meeting_places.registration.links import by_token
from plugins.meeting_places.settings import meeting_settings
from plugins.meeting_places.views import MAX_ID, bp

ONE = f"/meetings/<int(max={MAX_ID}):meeting_id>/questions"
POST = f"{ONE}/<int(max={MAX_ID}):post_id>"


def _address(meeting: Meeting, who: Who | None, anchor: str = "") -> str:
    if who is not None and who.token:
        return url_for("meeting_places.questions_by_link", token=who.token, _anchor=anchor or None)
    return url_for("meeting_places.questions", meeting_id=meeting.id, _anchor=anchor or None)


def _page(meeting: Meeting, who: Who | None, form: PostForm | None = None) -> str:
    region = current_region()
    if form is None:
        form = PostForm(None)
    form.key.process_data(who.token if who else "")
    return render_template(
        "meeting_places/exchange/questions.html",
        meeting=meeting,
        who=who,
        form=form,
        page=queries.questions(meeting, who, number=request.args.get("page", 1, type=int)),
        is_open=queries.is_open(region, meeting),
        moderated=meeting_settings(region).moderate_questions,
        back_to=_address(meeting, who),
        sign_in=url_for("core_auth.sign_in", next=request.path) if current_user() is None else "",
    )


def _sender(meeting: Meeting) -> Who | None:
    """Who writes; None for a stranger, who is shown no forms."""
    return who_is(current_region(), meeting, current_user(), request.form.get("key", "") or request.args.get("key", ""))


def _stranger(meeting: Meeting) -> Any:
    flash(_("Anmäl dig till mötet eller logga in, så kan du skriva."), "info")
    return redirect(_address(meeting, None), code=303)


@bp.get(ONE)
@public("GET")
@limiter.limit(SEARCH)
def questions(meeting_id: int) -> Any:
    """The questions and answers of a meeting."""
    meeting = public_meeting(current_region(), meeting_id)
    return _page(meeting, who_is(current_region(), meeting, current_user()))


@bp.get("/questions/<token>")
@public("GET")
@limiter.limit(SEARCH)
def questions_by_link(token: str) -> Any:
    """The same, by a participant's own link."""
    region = current_region()
    registration = by_token(region, token)
    if registration is None:
        return render_template("meeting_places/exchange/no_link.html"), 404
    meeting = public_meeting(region, registration.meeting_id)
    return _page(meeting, who_is(region, meeting, current_user(), token))


@bp.post(f"{ONE}/ask")
@public("POST")
@limiter.limit(FEEDBACK)
@once
def ask_question(meeting_id: int) -> Any:
    """Ask."""
    region = current_region()
    meeting = public_meeting(region, meeting_id)
    who = _sender(meeting)
    if who is None:
        return _stranger(meeting)
    form, status = PostForm(), 422
    if form.validate():
        try:
            with atomic():
                made = service.ask(
                    region=region, meeting=meeting, who=who, text=(form.text.data or "").strip(), shows_name=bool(form.shows_name.data)
                )
            _thank(made.status == "shown")
            return redirect(_address(meeting, who, f"q{made.id}"))
        except DomainError as error:
            form.add_error(error)
            status = error.status
    return _page(meeting, who, form), status


def _thank(shown: bool) -> None:
    flash(_("Tack. Nu syns det du skrev.") if shown else _("Tack. Arrangören läser det du skrev innan andra ser det."), "success")


@bp.route(f"{POST}/answer", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(FEEDBACK, methods=["POST"])
@once
def answer_question(meeting_id: int, post_id: int) -> Any:
    """Answer a question."""
    region, posted = current_region(), request.method == "POST"
    meeting = public_meeting(region, meeting_id)
    who = _sender(meeting)
    question = queries.seen(meeting, who, post_id, lock=posted)
    if who is None:
        return _stranger(meeting)
    form = AnswerForm(request.form if posted else None, data={"key": who.token})
    status = 200
    if posted:
        status = 422
        if form.validate():
            try:
                with atomic():
                    made = service.answer(
                        region=region,
                        meeting=meeting,
                        who=who,
                        question=question,
                        text=(form.text.data or "").strip(),
                        shows_name=bool(form.shows_name.data),
                    )
                _thank(made.status == "shown")
                return redirect(_address(meeting, who, f"q{question.id}"))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    page = render_template(
        "meeting_places/exchange/answer.html", meeting=meeting, question=question, form=form, who=who, back_to=_address(meeting, who)
    )
    return page, status


@bp.post(f"{POST}/vote")
@public("POST")
@limiter.limit(PUBLIC_POST)
@once
def vote_question(meeting_id: int, post_id: int) -> Any:
    """Say that it is one's own question too, or take that back."""
    region = current_region()
    meeting = public_meeting(region, meeting_id)
    who = _sender(meeting)
    post = queries.seen(meeting, who, post_id, lock=True)
    if who is None:
        return _stranger(meeting)
    try:
        with atomic():
            stands = service.vote(region=region, meeting=meeting, who=who, post=post)
        flash(_("Din röst är räknad.") if stands else _("Din röst är borttagen."), "success")
    except DomainError as error:
        flash(error.message, "error")
    return redirect(_address(meeting, who, f"q{post.question_id or post.id}"))


@bp.route(f"{POST}/report", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(FEEDBACK, methods=["POST"])
@once
def report_post(meeting_id: int, post_id: int) -> Any:
    """Say that a post should not stand there."""
    region, posted = current_region(), request.method == "POST"
    meeting = public_meeting(region, meeting_id)
    who = _sender(meeting)
    post = queries.seen(meeting, who, post_id, lock=posted)
    if who is None:
        return _stranger(meeting)
    form = ReportForm(request.form if posted else None, data={"key": who.token})
    if posted and form.validate():
        with atomic():
            service.report(region=region, meeting=meeting, who=who, post=post, reason=(form.reason.data or "").strip())
        flash(_("Tack. Arrangören ser över inlägget."), "success")
        return redirect(_address(meeting, who))
    page = render_template(
        "meeting_places/exchange/report.html", meeting=meeting, post=post, form=form, who=who, back_to=_address(meeting, who)
    )
    return page, 422 if posted else 200
