"""Certificates of hours: made by the leader, or taken by the participant behind the mailed link."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, redirect, url_for

from core.audit.service import record
from core.db import atomic
from core.documents import Document, render_pdf
from core.errors import DomainError
from core.i18n import gettext as _
from core.web.access import public, requires
from core.web.context import current_region, require_user
from plugins.funding.attendance.certificate import certificate as document_of
from plugins.funding.participants import queries as people
from plugins.funding.participants import service
from plugins.funding.participants.models import ReadWhere
from plugins.funding.participants.views import PERSON, of_project
from plugins.funding.permissions import MANAGE_PARTICIPANTS
from plugins.funding.projects.queries import project as project_of
from plugins.funding.views import bp


def _pdf(document: Document, name: str) -> Response:
    answer = Response(render_pdf(document), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get(f"{PERSON}/certificate.pdf")
@requires(GET=MANAGE_PARTICIPANTS)
def certificate(project_id: int, participant_id: int) -> Any:
    """The certificate of a participant, without the personal number."""
    region, project = current_region(), of_project(project_id)
    person = people.participant(project, participant_id)
    try:
        with atomic():
            made = document_of(region, project, person)
            record("funding.certificate.made", region=region, subject=person.ref, project=project.title, number=person.number)
    except DomainError as error:
        flash(error.message, "error")
        return redirect(url_for("funding.participant", project_id=project.id, participant_id=person.id))
    return _pdf(made, f"{_('intyg')}-{person.number}")


@bp.post(f"{PERSON}/certificate")
@requires(POST=MANAGE_PARTICIPANTS)
def certificate_with_number(project_id: int, participant_id: int) -> Any:
    """The certificate with the whole personal number. A post, because that the number is read is written down."""
    region, project = current_region(), of_project(project_id)
    person = people.participant(project, participant_id)
    try:
        with atomic():
            number = service.show_number(
                region=region, project=project, participant=person, user=require_user(), where=ReadWhere.CERTIFICATE
            )
            made = document_of(region, project, person, number)
    except DomainError as error:
        flash(error.message, "error")
        return redirect(url_for("funding.participant", project_id=project.id, participant_id=person.id))
    return _pdf(made, f"{_('intyg')}-{person.number}")


@bp.get("/mine/<token>/certificate.pdf")
@public("GET")
def own_certificate(token: str) -> Any:
    """Public, because the link itself is the right: it was mailed to the participant."""
    region = current_region()
    person = people.by_token(region, token)
    if person is None:
        abort(404)
    try:
        with atomic():
            made = document_of(region, project_of(region, person.project_id), person)
    except DomainError as error:
        flash(error.message, "info")
        return redirect(url_for("funding.own_attendance", token=token))
    answer = _pdf(made, _("intyg"))
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
