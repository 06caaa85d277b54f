"""Pages where amendments are written: which text, then its new wording."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import DomainError
from core.i18n import gettext as _
from core.web.access import requires
from core.web.context import current_region
from core.web.submission import once
from plugins.regional_plans.board import queries, service
from plugins.regional_plans.board.forms import AmendmentForm, PartForm
from plugins.regional_plans.board.models import BoardCase
from plugins.regional_plans.board.views import ONE
from plugins.regional_plans.parts import PartKind
from plugins.regional_plans.parts_of_plan import FIELDS, label_of, outline, row_of, text_of
from plugins.regional_plans.permissions import BOARD
from plugins.regional_plans.plans.queries import whole
from plugins.regional_plans.views import MAX_ID, bp

KINDS = ", ".join(PartKind)
NAMES = ", ".join(sorted({name for names in FIELDS.values() for name in names}))


@bp.get(f"{ONE}/amendments/new")
@requires(GET=BOARD)
def choose_part(case_id: int) -> Any:
    """Choose which text of the plan is to be amended."""
    region = current_region()
    found = queries.own_case(region, case_id)
    form = PartForm(outline(whole(region, found.plan_id)), request.args if "part" in request.args else None)
    if "part" in request.args and form.validate():
        return redirect(url_for("regional_plans.new_amendment", case_id=found.id, **form.chosen()))
    return render_template("regional_plans/board/part.html", found=found, form=form), 422 if "part" in request.args else 200


@bp.route(f"{ONE}/amendments/new/<any({KINDS}):kind>/<int(max={MAX_ID}):part_id>/<any({NAMES}):part_field>", methods=["GET", "POST"])
@requires(GET=BOARD, POST=BOARD)
@once
def new_amendment(case_id: int, kind: str, part_id: int, part_field: str) -> Any:
    """Write the new wording of a text."""
    region, part = current_region(), PartKind(kind)
    found = queries.own_case(region, case_id, lock=request.method == "POST")
    label = label_of(whole(region, found.plan_id), part, part_id, part_field)
    before = text_of(row_of(region, found.plan_id, part, part_id), part_field)
    form = AmendmentForm(before, None, request.form if request.method == "POST" else None)

    def save() -> None:
        facts = {"after": (form.after.data or "").strip(), "reason": (form.reason.data or "").strip()}
        service.propose(region=region, case=found, kind=part, part_id=part_id, part_field=part_field, **facts)

    return _written(found, form, save, before, label)


@bp.route(f"{ONE}/amendments/<int(max={MAX_ID}):amendment_id>", methods=["GET", "POST"])
@requires(GET=BOARD, POST=BOARD)
@once
def edit_amendment(case_id: int, amendment_id: int) -> Any:
    """Change the new wording."""
    region = current_region()
    found = queries.own_case(region, case_id, lock=request.method == "POST")
    row = queries.amendment(found, amendment_id, lock=request.method == "POST")
    before = text_of(row_of(region, found.plan_id, row.part_kind, row.part_id), row.part_field)
    form = AmendmentForm(before, row, request.form if request.method == "POST" else None)

    def save() -> None:
        facts = {"after": (form.after.data or "").strip(), "reason": (form.reason.data or "").strip()}
        service.rewrite(region=region, case=found, amendment=row, **facts)

    return _written(found, form, save, before, row.label)


@bp.post(f"{ONE}/amendments/<int(max={MAX_ID}):amendment_id>/remove")
@requires(POST=BOARD)
@once
def remove_amendment(case_id: int, amendment_id: int) -> Any:
    """Take an amendment away."""
    found = queries.own_case(current_region(), case_id, lock=True)
    row = queries.amendment(found, amendment_id, lock=True)
    try:
        with atomic():
            service.remove(region=current_region(), case=found, amendment=row)
        flash(_("Ändringen är borttagen."), "success")
    except DomainError as error:
        flash(error.message, "error")
    return redirect(url_for("regional_plans.board_case", case_id=found.id))


def _written(found: BoardCase, form: AmendmentForm, save: Any, before: str, label: str) -> Any:
    status = 200
    if request.method == "POST":
        status = 422
        if service.plain(form.before.data or "") != service.plain(before):
            status = 409
            form.before.process_data(before)
            form.add_error(DomainError(_("Texten i planen har ändrats medan du skrev. Läs den nya texten och spara igen.")))
        elif form.validate():
            try:
                with atomic():
                    save()
                flash(_("Ändringen är sparad. Planen ändras när nämndens beslut registreras."), "success")
                return redirect(url_for("regional_plans.board_case", case_id=found.id))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    return render_template("regional_plans/board/amendment.html", found=found, form=form, before=before, label=label), status
