"""Pages of the participant register."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import DomainError
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.users.queries import may
from core.web.access import requires
from core.web.context import current_region, require_user
from core.web.editing import save_form
from core.web.submission import once
from plugins.funding.attendance import queries as attendance
from plugins.funding.participants import numbers, queries, readings, service, words
from plugins.funding.participants.forms import FilterForm, ParticipantForm
from plugins.funding.participants.models import Participant
from plugins.funding.permissions import MANAGE_PARTICIPANTS, READ_PARTICIPANTS
from plugins.funding.projects import queries as projects
from plugins.funding.projects.models import Project, ProjectStatus
from plugins.funding.projects.views import ONE
from plugins.funding.views import MAX_ID, bp

PERSON = f"{ONE}/participants/<int(max={MAX_ID}):participant_id>"


def of_project(project_id: int) -> Project:
    """The project, locked when something is changed, so that two changes of its register come one after the other."""
    return projects.project(current_region(), project_id, lock=request.method == "POST")


def may_change(project: Project) -> bool:
    """Whether the reader may change the project's register, and it is open."""
    return project.status != ProjectStatus.ENDED and may(require_user(), current_region(), MANAGE_PARTICIPANTS)


@bp.get(f"{ONE}/participants")
@requires(GET=READ_PARTICIPANTS)
def participants(project_id: int) -> str:
    """The register of a project."""
    project = of_project(project_id)
    form = FilterForm(queries.organisations(project), request.args)
    q, organisation = (form.q.data or "").strip()[:100], form.organisation.data or ""
    everybody, silent = queries.counts(project)
    chips = []
    if q:
        chips.append((q, url_for("funding.participants", project_id=project.id, organisation=organisation or None)))
    if organisation:
        chips.append((organisation, url_for("funding.participants", project_id=project.id, q=q or None)))
    page = queries.page(project, q=q, organisation=organisation, number=request.args.get("page", 1, type=int))
    return render_template(
        "funding/participants/list.html",
        project=project,
        form=form,
        chips=chips,
        page=page,
        names=queries.shown_names(page.items),
        everybody=everybody,
        silent=silent,
        masked=numbers.masked,
        manages=may_change(project),
    )


@bp.get(PERSON)
@requires(GET=READ_PARTICIPANTS)
def participant(project_id: int, participant_id: int) -> str:
    """One participant and their attendance. The number is hidden."""
    project = of_project(project_id)
    row = queries.participant(project, participant_id)
    return _page(project, row)


def _page(project: Project, row: Participant, number: str = "") -> str:
    records = attendance.of_participant(row)
    return render_template(
        "funding/participants/participant.html",
        project=project,
        row=row,
        name=queries.shown_name(row),
        number=number or ("" if row.is_protected else numbers.masked(row.born_year)),
        whole=bool(number),
        place=name_of(row.municipality_code) if row.municipality_code else "",
        records=records,
        changes=attendance.changes(records),
        words=words,
        readings=readings.of_participant(row),
        where=words.WHERE,
        has_hours=any(each.signed != "nobody" and each.hours for each in records),
        manages=may_change(project),
        may_show=may(require_user(), current_region(), MANAGE_PARTICIPANTS) and bool(row.personal_number),
    )


@bp.post(f"{PERSON}/number")
@requires(POST=MANAGE_PARTICIPANTS)
def show_number(project_id: int, participant_id: int) -> Any:
    """Show the whole number, once. It is a post because that it was shown is written down."""
    project = of_project(project_id)
    row = queries.participant(project, participant_id)
    try:
        with atomic():
            number = service.show_number(region=current_region(), project=project, participant=row, user=require_user())
    except DomainError as error:
        flash(error.message, "error")
        return redirect(url_for("funding.participant", project_id=project.id, participant_id=row.id))
    return _page(project, row, number)


@bp.get(f"{ONE}/participants/readings")
@requires(GET=READ_PARTICIPANTS)
def number_readings(project_id: int) -> str:
    """Who has read whole numbers, when and where."""
    project = of_project(project_id)
    page = readings.page(project, number=request.args.get("page", 1, type=int))
    return render_template("funding/participants/readings.html", project=project, page=page, where=words.WHERE)


@bp.route(f"{ONE}/participants/new", methods=["GET", "POST"])
@requires(GET=MANAGE_PARTICIPANTS, POST=MANAGE_PARTICIPANTS)
@once
def new_participant(project_id: int) -> Any:
    """Take somebody into the register."""
    return _edit(of_project(project_id), None)


@bp.route(f"{PERSON}/edit", methods=["GET", "POST"])
@requires(GET=MANAGE_PARTICIPANTS, POST=MANAGE_PARTICIPANTS)
@once
def edit_participant(project_id: int, participant_id: int) -> Any:
    """Change what the register says."""
    project = of_project(project_id)
    return _edit(project, queries.participant(project, participant_id, lock=request.method == "POST"))


def _edit(project: Project, found: Participant | None) -> Any:
    region = current_region()
    form = ParticipantForm(found, request.form if request.method == "POST" else None)
    if found is not None and queries.is_hidden(found):
        form.hide()
    return save_form(
        form,
        found,
        lambda: service.save_participant(region=region, project=project, participant=found, facts=form.facts()),
        done=_("Deltagaren är sparad."),
        to=lambda saved: url_for("funding.participant", project_id=project.id, participant_id=saved.id),
        template="funding/participants/edit.html",
        project=project,
    )
