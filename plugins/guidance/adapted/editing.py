"""Pages where staff keep needs and check-lists."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import Conflict
from core.i18n import gettext as _
from core.web.access import requires
from core.web.context import current_region
from core.web.editing import save_form
from core.web.submission import once
from plugins.guidance.adapted import lists, needs, service
from plugins.guidance.adapted.forms import ChecklistForm, LanguageForm, NeedForm, StepForm
from plugins.guidance.adapted.models import Checklist, ChecklistStep
from plugins.guidance.adapted.ready_made import ready_needs
from plugins.guidance.adapted.views import CODE
from plugins.guidance.permissions import EDIT
from plugins.guidance.texts.languages import LANGUAGES, direction
from plugins.guidance.views import MAX_ID, bp

TONGUE = "<string(maxlength=10):tongue>"
STEP = f"/adapted/steps/<int(max={MAX_ID}):step_id>"


def _posted() -> Any:
    return request.form if request.method == "POST" else None


def _all() -> str:
    return url_for("guidance.adapted_editing")


@bp.get("/adapted/edit")
@requires(GET=EDIT)
def adapted_editing() -> str:
    """All needs and check-lists, the hidden ones too."""
    region = current_region()
    return render_template(
        "guidance/adapted/editing.html",
        needs=needs.needs(region, hidden=True),
        lists=lists.lists(region, hidden=True),
        own=lists.rows(region),
        tongues=LANGUAGES,
    )


@bp.post(f"/adapted/<any(needs,lists):kind>/{CODE}/<any(hide,show,up,down):move>")
@requires(POST=EDIT)
@once
def arrange_adapted(kind: str, code: str, move: str) -> Any:
    """Hide, show or move one."""
    with atomic():
        service.arrange(region=current_region(), kind=kind, code=code, move=move)
    flash(_("Ändringen är sparad."), "success")
    return redirect(_all())


@bp.route("/adapted/needs/new", methods=["GET", "POST"])
@requires(GET=EDIT, POST=EDIT)
@once
def new_need() -> Any:
    """Add a need of the region's own."""
    return _need("")


@bp.route(f"/adapted/needs/{CODE}", methods=["GET", "POST"])
@requires(GET=EDIT, POST=EDIT)
@once
def edit_need(code: str) -> Any:
    """Write a need in the region's own words."""
    return _need(code)


def _need(code: str) -> Any:
    region = current_region()
    row = needs.need_row(region, code, lock=request.method == "POST") if code else None
    form = NeedForm(row, ready_needs().get(code), lists.lists(region, hidden=True), _posted())
    resets = None
    if row is not None and row.title:
        words = _("Gå tillbaka till den färdiga texten") if code in ready_needs() else _("Ta bort behovet")
        resets = (words, url_for("guidance.remove_need", code=code))
    return save_form(
        form,
        row,
        lambda: service.save_need(region=region, row=row, code=code, facts=form.facts()),
        done=_("Behovet är sparat."),
        to=lambda saved: _all(),
        template="guidance/adapted/form.html",
        words=_("Ändra behovet") if code else _("Nytt behov"),
        back_to=_all(),
        button=_("Spara behovet"),
        resets=resets,
    )


@bp.post(f"/adapted/needs/{CODE}/remove")
@requires(POST=EDIT)
@once
def remove_need(code: str) -> Any:
    """Take the region's own words away."""
    region = current_region()
    with atomic():
        row = needs.need_row(region, code, lock=True)
        if row is not None:
            service.remove_need(region=region, row=row)
    flash(_("Den egna texten är borttagen."), "success")
    return redirect(_all())


@bp.route("/adapted/lists/new", methods=["GET", "POST"])
@requires(GET=EDIT, POST=EDIT)
@once
def new_checklist() -> Any:
    """Begin a check-list of the region's own, in Swedish."""
    region, form = current_region(), ChecklistForm(None, _posted())
    return save_form(
        form,
        None,
        lambda: service.save_list(region=region, row=None, facts=form.facts()),
        done=_("Listan är sparad. Lägg till steg."),
        to=_to_list,
        template="guidance/adapted/form.html",
        words=_("Ny checklista"),
        back_to=_all(),
        button=_("Spara listan"),
    )


def _to_list(row: Checklist) -> str:
    return url_for("guidance.edit_checklist", code=row.code, tongue=row.language)


@bp.route(f"/adapted/lists/{CODE}/{TONGUE}", methods=["GET", "POST"])
@requires(GET=EDIT, POST=EDIT)
@once
def edit_checklist(code: str, tongue: str) -> Any:
    """A check-list in a language: its heading and its steps. A ready-made one is copied before it is changed."""
    region = current_region()
    shown = lists.checklist(region, code, tongue, hidden=True)
    row = lists.own_row(region, code, tongue, lock=True) if request.method == "POST" or shown.language != tongue else shown.own
    form = ChecklistForm(row, _posted())
    more = LanguageForm([name for name, each in lists.rows(region).get(code, {}).items() if each.title] + [tongue])
    return save_form(
        form,
        row,
        lambda: service.save_list(region=region, row=row, facts=form.facts()),
        done=_("Listan är sparad."),
        to=_to_list,
        template="guidance/adapted/list.html",
        shown=shown,
        steps=lists.steps(shown),
        more=more,
        tongues=LANGUAGES,
        direction=direction,
    )


@bp.post(f"/adapted/lists/{CODE}/own")
@requires(POST=EDIT)
@once
def own_checklist(code: str) -> Any:
    """Make a copy of a list to change or translate."""
    region, form = current_region(), LanguageForm((), request.form)
    lists.checklist(region, code, "sv", hidden=True)
    if not form.validate():
        flash(_("Välj ett språk."), "error")
        return redirect(url_for("guidance.edit_checklist", code=code, tongue="sv"))
    try:
        with atomic():
            row = service.own_list(region=region, code=code, language=form.language.data)
        flash(_("Här är kopian. Skriv det du vill ändra."), "success")
    except Conflict as error:
        flash(error.message, "error")
        return redirect(url_for("guidance.edit_checklist", code=code, tongue=form.language.data))
    return redirect(_to_list(row))


@bp.post(f"/adapted/lists/{CODE}/{TONGUE}/remove")
@requires(POST=EDIT)
@once
def remove_checklist(code: str, tongue: str) -> Any:
    """Take the region's own text away."""
    region = current_region()
    with atomic():
        service.remove_list(region=region, row=lists.own_row(region, code, tongue, lock=True))
    flash(_("Den egna texten är borttagen."), "success")
    return redirect(_all())


@bp.route(f"/adapted/lists/{CODE}/{TONGUE}/steps/new", methods=["GET", "POST"])
@requires(GET=EDIT, POST=EDIT)
@once
def new_checklist_step(code: str, tongue: str) -> Any:
    """Add a step."""
    return _step(lists.own_row(current_region(), code, tongue, lock=request.method == "POST"), None)


@bp.route(STEP, methods=["GET", "POST"])
@requires(GET=EDIT, POST=EDIT)
@once
def edit_checklist_step(step_id: int) -> Any:
    """Change a step."""
    return _step(*lists.step(step_id, lock=request.method == "POST"))


def _step(row: Checklist, step: ChecklistStep | None) -> Any:
    region, form = current_region(), StepForm(step, _posted())
    return save_form(
        form,
        step,
        lambda: service.save_step(region=region, row=row, step=step, facts=form.facts()),
        done=_("Steget är sparat."),
        to=lambda saved: _to_list(row),
        template="guidance/adapted/form.html",
        words=_("Ändra steget") if step else _("Lägg till ett steg"),
        back_to=_to_list(row),
        button=_("Spara steget"),
    )


@bp.post(f"{STEP}/<any(up,down,remove):move>")
@requires(POST=EDIT)
@once
def move_checklist_step(step_id: int, move: str) -> Any:
    """Move a step, or take it away."""
    with atomic():
        row, step = lists.step(step_id, lock=True)
        service.move_step(region=current_region(), row=row, step=step, move=move)
    flash(_("Ändringen är sparad."), "success")
    return redirect(_to_list(row))
