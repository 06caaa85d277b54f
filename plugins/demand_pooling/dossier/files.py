"""A dossier as a file: PDF or Word, of the draft or of a version that was sent. Each taking out is in the log."""

from __future__ import annotations

from typing import Literal

from flask import Response

from core.audit.service import record
from core.db import atomic
from core.documents import Document, from_data, render_docx, render_pdf
from core.web.access import requires
from core.web.context import current_region, current_user
from plugins.demand_pooling.dossier import queries, service
from plugins.demand_pooling.dossier.basis import gather
from plugins.demand_pooling.dossier.models import Dossier
from plugins.demand_pooling.dossier.permissions import READ
from plugins.demand_pooling.dossier.views import ID, MAX_ID, bp

Form = Literal["pdf", "docx"]
TYPES = {"pdf": "application/pdf", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}


@bp.get(f"/dossiers/{ID}.pdf", defaults={"form": "pdf"})
@bp.get(f"/dossiers/{ID}.docx", defaults={"form": "docx"})
@requires(GET=READ)
def draft_file(dossier_id: int, form: Form) -> Response:
    """How it reads now."""
    region = current_region()
    found = queries.get_dossier(region, dossier_id)
    return _file(found, service.draft(region, gather(region, current_user(), found)), form, 0)


@bp.get(f"/dossiers/{ID}/versions/<int(max={MAX_ID}):number>.pdf", defaults={"form": "pdf"})
@bp.get(f"/dossiers/{ID}/versions/<int(max={MAX_ID}):number>.docx", defaults={"form": "docx"})
@requires(GET=READ)
def version_file(dossier_id: int, number: int, form: Form) -> Response:
    """What was sent."""
    found = queries.get_dossier(current_region(), dossier_id)
    sent = queries.get_version(found, number)
    return _file(found, from_data(sent.content), form, number)


def _file(dossier: Dossier, document: Document, form: Form, number: int) -> Response:
    content = render_pdf(document) if form == "pdf" else render_docx(document)
    with atomic():
        record("demand_pooling.dossier.taken_out", region=current_region(), subject=queries.ref(dossier), number=number, format=form)
    name = f"underlag-{dossier.id}-version-{number}" if number else f"underlag-{dossier.id}-utkast"
    answer = Response(content, mimetype=TYPES[form])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer
