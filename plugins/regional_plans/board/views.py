"""Pages of board cases: the letter, what the board decided, and the papers."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for

from core.audit.service import record
from core.db import atomic
from core.differences import differences
from core.documents import Document, from_data
from core.documents.page import for_page
from core.errors import DomainError
from core.i18n import gettext as _
from core.regions.models import Region
from core.users.queries import may
from core.web.access import requires
from core.web.context import current_region, require_user
from core.web.editing import save_form
from core.web.submission import once
from plugins.regional_plans.board import papers, queries, service, words
from plugins.regional_plans.board.forms import CaseForm, DecisionForm
from plugins.regional_plans.board.models import BoardCase, CaseStatus
from plugins.regional_plans.files import document_file
from plugins.regional_plans.permissions import BOARD, READ
from plugins.regional_plans.plans.queries import whole
from plugins.regional_plans.plans.service import own_plan
from plugins.regional_plans.settings import plan_settings
from plugins.regional_plans.views import MAX_ID, bp

ONE = f"/board/<int(max={MAX_ID}):case_id>"


@bp.get("/board")
@requires(GET=READ)
def board_cases() -> str:
    """All cases, the latest meeting first."""
    page = queries.listing(current_region(), number=request.args.get("page", 1, type=int))
    return render_template("regional_plans/board/list.html", page=page, words=words)


@bp.route(f"/plans/<int(max={MAX_ID}):plan_id>/board", methods=["GET", "POST"])
@requires(GET=BOARD, POST=BOARD)
@once
def new_board_case(plan_id: int) -> Any:
    """Begin a case about a plan."""
    region = current_region()
    plan = own_plan(region, plan_id, lock=request.method == "POST")
    board = plan_settings(region).board_name
    data = {"title": plan.title, "board": board, "diary_number": plan.diary_number}
    data["proposal"] = _("%(board)s beslutar att godkänna %(plan)s.", board=board, plan=plan.title)
    if plan.is_public:  # it is approved already: what the board can do is to change it, in a matter of its own
        data = {"title": _("Ändring av %(plan)s", plan=plan.title), "board": board, "diary_number": ""}
        data["proposal"] = _("%(board)s beslutar att ändra %(plan)s så som framgår av ändringarna.", board=board, plan=plan.title)
    form = CaseForm(None, request.form if request.method == "POST" else None, **data)
    return save_form(
        form,
        None,
        lambda: service.save(region=region, plan=plan, case=None, facts=form.facts()),
        done=_("Ärendet är sparat."),
        to=lambda made: url_for("regional_plans.board_case", case_id=made.id),
        template="regional_plans/board/edit.html",
        plan=plan,
    )


@bp.route(f"{ONE}/edit", methods=["GET", "POST"])
@requires(GET=BOARD, POST=BOARD)
@once
def edit_board_case(case_id: int) -> Any:
    """Write the letter. Somebody else's change in between is told, and what was typed stays."""
    region = current_region()
    found = queries.own_case(region, case_id, lock=request.method == "POST")
    plan = own_plan(region, found.plan_id)
    form = CaseForm(found, request.form if request.method == "POST" else None)
    return save_form(
        form,
        found,
        lambda: service.save(region=region, plan=plan, case=found, facts=form.facts()),
        done=_("Ärendet är sparat."),
        to=lambda made: url_for("regional_plans.board_case", case_id=made.id),
        template="regional_plans/board/edit.html",
        plan=plan,
    )


@bp.get(ONE)
@requires(GET=READ)
def board_case(case_id: int) -> str:
    """One case: what is proposed, the amendments word by word, and the decision."""
    region = current_region()
    found = queries.own_case(region, case_id)
    changes = queries.amendments(found)
    return render_template(
        "regional_plans/board/case.html",
        found=found,
        plan=own_plan(region, found.plan_id),
        amendments=[(each, differences(each.before, each.after)) for each in changes],
        stale={each.id for each in service.stale(region, found)} if changes and found.status is not CaseStatus.DECIDED else (),
        words=words,
        manages=may(require_user(), region, BOARD),
        whole=not found.fingerprint or queries.fingerprint(found.record or found.letter) == found.fingerprint,
    )


@bp.post(f"{ONE}/send")
@requires(POST=BOARD)
@once
def send_board_case(case_id: int) -> Any:
    """Freeze the letter: it is sent to the board."""
    try:
        with atomic():
            service.send(region=current_region(), case_id=case_id)
        flash(_("Skrivelsen är sparad så som den är nu. Hämta filen och lägg den i nämndens handlingar."), "success")
    except DomainError as error:
        if error.status == 404:
            raise
        flash(error.message, "error")
        if error.field:
            return redirect(url_for("regional_plans.edit_board_case", case_id=case_id))
    return redirect(url_for("regional_plans.board_case", case_id=case_id))


@bp.post(f"{ONE}/remove")
@requires(POST=BOARD)
@once
def remove_board_case(case_id: int) -> Any:
    """Throw away a case that has not been sent."""
    region = current_region()
    try:
        with atomic():
            service.throw_away(region=region, case_id=case_id)
        flash(_("Ärendet är borttaget."), "success")
    except DomainError as error:
        if error.status == 404:
            raise
        flash(error.message, "error")
        return redirect(url_for("regional_plans.board_case", case_id=case_id))
    return redirect(url_for("regional_plans.board_cases"))


@bp.route(f"{ONE}/decision", methods=["GET", "POST"])
@requires(GET=BOARD, POST=BOARD)
@once
def decide_board_case(case_id: int) -> Any:
    """Record what the board decided."""
    region = current_region()
    found = queries.own_case(region, case_id, lock=request.method == "POST")
    form = DecisionForm(found, request.form if request.method == "POST" else None)
    return save_form(
        form,
        found,
        lambda: service.decide(region=region, case_id=found.id, facts=form.facts()),
        done=_("Beslutet är registrerat, och planen lyder som nämnden har beslutat."),
        to=lambda made: url_for("regional_plans.board_case", case_id=made.id),
        template="regional_plans/board/decide.html",
        amendments=queries.amendments(found),
        plan=own_plan(region, found.plan_id),
    )


@bp.get(f"{ONE}/letter")
@requires(GET=READ)
def board_letter(case_id: int) -> str:
    """How the letter reads: as it was sent, or as it is now."""
    region = current_region()
    found = queries.own_case(region, case_id)
    document = (
        from_data(found.letter) if found.letter else papers.letter(region, found, whole(region, found.plan_id), queries.amendments(found))
    )
    return render_template("regional_plans/board/paper.html", found=found, page=for_page(document), paper="letter")


@bp.get(f"{ONE}/record")
@requires(GET=READ)
def board_record(case_id: int) -> str:
    """What was decided, as it was recorded."""
    found = queries.own_case(current_region(), case_id)
    if not found.record:
        abort(404)
    return render_template("regional_plans/board/paper.html", found=found, page=for_page(from_data(found.record)), paper="record")


@bp.get(f"{ONE}/<any(letter, record):paper>.<any(pdf, docx):form>")
@requires(GET=READ)
def board_file(case_id: int, paper: str, form: Any) -> Response:
    """The letter or the record as a file."""
    region = current_region()
    found = queries.own_case(region, case_id)
    if paper == "record" and not found.record:
        abort(404)
    kept = found.record if paper == "record" else found.letter
    document = from_data(kept) if kept else _draft(region, found)
    name = f"beslut-{found.id}" if paper == "record" else f"tjansteskrivelse-{found.id}"
    answer = document_file(document, name, form)
    with atomic():
        record("regional_plans.board_case.taken_out", region=region, subject=found.ref, paper=paper, format=form)
    return answer


def _draft(region: Region, found: BoardCase) -> Document:
    """How the letter reads before it is sent."""
    return papers.letter(region, found, whole(region, found.plan_id), queries.amendments(found))
