"""The page that a mailed question leads to, and who has not answered. A look changes nothing: mail scanners open links."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for

from core.db import atomic, get
from core.errors import DomainError
from core.files.sheets import Kind, download
from core.i18n import gettext as _
from core.jobs import enqueue
from core.web.access import public, requires
from core.web.context import current_region
from core.web.format import format_datetime
from core.web.limits import PUBLIC_POST, limiter
from core.web.submission import once
from plugins.regional_plans.meetings import queries as meetings
from plugins.regional_plans.permissions import MEETINGS
from plugins.regional_plans.plans.models import Plan
from plugins.regional_plans.status import answering, asking, jobs, queries
from plugins.regional_plans.status.forms import StateForm, answer_form
from plugins.regional_plans.views import MAX_ID, bp

ROUND = f"/meetings/<int(max={MAX_ID}):meeting_id>/answers"
MOST_TYPED = 200


@bp.route("/status/<token>", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(PUBLIC_POST, methods=["POST"])
@once
def status_answer(token: str) -> Any:
    """Say how one's actions go. The link works until the meeting; a later answer takes the earlier one's place."""
    region, posted, status = current_region(), request.method == "POST", 200
    asked = answering.question(region, token, lock=posted)
    if asked is None or asked.is_over or not asked.actions:
        return _ended(asked), 404 if asked is None else 410
    number = request.args.get("action", type=int)
    form = answer_form(asked, request.form if posted else None, action_id=number, status=request.args.get("status", ""))
    if posted:
        status = 422
        if form.validate():
            try:
                with atomic():
                    answering.answer(region=region, asked=asked, answers=form.changed(asked), by_name=form.name())
                flash(_("Tack. Läget är sparat. Du kan ändra svaret fram till mötet."), "success")
                return redirect(url_for("regional_plans.status_answer", token=token))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    return render_template("regional_plans/status/answer.html", form=form, asked=asked, chosen=number if not posted else None), status


def _ended(asked: Any) -> str:
    """A link that leads nowhere, or no longer does; what was typed stands there, so that nothing is lost."""
    titles = {action.id: action.title for action in asked.actions} if asked is not None else {}
    typed = []
    for name, value in list(request.form.items())[:MOST_TYPED]:
        kind, _mark, number = name.partition("_")
        if kind == "text" and value.strip():
            typed.append((titles.get(int(number), _("En rad om läget")) if number.isdecimal() and len(number) < 10 else name, value))
    return render_template("regional_plans/status/ended.html", asked=asked, typed=typed)


@bp.get(ROUND)
@requires(GET=MEETINGS)
def status_round(meeting_id: int) -> str:
    """Who was asked before a meeting, and who has not answered."""
    region = current_region()
    meeting = meetings.meeting(region, meeting_id)
    plan = get(Plan, meeting.plan_id)
    form = StateForm(request.args)
    state = form.state.data or ""
    return render_template(
        "regional_plans/status/round.html",
        meeting=meeting,
        plan=plan,
        counts=queries.counts(meeting),
        page=queries.asked(meeting, state=state, number=request.args.get("page", 1, type=int)),
        form=form,
        state=state if state in ("silent", "answered") else "",
        lacking=queries.without_contact(plan),
        is_open=asking.takes_answers(meeting, plan),
    )


@bp.get(f"{ROUND}.<any(csv, xlsx):kind>")
@requires(GET=MEETINGS)
def status_round_file(meeting_id: int, kind: Kind) -> Response:
    """The list as a file."""
    region = current_region()
    meeting = meetings.meeting(region, meeting_id)
    header = [_("Namn"), _("E-post"), _("Organisation"), _("Antal insatser"), _("Frågad"), _("Påmind"), _("Svarade")]
    rows = [
        [each.name, each.email, ", ".join(each.organisations), each.actions]
        + [format_datetime(at) for at in (each.request.sent_at, each.request.reminded_at, each.request.answered_at)]
        for each in queries.everybody(meeting, request.args.get("state", ""))
    ]
    return download(kind, f"{_('svar')}-{region.slug}", header, rows)


def _start(meeting_id: int, job: str, said: str) -> Any:
    region = current_region()
    meeting = meetings.meeting(region, meeting_id)
    try:
        with atomic():
            asking.check(meeting, get(Plan, meeting.plan_id))
            enqueue(job, region=region, meeting_id=meeting.id)
        flash(said, "success")
    except DomainError as error:
        flash(error.message, "error")
    return redirect(url_for("regional_plans.status_round", meeting_id=meeting.id))


@bp.post(f"{ROUND}/ask")
@requires(POST=MEETINGS)
@once
def ask_owners(meeting_id: int) -> Any:
    """Ask now those who have not been asked."""
    return _start(meeting_id, jobs.ASK, _("Frågorna skickas nu. Läs in sidan igen om en stund för att se vilka som har fått dem."))


@bp.post(f"{ROUND}/remind")
@requires(POST=MEETINGS)
@once
def remind_owners(meeting_id: int) -> Any:
    """Remind now those who have not answered."""
    return _start(meeting_id, jobs.REMIND, _("Påminnelser skickas nu till dem som inte har svarat och inte har fått mejl i dag."))
