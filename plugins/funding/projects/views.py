"""Pages of projects: the list, one project followed up, its parts, and files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import DomainError
from core.files.sheets import Kind
from core.i18n import gettext as _
from core.users.queries import may
from core.web.access import requires
from core.web.context import current_region, require_user
from core.web.editing import save_form
from core.web.exports import recorded_download
from core.web.submission import once
from plugins.funding.fields import line, organisations
from plugins.funding.permissions import MANAGE_PROJECTS, READ_PARTICIPANTS, READ_PROJECTS
from plugins.funding.projects import export, queries, service, words
from plugins.funding.projects.forms import PARTS, BudgetForm, CostForm, MeasureForm, NoteForm, ProjectForm
from plugins.funding.projects.models import BudgetKind, Project, ProjectIndicator, ProjectStatus
from plugins.funding.views import MAX_ID, bp

ONE = f"/projects/<int(max={MAX_ID}):project_id>"
PART = f"{ONE}/<any(partner, package, indicator):kind>"


def _posted() -> Any:
    return request.form if request.method == "POST" else None


def _own(project_id: int) -> Project:
    return queries.project(current_region(), project_id, lock=request.method == "POST")


def _to(project: Any) -> str:
    return url_for("funding.project", project_id=project.id)


@bp.get("/projects")
@requires(GET=READ_PROJECTS)
def projects() -> str:
    """The region's projects."""
    region, ended = current_region(), request.args.get("ended") == "1"
    page = queries.projects(region, ended=ended, number=request.args.get("page", 1, type=int))
    manages = may(require_user(), region, MANAGE_PROJECTS)
    return render_template("funding/projects/list.html", page=page, ended=ended, words=words, manages=manages)


@bp.get(ONE)
@requires(GET=READ_PROJECTS)
def project(project_id: int) -> str:
    """One project: money against budget, indicators against target, what is due."""
    region = current_region()
    whole = queries.follow_up(region, project_id)
    manages = may(require_user(), region, MANAGE_PROJECTS) and whole.project.status != ProjectStatus.ENDED
    steps = service.STEPS[whole.project.status] if manages else ()
    sees_people = may(require_user(), region, READ_PARTICIPANTS)
    return render_template("funding/projects/project.html", whole=whole, words=words, manages=manages, steps=steps, sees_people=sees_people)


@bp.route("/projects/new", methods=["GET", "POST"])
@requires(GET=MANAGE_PROJECTS, POST=MANAGE_PROJECTS)
@once
def new_project() -> Any:
    """Add a project."""
    return _edit(None)


@bp.route(f"{ONE}/edit", methods=["GET", "POST"])
@requires(GET=MANAGE_PROJECTS, POST=MANAGE_PROJECTS)
@once
def edit_project(project_id: int) -> Any:
    """Change a project's own facts."""
    return _edit(_own(project_id))


def _edit(found: Project | None) -> Any:
    region = current_region()
    form = ProjectForm(found, organisations(region), _posted())
    return save_form(
        form,
        found,
        lambda: service.save_project(region=region, project=found, facts=form.facts()),
        done=_("Projektet är sparat."),
        to=_to,
        template="funding/projects/edit.html",
    )


@bp.post(f"{ONE}/step")
@requires(POST=MANAGE_PROJECTS)
@once
def move_project(project_id: int) -> Any:
    """Start a project, or close it."""
    found, wanted = _own(project_id), request.form.get("to", "")
    try:
        with atomic():
            if wanted not in set(ProjectStatus):
                raise DomainError(_("Välj ett läge."))
            service.move_project(region=current_region(), project=found, to=ProjectStatus(wanted))
        flash(_("Projektet har bytt läge."), "success")
    except DomainError as error:
        flash(error.message, "error")
    return redirect(_to(found))


@bp.route(f"{PART}/new", methods=["GET", "POST"])
@requires(GET=MANAGE_PROJECTS, POST=MANAGE_PROJECTS)
@once
def new_part(project_id: int, kind: str) -> Any:
    """Add a partner, a work package or an indicator."""
    return _part(_own(project_id), kind, None)


@bp.route(f"{PART}/<int(max={MAX_ID}):part_id>", methods=["GET", "POST"])
@requires(GET=MANAGE_PROJECTS, POST=MANAGE_PROJECTS)
@once
def edit_part(project_id: int, kind: str, part_id: int) -> Any:
    """Change one."""
    of = _own(project_id)
    return _part(of, kind, queries.part(PARTS[kind][0], of, part_id, lock=request.method == "POST"))


def _part(of: Project, kind: str, found: Any) -> Any:
    region = current_region()
    model, make = PARTS[kind]
    form = make(found, _posted())
    headings = {
        "partner": (_("Lägg till en part"), _("Ändra parten")),
        "package": (_("Lägg till ett arbetspaket"), _("Ändra arbetspaketet")),
        "indicator": (_("Lägg till en indikator"), _("Ändra indikatorn")),
    }
    return save_form(
        form,
        found,
        lambda: service.save_part(region=region, project=of, kind=model, row=found, facts=form.facts()),
        done=_("Sparat."),
        to=lambda saved: _to(of),
        template="funding/projects/part.html",
        project=of,
        heading=headings[kind][found is not None],
    )


@bp.post(f"{PART}/<int(max={MAX_ID}):part_id>/remove")
@requires(POST=MANAGE_PROJECTS)
@once
def remove_part(project_id: int, kind: str, part_id: int) -> Any:
    """Take one away."""
    of = _own(project_id)
    row: Any = queries.part(PARTS[kind][0], of, part_id, lock=True)
    try:
        with atomic():
            service.remove_part(region=current_region(), project=of, row=row)
        flash(_("Borttaget."), "success")
    except DomainError as error:
        flash(error.message, "error")
    return redirect(_to(of))


def _small(of: Project, form: Any, save: Callable[[], Any], heading: str) -> Any:
    return save_form(
        form, None, save, done=_("Sparat."), to=lambda saved: _to(of), template="funding/projects/part.html", project=of, heading=heading
    )


@bp.route(f"{ONE}/budget", methods=["GET", "POST"])
@requires(GET=MANAGE_PROJECTS, POST=MANAGE_PROJECTS)
@once
def budget(project_id: int) -> Any:
    """Set a line of the budget."""
    of = _own(project_id)
    form = BudgetForm(of, _posted())

    def save() -> None:
        kind, year, amount = BudgetKind(form.kind.data), form.year.data or 0, form.amount.data or 0
        service.set_budget(region=current_region(), project=of, kind=kind, year=year, amount=amount)

    return _small(of, form, save, _("Budgetrad"))


@bp.route(f"{ONE}/costs", methods=["GET", "POST"])
@requires(GET=MANAGE_PROJECTS, POST=MANAGE_PROJECTS)
@once
def costs(project_id: int) -> Any:
    """Set what was spent in a month."""
    of, form = _own(project_id), CostForm(_posted())

    def save() -> None:
        kind, amount, note = BudgetKind(form.kind.data), form.amount.data or 0, line(form.note.data)
        service.set_cost(region=current_region(), project=of, kind=kind, month=form.month.data, amount=amount, note=note)  # type: ignore[arg-type]

    return _small(of, form, save, _("Kostnad i en månad"))


@bp.route(f"{ONE}/indicator/<int(max={MAX_ID}):part_id>/measure", methods=["GET", "POST"])
@requires(GET=MANAGE_PROJECTS, POST=MANAGE_PROJECTS)
@once
def measure_indicator(project_id: int, part_id: int) -> Any:
    """Write down an outcome."""
    of, form = _own(project_id), MeasureForm(_posted())
    indicator = queries.part(ProjectIndicator, of, part_id)

    def save() -> None:
        day, value, note = form.measured_on.data, form.value.data or 0.0, line(form.note.data)
        service.measure(region=current_region(), project=of, indicator=indicator, measured_on=day, value=value, note=note)  # type: ignore[arg-type]

    return _small(of, form, save, _("Utfall: %(title)s", title=indicator.title))


@bp.route(f"{ONE}/notes", methods=["GET", "POST"])
@requires(GET=MANAGE_PROJECTS, POST=MANAGE_PROJECTS)
@once
def add_note(project_id: int) -> Any:
    """Write down what the steering group noted."""
    of, form = _own(project_id), NoteForm(_posted())

    def save() -> None:
        day, text = form.noted_on.data, (form.text.data or "").strip()
        service.add_note(region=current_region(), project=of, noted_on=day, text=text)  # type: ignore[arg-type]

    return _small(of, form, save, _("Anteckning från styrgruppen"))


@bp.get(f"{ONE}/<any(costs, years, partners, outcome):what>.<any(csv, xlsx):kind>")
@requires(GET=READ_PROJECTS)
def project_file(project_id: int, what: str, kind: Kind) -> Response:
    """Costs by month or year, co-financing, or indicators and their outcomes, as a file for the funder."""
    region = current_region()
    name, sheet = export.SHEETS[what]
    header, rows = sheet(queries.follow_up(region, project_id))
    return recorded_download(kind, f"{name}-{project_id}", header, rows, action="funding.project.taken_out", region=region)
