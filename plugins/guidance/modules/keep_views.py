"""Pages where the region keeps its modules, and the sums of how many have taken them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import DomainError
from core.files.sheets import Kind
from core.i18n import gettext as _
from core.texts.render import render
from core.users.roles import ROLES
from core.web.access import requires
from core.web.context import current_region
from core.web.editing import save_form
from core.web.exports import download_links, recorded_download
from core.web.submission import once
from plugins.guidance.modules import figures, occasions, queries, service, words
from plugins.guidance.modules.forms import FilterForm, ModuleForm, MoveForm, StepForm
from plugins.guidance.modules.models import Module, ModuleStatus, ModuleStep, StepKind
from plugins.guidance.modules.views import chips_of
from plugins.guidance.permissions import MODULES
from plugins.guidance.views import MAX_ID, bp

KEPT = f"/modules/kept/<int(max={MAX_ID}):module_id>"
STEP = f"{KEPT}/steps/<int(max={MAX_ID}):step_id>"


def _posted() -> Any:
    return request.form if request.method == "POST" else None


def _module(module_id: int) -> Module:
    return queries.module(current_region(), module_id, lock=request.method == "POST")


def _to(module_id: int) -> str:
    return url_for("guidance.kept_module", module_id=module_id)


def _do(change: Callable[[], Any], done: str, to: str) -> Any:
    try:
        with atomic():
            change()
        flash(done, "success")
    except DomainError as error:
        flash(error.message, "error")
    return redirect(to)


@bp.get("/modules/kept")
@requires(GET=MODULES)
def kept_modules() -> str:
    """All modules, drafts too."""
    region, form = current_region(), FilterForm(request.args, own=False)
    page = queries.kept(region, form.filters, number=request.args.get("page", 1, type=int))
    return render_template(
        "guidance/modules/kept_list.html",
        form=form,
        page=page,
        counts=queries.step_counts(page.items),
        chips=chips_of(form, "guidance.kept_modules"),
        words=words,
    )


@bp.get(KEPT)
@requires(GET=MODULES)
def kept_module(module_id: int) -> str:
    """A module with its steps, to be put in order."""
    region, found = current_region(), _module(module_id)
    rows = queries.steps(found)
    known = occasions.known(region) if any(each.kind is StepKind.OCCASION for each in rows) else {}
    return render_template(
        "guidance/modules/kept.html",
        found=found,
        rows=rows,
        texts={each.id: render(each.text) for each in rows},
        occasions={each.id: occasions.of_step(each, known) for each in rows if each.kind is StepKind.OCCASION},
        moves=[to for to, start in service.FROM.items() if found.status in start],
        roles=ROLES,
        words=words,
    )


@bp.route("/modules/kept/new", methods=["GET", "POST"])
@requires(GET=MODULES, POST=MODULES)
@once
def new_module() -> Any:
    """Write a module."""
    return _edit(None)


@bp.route(f"{KEPT}/edit", methods=["GET", "POST"])
@requires(GET=MODULES, POST=MODULES)
@once
def edit_module(module_id: int) -> Any:
    """Change what a module is."""
    return _edit(_module(module_id))


def _edit(found: Module | None) -> Any:
    region = current_region()
    form = ModuleForm(region, found, _posted())
    return save_form(
        form,
        found,
        lambda: service.save_module(region=region, module=found, facts=form.facts()),
        done=_("Modulen är sparad."),
        to=lambda saved: _to(saved.id),
        template="guidance/modules/edit.html",
    )


@bp.route(f"{KEPT}/steps/new", methods=["GET", "POST"])
@requires(GET=MODULES, POST=MODULES)
@once
def new_step(module_id: int) -> Any:
    """Add a step of a kind."""
    chosen = request.args.get("kind", StepKind.TEXT.value)
    if chosen not in {each.value for each in StepKind}:
        abort(404)
    return _edit_step(_module(module_id), None, StepKind(chosen))


@bp.route(STEP, methods=["GET", "POST"])
@requires(GET=MODULES, POST=MODULES)
@once
def edit_step(module_id: int, step_id: int) -> Any:
    """Change a step."""
    found = _module(module_id)
    step = queries.step(found, step_id, lock=request.method == "POST")
    return _edit_step(found, step, step.kind)


def _edit_step(found: Module, step: ModuleStep | None, kind: StepKind) -> Any:
    region = current_region()
    known = occasions.known(region) if kind is StepKind.OCCASION else {}
    form = StepForm(step, kind, known, _posted())
    return save_form(
        form,
        step,
        lambda: service.save_step(region=region, module=found, step=step, facts=form.facts()),
        done=_("Steget är sparat."),
        to=lambda _saved: _to(found.id),
        template="guidance/modules/edit_step.html",
        module=found,
        kind=kind,
        known=known,
        words=words,
    )


@bp.post(f"{STEP}/move")
@requires(POST=MODULES)
@once
def move_step(module_id: int, step_id: int) -> Any:
    """Put a step before or after its neighbour."""
    found = _module(module_id)
    step, up = queries.step(found, step_id, lock=True), request.form.get("to") == "up"
    return _do(lambda: service.move_step(region=current_region(), module=found, step=step, up=up), _("Steget är flyttat."), _to(found.id))


@bp.post(f"{STEP}/remove")
@requires(POST=MODULES)
@once
def remove_step(module_id: int, step_id: int) -> Any:
    """Take a step away."""
    found = _module(module_id)
    step = queries.step(found, step_id, lock=True)
    return _do(lambda: service.remove_step(region=current_region(), module=found, step=step), _("Steget är borttaget."), _to(found.id))


@bp.post(f"{KEPT}/status")
@requires(POST=MODULES)
@once
def move_module(module_id: int) -> Any:
    """Publish a module, or archive it."""
    found, form = _module(module_id), MoveForm(request.form)
    if not form.validate() or form.to.data not in set(service.FROM):
        flash(_("Välj vad du vill göra med modulen."), "error")
        return redirect(_to(found.id))
    to = ModuleStatus(form.to.data)
    done = {
        ModuleStatus.PUBLISHED: _("Modulen är publicerad."),
        ModuleStatus.ARCHIVED: _("Modulen är arkiverad. De som har börjat kan göra klart."),
    }
    return _do(lambda: service.move_module(region=current_region(), module=found, to=to), done[to], _to(found.id))


@bp.post(f"{KEPT}/copy")
@requires(POST=MODULES)
@once
def copy_module(module_id: int) -> Any:
    """A draft with the same steps."""
    found = _module(module_id)
    try:
        with atomic():
            made = service.copy_module(region=current_region(), module=found)
    except DomainError as error:
        flash(error.message, "error")
        return redirect(_to(found.id))
    flash(_("Här är kopian. Ändra det som ska ändras innan du publicerar den."), "success")
    return redirect(_to(made.id))


@bp.get("/modules/figures")
@requires(GET=MODULES)
def module_figures() -> str:
    """How many have begun and finished each module."""
    found = figures.sums(current_region())
    return render_template(
        "guidance/modules/figures.html",
        found=found,
        header=figures.header(),
        rows=figures.rows(found),
        downloads=download_links("guidance.module_figures_file"),
    )


@bp.get("/modules/figures.csv", defaults={"form": "csv"})
@bp.get("/modules/figures.xlsx", defaults={"form": "xlsx"})
@requires(GET=MODULES)
def module_figures_file(form: Kind) -> Any:
    """The same sums as a file."""
    region = current_region()
    rows = figures.rows(figures.sums(region))
    return recorded_download(form, "moduler", figures.header(), rows, action="guidance.modules.taken_out", region=region)
