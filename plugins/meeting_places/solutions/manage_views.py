"""Pages where members write their organisations' solutions, say that they use others', and where the region looks them through."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import Conflict, DomainError, NotFound
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.organisations.queries import of_region
from core.organisations.service import in_region
from core.regions.queries import municipalities
from core.users.queries import may
from core.web.access import requires
from core.web.context import current_region, require_user
from core.web.submission import once
from plugins.meeting_places.permissions import CHECK, SOLUTIONS
from plugins.meeting_places.series.queries import own_themes
from plugins.meeting_places.settings import meeting_settings
from plugins.meeting_places.solutions import queries, service, words
from plugins.meeting_places.solutions.forms import SendBackForm, SolutionForm, UseForm, WithdrawForm
from plugins.meeting_places.solutions.models import Solution, SolutionStatus
from plugins.meeting_places.solutions.views import ONE
from plugins.meeting_places.views import MAX_ID, bp


def _form(**more: Any) -> SolutionForm:
    region = current_region()
    return SolutionForm(
        request.form if request.method == "POST" else None,
        municipalities=[each.code for each in municipalities(region)],
        themes=[(theme.id, theme.name) for theme in own_themes(region)],
        **more,
    )


@bp.get("/solutions/mine")
@requires(GET=SOLUTIONS)
def own_solutions() -> str:
    """The solutions of those for whom one acts."""
    region, user = current_region(), require_user()
    return render_template(
        "meeting_places/solutions/mine.html",
        page=queries.mine(region, user, number=request.args.get("page", 1, type=int)),
        words=words,
        name_of=name_of,
        acts_for_nobody=queries.acting_for(region, user) == [],
    )


@bp.route("/solutions/new", methods=["GET", "POST"])
@requires(GET=SOLUTIONS, POST=SOLUTIONS)
@once
def new_solution() -> Any:
    """Write a solution; show it at once, or keep it as a draft."""
    region, user = current_region(), require_user()
    acting = queries.acting_for(region, user)
    if acting == []:
        return redirect(url_for("meeting_places.own_solutions"), code=303 if request.method == "POST" else 302)
    form = _form(organisations=acting, data={"contact_name": user.name, "contact_email": user.email} if acting is not None else {})
    status = 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                with atomic():
                    if acting is None:
                        owner = in_region(region, form.organisation.data or "", field="organisation")
                    else:
                        owner = of_region(region, int(form.organisation_id.data))
                    made = service.make(region=region, organisation=owner, facts=form.facts(), themes=form.theme_ids())
                    _submit(made)
                return redirect(_after(made))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    return render_template("meeting_places/solutions/edit.html", form=form, solution=None, checks=_checks()), status


@bp.route(f"{ONE}/edit", methods=["GET", "POST"])
@requires(GET=SOLUTIONS, POST=SOLUTIONS)
@once
def edit_solution(solution_id: int) -> Any:
    """Change it. Somebody else's change in between is told, and what was typed stays."""
    region, posted = current_region(), request.method == "POST"
    found = queries.own(region, require_user(), solution_id, lock=posted)
    form = _form(solution=found, data={"themes": [str(each) for each in queries.theme_ids(found)]})
    for name in ("organisation", "organisation_id"):
        if name in form:
            del form[name]
    status = 200
    if posted:
        status = 422
        if form.version.data != str(found.version):
            status = 409
            form.version.process_data(str(found.version))
            form.add_error(Conflict(_("Någon annan har ändrat lösningen. Spara igen för att ändra till det du har skrivit.")))
        elif form.validate():
            try:
                with atomic():
                    service.change(region=region, solution=found, facts=form.facts(), themes=form.theme_ids())
                    _submit(found)
                return redirect(_after(found))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    return render_template("meeting_places/solutions/edit.html", form=form, solution=found, checks=_checks()), status


def _checks() -> bool:
    """Whether the region looks at what this person writes before others see it."""
    region = current_region()
    return meeting_settings(region).check_solutions and not may(require_user(), region, CHECK)


def _submit(solution: Solution) -> None:
    if request.form.get("save") != "draft":
        service.submit(region=current_region(), solution=solution, checked=may(require_user(), current_region(), CHECK))


def _after(solution: Solution) -> str:
    match solution.status:
        case SolutionStatus.DRAFT:
            flash(_("Utkastet är sparat. Bara ni och regionen ser det."), "success")
        case SolutionStatus.WAITING:
            flash(_("Tack. Regionen läser igenom lösningen innan den visas. Ni får veta när det är klart."), "success")
        case _:
            flash(_("Klart. Lösningen visas i biblioteket."), "success")
            return url_for("meeting_places.solution", solution_id=solution.id)
    return url_for("meeting_places.own_solutions")


@bp.route(f"{ONE}/withdraw", methods=["GET", "POST"])
@requires(GET=SOLUTIONS, POST=SOLUTIONS)
@once
def withdraw_solution(solution_id: int) -> Any:
    """Take it out of the library, and say why."""
    region, posted = current_region(), request.method == "POST"
    found = queries.own(region, require_user(), solution_id, lock=posted)
    form = WithdrawForm()
    if form.validate_on_submit():
        with atomic():
            service.withdraw(region=region, solution=found, reason=" ".join((form.reason.data or "").split()))
        flash(_("Lösningen är borttagen ur biblioteket."), "success")
        return redirect(url_for("meeting_places.own_solutions"))
    return render_template("meeting_places/solutions/withdraw.html", form=form, solution=found), 422 if posted else 200


@bp.post(f"{ONE}/confirm")
@requires(POST=SOLUTIONS)
@once
def confirm_solution(solution_id: int) -> Any:
    """Say that it still holds."""
    region = current_region()
    found = queries.own(region, require_user(), solution_id, lock=True)
    try:
        with atomic():
            service.confirm(region=region, solution=found)
        flash(_("Tack. Nu står det att lösningen stämmer."), "success")
    except DomainError as error:
        flash(error.message, "error")
    return redirect(_page_of(found))


def _page_of(solution: Solution) -> str:
    shown = solution.status in (SolutionStatus.PUBLISHED, SolutionStatus.WITHDRAWN) and solution.published_at is not None
    return url_for("meeting_places.solution", solution_id=solution.id) if shown else url_for("meeting_places.own_solutions")


@bp.post(f"{ONE}/use")
@requires(POST=SOLUTIONS)
@once
def use_solution(solution_id: int) -> Any:
    """Say that an organisation for which one acts does the same."""
    region, user = current_region(), require_user()
    found = queries.published(solution_id)
    acting = queries.acting_for(region, user)
    wanted = request.form.get("organisation_id", type=int) or 0
    if acting is not None and wanted not in {each.id for each in acting}:
        raise NotFound(queries.missing())
    form = UseForm()
    form.among(queries.named(region, wanted))
    if form.validate_on_submit():
        try:
            with atomic():
                note = " ".join((form.note.data or "").split())
                service.say_used(region=region, solution=found, organisation=of_region(region, wanted), note=note)
            flash(_("Tack. Nu syns det att ni också använder lösningen."), "success")
        except DomainError as error:
            flash(error.message, "error")
    else:
        flash(" ".join(str(each) for errors in form.errors.values() for each in errors), "error")
    return redirect(url_for("meeting_places.solution", solution_id=solution_id))


@bp.post(f"{ONE}/use/<int(max={MAX_ID}):organisation_id>/stop")
@requires(POST=SOLUTIONS)
@once
def stop_using(solution_id: int, organisation_id: int) -> Any:
    """Say that one's organisation no longer does the same."""
    region, user = current_region(), require_user()
    found = queries.published(solution_id)
    acting = queries.acting_for(region, user)
    if acting is not None and organisation_id not in {each.id for each in acting}:
        raise NotFound(queries.missing())
    with atomic():
        service.unsay_used(region=region, solution=found, organisation_id=organisation_id)
    flash(_("Nu står det inte längre att ni använder lösningen."))
    return redirect(url_for("meeting_places.solution", solution_id=solution_id))


@bp.get("/solutions/check")
@requires(GET=CHECK)
def check_solutions() -> str:
    """What waits for the region."""
    region = current_region()
    return render_template("meeting_places/solutions/to_check.html", rows=queries.rows(region, queries.to_check(region)))


@bp.route(f"{ONE}/check", methods=["GET", "POST"])
@requires(GET=CHECK, POST=CHECK)
@once
def check_solution(solution_id: int) -> Any:
    """Read a solution, and let it through or send it back with words."""
    region, posted = current_region(), request.method == "POST"
    found = queries.waiting(region, solution_id, lock=posted)
    form = SendBackForm()
    if posted and request.form.get("answer") == "publish":
        with atomic():
            service.publish(region=region, solution=found)
        flash(_("Lösningen visas i biblioteket. De som skrev den får veta det."), "success")
        return redirect(url_for("meeting_places.check_solutions"))
    if form.validate_on_submit():
        with atomic():
            service.send_back(region=region, solution=found, note=(form.note.data or "").strip())
        flash(_("Lösningen är skickad tillbaka med dina ord."), "success")
        return redirect(url_for("meeting_places.check_solutions"))
    row = queries.rows(region, [found])[0]
    page = render_template(
        "meeting_places/solutions/check.html", form=form, solution=found, row=row, name_of=name_of, contact=queries.contact(found)
    )
    return page, 422 if posted else 200
