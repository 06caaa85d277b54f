"""Checking the whole answer, sending it, and the receipt."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request

from core.web.access import public
from core.web.context import current_region
from core.web.submission import once
from plugins.employer_needs import steps
from plugins.employer_needs.answering import earlier, history, revising
from plugins.employer_needs.inviting.phone import taken_by
from plugins.employer_needs.links import path
from plugins.employer_needs.queries import answers as queries
from plugins.employer_needs.questions import queries as own_questions
from plugins.employer_needs.services import sending
from plugins.employer_needs.services.answers import response_token
from plugins.employer_needs.values import Earlier, ResponseStatus
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
        letter_url=path("letter_draft", reference=response.reference),
        times=len(history.versions(response)),
        status_url=link,
    )
