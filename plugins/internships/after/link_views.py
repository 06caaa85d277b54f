"""The pages behind each side's mailed link. The link is the key; a look changes nothing, because mail scanners open links."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from flask import Response, abort, flash, redirect, render_template, request, url_for

from core.db import atomic
from core.documents.page import for_page
from core.errors import DomainError
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.web.access import public
from core.web.context import current_region
from core.web.limits import PUBLIC_POST, SEARCH, limiter
from core.web.submission import once
from plugins.internships.after import agreement, attendance, calendar, evaluations, queries, service, tasks, words
from plugins.internships.after.cases import Case, by_token, is_over
from plugins.internships.after.forms import SignForm, WeekForm, evaluation_form
from plugins.internships.after.models import Phase, Side
from plugins.internships.views import MAX_ID, bp

if TYPE_CHECKING:
    from collections.abc import Callable

ONE = "/after/<token>"


def linked(view: Callable[..., Any]) -> Callable[..., Any]:
    """Give the view the case and the side of the link; say clearly when the link leads nowhere (404) or no longer does (410)."""

    @wraps(view)
    def found(token: str, **values: Any) -> Any:
        held = by_token(current_region(), token, lock=request.method == "POST")
        if held is None:
            return render_template("internships/after/no_link.html", is_old=False), 404
        case, side = held
        if is_over(case):
            return render_template("internships/after/no_link.html", is_old=True), 410
        return view(token=token, case=case, side=side, **values)

    return found


def own_name(case: Case, side: Side) -> str:
    """The student's name: their own link always shows it, the others' as protected identity allows."""
    return case.applicant.name if side is Side.STUDENT else case.student_name


@bp.get(ONE)
@public("GET")
@linked
def after(token: str, case: Case, side: Side) -> Any:
    """What there is to do and to read for one side of a placement."""
    return render_template(
        "internships/after/mine.html",
        token=token,
        side=side,
        after=queries.of_case(case),
        name=own_name(case, side),
        words=words,
        name_of=name_of,
        is_theirs=tasks.is_theirs,
        may_confirm=attendance.may_confirm,
        writes=side in attendance.WRITERS,
    )


@bp.route(f"{ONE}/agreement", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(PUBLIC_POST, methods=["POST"])
@once
@linked
def after_agreement(token: str, case: Case, side: Side) -> Any:
    """Read the agreement, and sign it."""
    if not case.contract.content:
        abort(404)
    form, status = SignForm(request.form if request.method == "POST" else None, data={"fingerprint": case.contract.fingerprint}), 200
    if request.method == "POST":
        status = 422
        if form.validate():
            facts = {"name": form.name.data, "title": form.title.data or "", "read": form.fingerprint.data or ""}
            try:
                with atomic():
                    service.sign(region=current_region(), case=case, side=side, **facts)
                flash(_("Tack. Avtalet är underskrivet för din del."), "success")
                return redirect(url_for("internships.after_agreement", token=token))
            except DomainError as error:
                form.add_error(error)
                form.fingerprint.process_data(case.contract.fingerprint)
                status = error.status
    name = own_name(case, side)
    page = render_template(
        "internships/after/agreement.html",
        form=form,
        token=token,
        side=side,
        after=queries.of_case(case),
        is_whole=service.is_whole(case.contract),
        may_sign=side in service.unsigned(case) and case.is_live,
        page=for_page(agreement.signed(case, name)),
    )
    return page, status


@bp.get(f"{ONE}/agreement.pdf")
@public("GET")
@limiter.limit(SEARCH)
@linked
def after_agreement_file(token: str, case: Case, side: Side) -> Any:
    """The agreement with its signatures, to keep."""
    if not case.contract.content:
        abort(404)
    return agreement.as_file(agreement.signed(case, own_name(case, side)), f"avtal-P{case.placement.id}")


@bp.get(f"{ONE}/certificate.pdf")
@public("GET")
@limiter.limit(SEARCH)
@linked
def after_certificate(token: str, case: Case, side: Side) -> Any:
    """The certificate of a completed placement."""
    if not case.contract.certificate or side is Side.SUPERVISOR:
        abort(404)
    return agreement.as_file(agreement.readable(case.contract.certificate, own_name(case, side)), f"intyg-P{case.placement.id}")


@bp.get(f"{ONE}/calendar.ics")
@public("GET")
@limiter.limit(SEARCH)
@linked
def after_calendar(token: str, case: Case, side: Side) -> Any:
    """The placement as a calendar, which a program can ask for again."""
    content = calendar.of_case(current_region(), case, url_for("internships.after", token=token))
    headers = {"Content-Disposition": 'attachment; filename="praktik.ics"', "Cache-Control": "no-store"}
    return Response(content, mimetype="text/calendar", headers=headers)


@bp.post(f"{ONE}/task/<int(max={MAX_ID}):task_id>")
@public("POST")
@limiter.limit(PUBLIC_POST)
@once
@linked
def after_task(token: str, task_id: int, case: Case, side: Side) -> Any:
    """Tick a line of the check-list, or take the tick away."""
    try:
        with atomic():
            tasks.tick(region=current_region(), case=case, task_id=task_id, sides=[side], done=request.form.get("done") == "1")
    except DomainError as error:
        if error.status == 404:
            raise
        flash(error.message, "error")
    return redirect(url_for("internships.after", token=token))


@bp.route(f"{ONE}/week/<int(max=60):week>", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(PUBLIC_POST, methods=["POST"])
@once
@linked
def after_week(token: str, week: int, case: Case, side: Side) -> Any:
    """Write a week's attendance."""
    found = next((each for each in attendance.weeks_of(case) if each.number == week), None)
    if found is None or side not in attendance.WRITERS:
        abort(404)
    posted, row = request.method == "POST", found.row
    data = {"days": row.days, "hours": row.hours or None, "absent": row.absent} if row else {}
    form, status = WeekForm(request.form if posted else None, data=data), 200
    if posted:
        status = 422
        if form.validate():
            days, hours, absent = form.days.data or 0, float(form.hours.data or 0), form.absent.data or 0
            try:
                with atomic():
                    attendance.write(region=current_region(), case=case, side=side, week=week, days=days, hours=hours, absent=absent)
                flash(_("Närvaron är sparad. Den andra parten bekräftar den."), "success")
                return redirect(url_for("internships.after", token=token))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    return render_template("internships/after/week.html", form=form, token=token, week=found), status


@bp.post(f"{ONE}/week/<int(max=60):week>/confirm")
@public("POST")
@limiter.limit(PUBLIC_POST)
@once
@linked
def after_confirm(token: str, week: int, case: Case, side: Side) -> Any:
    """Confirm what the other side has written."""
    seen = request.form.get("version", "")
    try:
        with atomic():
            number = int(seen) if seen.isdecimal() and len(seen) < 9 else 0
            attendance.confirm(region=current_region(), case=case, side=side, week=week, seen=number)
        flash(_("Närvaron är bekräftad."), "success")
    except DomainError as error:
        flash(error.message, "error")
    return redirect(url_for("internships.after", token=token))


@bp.route(f"{ONE}/evaluation/<any(mid, final):phase>", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(PUBLIC_POST, methods=["POST"])
@once
@linked
def after_evaluation(token: str, phase: str, case: Case, side: Side) -> Any:
    """Answer an evaluation."""
    asked = next((each for each in queries.of_case(case).evaluations_of(side) if each.phase == Phase(phase)), None)
    if asked is None:
        abort(404)
    posted, status = request.method == "POST", 200
    form = evaluation_form(asked, request.form if posted else None)
    if posted:
        status = 422
        if form.validate():
            answers = {number: form[f"answer_{number}"].data or "" for number in range(len(asked.questions))}
            try:
                with atomic():
                    evaluations.answer(region=current_region(), case=case, phase=asked.phase, side=side, answers=answers)
                flash(_("Tack för din utvärdering."), "success")
                return redirect(url_for("internships.after", token=token))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    opens_on = evaluations.opens_on(case, asked.phase)
    return render_template("internships/after/evaluation.html", form=form, token=token, asked=asked, opens_on=opens_on), status
