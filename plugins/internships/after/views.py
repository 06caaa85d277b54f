"""The page where schools, employers and coordinators follow an accepted placement, and end it."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for

from core.clock import today
from core.db import atomic
from core.errors import DomainError
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.i18n import ngettext
from core.web.access import requires
from core.web.context import current_region, require_user
from core.web.submission import once
from plugins.internships.after import agreement, compensation, ending, queries, service, tasks, words
from plugins.internships.after.cases import own_case
from plugins.internships.after.forms import InterruptForm, IntroductionForm
from plugins.internships.after.models import Side
from plugins.internships.periods.queries import period as period_of
from plugins.internships.permissions import APPLICANTS, COORDINATE, FOLLOW, PLACES
from plugins.internships.views import MAX_ID, bp

ONE = f"/placements/<int(max={MAX_ID}):placement_id>/follow"


@bp.get(ONE)
@requires(GET=FOLLOW)
def follow(placement_id: int) -> Any:
    """How an accepted placement goes: agreement, check-list, attendance, evaluations."""
    region = current_region()
    case, sides = own_case(region, require_user(), placement_id)
    return render_template(
        "internships/after/follow.html",
        after=queries.of_case(case),
        sides=sides,
        name=case.student_name,
        words=words,
        name_of=name_of,
        is_theirs=tasks.is_theirs,
        unsigned=service.unsigned(case),
        tokens={side: case.token(side) for side in sides},
    )


@bp.get(f"{ONE}/agreement.pdf")
@requires(GET=FOLLOW)
def follow_agreement(placement_id: int) -> Any:
    """The agreement with its signatures."""
    case, _sides = own_case(current_region(), require_user(), placement_id)
    if not case.contract.content:
        abort(404)
    return agreement.as_file(agreement.signed(case, case.student_name), f"avtal-P{placement_id}")


@bp.get(f"{ONE}/certificate.pdf")
@requires(GET=FOLLOW)
def follow_certificate(placement_id: int) -> Any:
    """The certificate."""
    case, _sides = own_case(current_region(), require_user(), placement_id)
    if not case.contract.certificate:
        abort(404)
    return agreement.as_file(agreement.readable(case.contract.certificate, case.student_name), f"intyg-P{placement_id}")


@bp.post(f"{ONE}/remind")
@requires(POST=APPLICANTS)
@once
def follow_remind(placement_id: int) -> Any:
    """Mail those who have not signed once more."""
    region = current_region()
    case = _schools(placement_id)
    try:
        with atomic():
            sent = service.remind(region=region, case=case)
        flash(ngettext("%(num)s part har fått en påminnelse.", "%(num)s parter har fått en påminnelse.", sent), "success")
    except DomainError as error:
        flash(error.message, "error")
    return _back(placement_id)


@bp.post(f"{ONE}/link")
@requires(POST=APPLICANTS)
@once
def follow_link(placement_id: int) -> Any:
    """A new link for a side; the earlier one ends."""
    case = _schools(placement_id)
    side = request.form.get("side", "")
    if side not in case.contract.seeds:
        abort(400)
    with atomic():
        service.renew_link(region=current_region(), case=case, side=Side(side))
    flash(_("En ny länk är skickad. Den gamla leder inte längre någonstans."), "success")
    return _back(placement_id)


@bp.post(f"{ONE}/task/<int(max={MAX_ID}):task_id>")
@requires(POST=FOLLOW)
@once
def follow_task(placement_id: int, task_id: int) -> Any:
    """Tick a line of the check-list, or take the tick away."""
    region = current_region()
    case, sides = own_case(region, require_user(), placement_id, lock=True)
    try:
        with atomic():
            tasks.tick(region=region, case=case, task_id=task_id, sides=sides, done=request.form.get("done") == "1")
    except DomainError as error:
        if error.status == 404:
            raise
        flash(error.message, "error")
    return _back(placement_id)


@bp.route(f"{ONE}/introduction", methods=["GET", "POST"])
@requires(GET=PLACES, POST=PLACES)
@once
def follow_introduction(placement_id: int) -> Any:
    """Say who supervises, and what the introduction is."""
    region, posted = current_region(), request.method == "POST"
    case, sides = own_case(region, require_user(), placement_id, lock=posted)
    if Side.EMPLOYER not in sides:
        abort(404)
    contract = case.contract
    form = IntroductionForm(
        tasks.free_supervisors(case),
        request.form if posted else None,
        supervisor_id=str(case.placement.supervisor_id or ""),
        introduction=contract.introduction,
        introduced_on=contract.introduced_on,
    )
    status = 200
    if posted:
        status = 422
        if form.validate():
            chosen = int(form.supervisor_id.data) if form.supervisor_id.data else None
            try:
                with atomic():
                    text, day = form.introduction.data or "", form.introduced_on.data
                    tasks.introduce(region=region, case=case, supervisor_id=chosen, text=text, day=day)
                flash(_("Introduktionen är sparad."), "success")
                return _back(placement_id)
            except DomainError as error:
                form.add_error(error)
                status = error.status
    return render_template("internships/after/introduction.html", form=form, case=case, name=case.student_name), status


@bp.post(f"{ONE}/complete")
@requires(POST=APPLICANTS)
@once
def follow_complete(placement_id: int) -> Any:
    """It is done: the certificate is made."""
    case = _schools(placement_id)
    try:
        with atomic():
            ending.complete(region=current_region(), case=case)
        flash(_("Praktiken är genomförd. Intyget är klart att hämta."), "success")
    except DomainError as error:
        flash(error.message, "error")
    return _back(placement_id)


@bp.route(f"{ONE}/interrupt", methods=["GET", "POST"])
@requires(GET=APPLICANTS, POST=APPLICANTS)
@once
def follow_interrupt(placement_id: int) -> Any:
    """It ends before its time, with the reason."""
    case, posted = _schools(placement_id), request.method == "POST"
    form, status = InterruptForm(request.form if posted else None, data={"last_day": today()}), 200
    if posted:
        status = 422
        if form.validate():
            try:
                with atomic():
                    ending.interrupt(
                        region=current_region(), case=case, last_day=form.last_day.data or today(), reason=form.reason.data or ""
                    )
                flash(_("Praktiken är avbruten."), "success")
                return _back(placement_id)
            except DomainError as error:
                form.add_error(error)
                status = error.status
    return render_template("internships/after/interrupt.html", form=form, case=case, name=case.student_name), status


@bp.get(f"/periods/<int(max={MAX_ID}):period_id>/compensation")
@requires(GET=COORDINATE)
def period_compensation(period_id: int) -> Any:
    """What the employers of a period are to be paid, and from what it is counted."""
    region = current_region()
    period = period_of(period_id)
    page = compensation.listing(region, period, number=request.args.get("page", 1, type=int))
    return render_template("internships/after/compensation.html", period=period, page=page, total=compensation.total(region, period))


@bp.get(f"/periods/<int(max={MAX_ID}):period_id>/compensation.<any(csv, xlsx):form>")
@requires(GET=COORDINATE)
def period_compensation_file(period_id: int, form: Any) -> Response:
    """The same as a file, for who pays."""
    return compensation.file(current_region(), period_of(period_id), form)


def _schools(placement_id: int) -> Any:
    """The case of a placement of one's own school."""
    case, sides = own_case(current_region(), require_user(), placement_id, lock=request.method == "POST")
    if Side.SCHOOL not in sides:
        abort(404)
    return case


def _back(placement_id: int) -> Any:
    return redirect(url_for("internships.follow", placement_id=placement_id))
