"""Pages of the monthly file: the months, one month with what is wrong, sending, and the files as they were sent."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response, abort, flash, redirect, render_template, url_for

from core.audit.service import record
from core.db import atomic, utcnow
from core.errors import DomainError
from core.files.sheets import MIME, attachment
from core.i18n import gettext as _
from core.users.queries import may
from core.web.access import requires
from core.web.context import current_region, require_user
from core.web.submission import once
from plugins.funding.monthly import files, queries, service
from plugins.funding.participants.models import ReadWhere
from plugins.funding.participants.queries import by_ids
from plugins.funding.participants.readings import note
from plugins.funding.participants.views import of_project
from plugins.funding.permissions import MANAGE_COLUMNS, MANAGE_PARTICIPANTS, READ_PARTICIPANTS
from plugins.funding.projects.models import Project, ProjectStatus
from plugins.funding.projects.views import ONE
from plugins.funding.views import MAX_ID, bp

MONTH = f"{ONE}/months/<string(length=7):month>"


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        abort(404)


@bp.get(f"{ONE}/months")
@requires(GET=READ_PARTICIPANTS)
def months(project_id: int) -> str:
    """The months with attendance, and what has been sent."""
    project = of_project(project_id)
    manages = may(require_user(), current_region(), MANAGE_COLUMNS)
    return render_template("funding/monthly/list.html", project=project, months=queries.months(project), sets_columns=manages)


@bp.get(MONTH)
@requires(GET=READ_PARTICIPANTS)
def month(project_id: int, month: str) -> str:
    """One month: the sum, what is wrong, what has changed since the last file."""
    project = of_project(project_id)
    found = queries.month(project, _month(month))
    return render_template(
        "funding/monthly/month.html",
        project=project,
        found=found,
        key=month,
        numbers={person.id: person.number for person, _hours, _unsigned in found.rows},
        is_open=project.status != ProjectStatus.ENDED,
    )


@bp.post(f"{MONTH}/send")
@requires(POST=MANAGE_PARTICIPANTS)
@once
def send_month(project_id: int, month: str) -> Any:
    """Freeze the month's file as sent."""
    project, of = of_project(project_id), _month(month)
    try:
        with atomic():
            made = service.send(region=current_region(), project=project, month=of, user=require_user())
        flash(_("Filen är låst. Ladda ner den och skicka den till finansiären. Version %(n)s.", n=made.number), "success")
    except DomainError as error:
        flash(error.message, "error")
    return redirect(url_for("funding.month", project_id=project.id, month=month))


@bp.post(f"{MONTH}/look")
@requires(POST=MANAGE_PARTICIPANTS)
def look_at_month(project_id: int, month: str) -> Response:
    """The file as it would be now, to look at. It holds personal numbers, so that it was taken out is written down."""
    project, of = of_project(project_id), _month(month)
    region, found = current_region(), queries.month(project, of)
    content = files.workbook(service.rows_of(region, project, found), utcnow(), queries.columns_of(region, found.sent))
    with atomic():
        people = [person for person, _hours, _unsigned in found.rows]
        note(region=region, project=project, user=require_user(), where=ReadWhere.DRAFT, people=people, month=found.month)
        record("funding.participants.taken_out", region=region, rows=len(found.rows), format="xlsx")
    return _download(content, f"{_('deltagare-utkast')}-{month}.xlsx")


@bp.post(f"{ONE}/files/<int(max={MAX_ID}):file_id>")
@requires(POST=MANAGE_PARTICIPANTS)
def month_file(project_id: int, file_id: int) -> Any:
    """A file as it was sent."""
    project: Project = of_project(project_id)
    found = queries.file(project, file_id)
    try:
        with atomic():
            content = service.content(found)
            people = by_ids(project, [int(each) for each in found.hours_by])
            note(region=current_region(), project=project, user=require_user(), where=ReadWhere.FILE, people=people, month=found.month)
            record("funding.participants.taken_out", region=current_region(), rows=found.people, format="xlsx")
    except DomainError as error:
        flash(error.message, "error")
        return redirect(url_for("funding.month", project_id=project.id, month=found.month.isoformat()[:7]))
    return _download(content, f"{_('deltagare')}-{found.month.isoformat()[:7]}-{found.number}.xlsx")


def _download(content: bytes, name: str) -> Response:
    answer = Response(content, mimetype=MIME["xlsx"])
    answer.headers["Content-Disposition"] = attachment(name)
    answer.headers["Cache-Control"] = "no-store"
    return answer
