"""What employers answered to a round's own questions: the list, as a file, and the files that were handed in."""

from __future__ import annotations

from typing import Any

from flask import Response as HttpResponse
from flask import abort, render_template, request

from core.files.sheets import Kind as SheetKind
from core.files.sheets import attachment, download
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.web.access import requires
from core.web.context import current_region
from plugins.employer_needs.links import path
from plugins.employer_needs.queries import overview as overview_queries
from plugins.employer_needs.queries import rounds as round_queries
from plugins.employer_needs.questions import files, queries
from plugins.employer_needs.questions.definition import Kind
from plugins.employer_needs.views.blueprint import bp
from plugins.employer_needs.views.overview import READ, reads_all, visible


@bp.get("/omgangar/<int:round_id>/egna-svar")
@requires(GET=READ)
def own_answers(round_id: int) -> str:
    """Answers to own questions, a row for each employer that may be seen."""
    survey_round = round_queries.round_row(round_id).round
    page = queries.answered(survey_round, all_rows=reads_all(), number=request.args.get("page", 1, type=int))
    return render_template(
        "employer_needs/questions/answers.html",
        survey_round=survey_round,
        questions=queries.columns(survey_round),
        page=page,
        names=queries.files_in(survey_round),
        downloads={kind: path("own_answers_file", round_id=round_id, kind=kind) for kind in ("csv", "xlsx")},
    )


@bp.get("/omgangar/<int:round_id>/egna-svar.csv", defaults={"kind": "csv"})
@bp.get("/omgangar/<int:round_id>/egna-svar.xlsx", defaults={"kind": "xlsx"})
@requires(GET=READ)
def own_answers_file(round_id: int, kind: SheetKind) -> HttpResponse:
    """The list as a file. A question that several versions have is one column."""
    survey_round = round_queries.round_row(round_id).round
    questions = queries.columns(survey_round)
    names = queries.files_in(survey_round)
    header = [_("Referens"), _("Organisation"), _("Kommun"), _("Skickat"), *(each.title for each in questions)]
    rows = []
    for response, own in queries.all_answered(survey_round, all_rows=reads_all()):
        sent = response.sent_at.date().isoformat() if response.sent_at else ""
        row: list[Any] = [response.reference, response.organisation_name, name_of(response.municipality_code or ""), sent]
        for each in questions:
            kept = names.get((response.id, each.key))
            value = own.values.get(each.key)
            row.append(kept.filename if kept else value if each.kind is Kind.NUMBER else each.words(value))
        rows.append(row)
    return download(kind, _("egna-fragor"), header, rows)


@bp.get("/omgangar/<int:round_id>/svar/<int:response_id>/fil/<int:file_id>")
@requires(GET=READ)
def own_file(round_id: int, response_id: int, file_id: int) -> HttpResponse:
    """A file that an employer handed in: always as a download, and never of an employer that is shown only in sums."""
    response = overview_queries.sent_response(response_id, round_id)
    kept = queries.file_of(response, file_id)
    if kept is None or not visible(response) or response.region_id != current_region().id:
        abort(404)
    data = files.content(kept)
    if data is None:
        abort(404)
    return HttpResponse(data, mimetype=kept.content_type, headers={"Content-Disposition": attachment(kept.filename)})
