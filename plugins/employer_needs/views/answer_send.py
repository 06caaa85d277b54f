"""Checking the whole answer, sending it, and the receipt."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, render_template, request

from core.i18n import gettext as _
from core.web.access import public
from core.web.context import current_region
from core.web.limits import SEARCH, limiter
from core.web.submission import once
from plugins.employer_needs import papers, steps
from plugins.employer_needs.answering import earlier, history, revising
from plugins.employer_needs.inviting.phone import taken_by
from plugins.employer_needs.links import path
from plugins.employer_needs.queries import answers as queries
from plugins.employer_needs.questions import queries as own_questions
from plugins.employer_needs.services import sending
from plugins.employer_needs.services.answers import response_token
from plugins.employer_needs.values import Earlier, NeedState, ResponseStatus
from plugins.employer_needs.views.access import KEY, draft, grant, held
from plugins.employer_needs.views.blueprint import bp


@bp.route("/svar/<reference>/kontrollera", methods=["GET", "POST"])
@public("GET", "POST")
@once
def check(reference: str) -> Any:
    """Everything on one page, each thing with a way to change it; a post sends it."""
    response, survey_round = draft(reference)
    needs = queries.needs_of(response)
    gaps = steps.gaps(response, needs)
    if request.method == "POST" and not gaps:
        if response.revises_id is not None:
            response = revising.send_again(region=current_region(), draft=response, survey_round=survey_round, needs=needs)
            grant(response)
        else:
            sending.send(region=current_region(), response=response, survey_round=survey_round, needs=needs)
        return redirect(path("receipt", reference=response.reference))
    page = render_template(
        "employer_needs/answer/check.html",
        response=response,
        needs=needs,
        gaps=gaps,
        survey_round=survey_round,
        own=own_questions.own(response),
        gone=[need for need in earlier.needs(response) if earlier.choices(response).get(need.id) == Earlier.GONE],
        taken_by=taken_by(response),
    )
    return (page, 422) if request.method == "POST" else page


@bp.get("/svar/<reference>/kvitto.pdf")
@public("GET")
@limiter.limit(SEARCH)
def receipt_file(reference: str) -> Any:
    """The receipt as a PDF, also for whoever has the link in the mail."""
    response = held(reference, by_key=True)
    if response.status != ResponseStatus.SENT:
        abort(404)
    region = current_region()
    document = papers.receipt(
        region,
        response,
        queries.round_of(response),
        [need for need in queries.needs_of(response) if need.state != NeedState.DRAFT],
        number=max(1, len(history.versions(response))),
        link=sending.status_link(region, response),
        own=[(title, answer) for title, answer, _file in own_questions.own(response).rows],
    )
    return papers.as_file(document, f"{_('kvitto')}-{response.reference}")


@bp.get("/svar/<reference>/kvitto")
@public("GET")
def receipt(reference: str) -> Any:
    """Proof that it was sent, and what happens next."""
    response = held(reference)
    if response.status != ResponseStatus.SENT:
        return redirect(path("needs", reference=response.reference))
    link = path("status", reference=response.reference, **{KEY: response_token(response.seed)})
    return render_template(
        "employer_needs/answer/receipt.html",
        response=response,
        needs=queries.needs_of(response),
        own=own_questions.own(response),
        taken_by=taken_by(response),
        survey_round=queries.round_of(response),
        file_url=path("receipt_file", reference=response.reference),
        letter_url=path("letter_draft", reference=response.reference),
        times=len(history.versions(response)),
        status_url=link,
    )
