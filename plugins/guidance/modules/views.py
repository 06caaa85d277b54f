"""Pages for those who take modules: the list, a module, a step, and what one does with it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import DomainError, NotFound
from core.i18n import gettext as _
from core.texts.render import render
from core.users.queries import may
from core.users.roles import ROLES
from core.web.access import requires
from core.web.context import current_region, require_user
from core.web.editing import save_form
from core.web.submission import once
from plugins.guidance.employers.queries import missing
from plugins.guidance.modules import occasions, own, progress, queries, words
from plugins.guidance.modules.forms import AnswerForm, FilterForm
from plugins.guidance.modules.models import Module, StepKind
from plugins.guidance.modules.public import keeper
from plugins.guidance.permissions import LEARN, MODULES
from plugins.guidance.views import MAX_ID, bp

ONE = f"/modules/<int(max={MAX_ID}):module_id>"
STEP = f"{ONE}/steps/<int(max={MAX_ID}):step_id>"


def _me() -> int | None:
    """Whose progress is shown; None for somebody who looks at the region as another."""
    learner = keeper(require_user())
    return learner.id if learner is not None else None


def _open(module_id: int) -> Module:
    return queries.open_module(current_region(), require_user().id, module_id)


def _to(module_id: int) -> str:
    return url_for("guidance.module", module_id=module_id)


def chips_of(form: FilterForm, endpoint: str) -> list[tuple[str, str]]:
    arguments: dict[str, Any] = dict(form.filters.arguments())
    return [(label, url_for(endpoint, **{key: value for key, value in arguments.items() if key != name})) for name, label in form.chosen()]


@bp.get("/modules")
@requires(GET=LEARN)
def modules() -> str:
    """Modules to take, with one's own progress."""
    region, form = current_region(), FilterForm(request.args, own=True)
    return render_template(
        "guidance/modules/list.html",
        form=form,
        page=own.listing(region, _me(), form.filters, number=request.args.get("page", 1, type=int)),
        chips=chips_of(form, "guidance.modules"),
        keeps=may(require_user(), region, MODULES),
        roles=ROLES,
        words=words,
    )


@bp.get(ONE)
@requires(GET=LEARN)
def module(module_id: int) -> str:
    """A module and its steps."""
    region, found = current_region(), _open(module_id)
    steps = queries.steps(found)
    has_occasions = any(each.kind is StepKind.OCCASION for each in steps)
    known = occasions.known(region) if has_occasions else {}
    return render_template(
        "guidance/modules/module.html",
        found=found,
        way=own.way(_me(), found, steps),
        occasions={each.id: occasions.of_step(each, known) for each in steps if each.kind is StepKind.OCCASION},
        keeps=may(require_user(), region, MODULES),
        roles=ROLES,
        words=words,
    )


@bp.route(STEP, methods=["GET", "POST"])
@requires(GET=LEARN, POST=LEARN)
@once
def module_step(module_id: int, step_id: int) -> Any:
    """A step. What one writes to a question is posted here."""
    region, me, found = current_region(), _me(), _open(module_id)
    step = queries.step(found, step_id)
    if request.method == "POST" and (step.kind is not StepKind.QUESTION or me is None):
        raise NotFound(missing())
    way = own.way(me, found, queries.steps(found))
    row = way.rows.get(step.id)
    form = AnswerForm(row.answer if row else "", request.form if request.method == "POST" else None)

    def save() -> None:
        progress.answer(region=region, user_id=require_user().id, module=found, step=step, text=form.text)

    return save_form(
        form,
        None,
        save,
        done=_("Svaret är sparat. Bara du kan läsa det."),
        to=lambda _saved: _next(found),
        template="guidance/modules/step.html",
        module=found,
        step=step,
        way=way,
        row=row,
        place=way.steps.index(step),
        text=render(step.text),
        occasion=occasions.of_step(step, occasions.known(region)) if step.kind is StepKind.OCCASION else None,
        words=words,
    )


def _next(found: Module) -> str:
    """Where one goes on after a step: to the next that is left, or to the module when there is none."""
    way = own.way(require_user().id, found, queries.steps(found))
    following = way.following
    return url_for("guidance.module_step", module_id=found.id, step_id=following.id) if following is not None else _to(found.id)


@bp.post(f"{ONE}/begin")
@requires(POST=LEARN)
@once
def begin_module(module_id: int) -> Any:
    """Begin a module, and go to its first step."""
    found = _open(module_id)
    try:
        with atomic():
            progress.begin(region=current_region(), user_id=require_user().id, module=found)
    except DomainError as error:
        flash(error.message, "error")
        return redirect(_to(found.id))
    return redirect(_next(found))


@bp.post(f"{STEP}/done")
@requires(POST=LEARN)
@once
def do_step(module_id: int, step_id: int) -> Any:
    """A step is done."""
    found = _open(module_id)
    step = queries.step(found, step_id)
    try:
        with atomic():
            progress.mark_done(region=current_region(), user_id=require_user().id, module=found, step=step)
    except DomainError as error:
        flash(error.message, "error")
        return redirect(_to(found.id))
    way = own.way(require_user().id, found, queries.steps(found))
    if way.following is None:
        flash(_("Klart. Du har gått hela modulen %(title)s.", title=found.title), "success")
    else:
        flash(_("%(title)s är klart. Här är nästa steg.", title=step.title), "success")
    return redirect(_next(found))


@bp.post(f"{STEP}/undone")
@requires(POST=LEARN)
@once
def undo_step(module_id: int, step_id: int) -> Any:
    """A step is not done after all."""
    found = _open(module_id)
    step = queries.step(found, step_id)
    try:
        with atomic():
            progress.mark_undone(region=current_region(), user_id=require_user().id, module=found, step=step)
        flash(_("Steget är inte längre markerat som klart."), "success")
    except DomainError as error:
        flash(error.message, "error")
    return redirect(url_for("guidance.module_step", module_id=found.id, step_id=step.id))
