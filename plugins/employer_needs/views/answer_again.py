"""After the sending: change what was sent while the round is open, or answer a later round with the earlier answer as its beginning."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, render_template, request

from core.web.access import public
from core.web.context import current_region
from core.web.submission import once
from plugins.employer_needs.answering import revising
from plugins.employer_needs.links import path
from plugins.employer_needs.models import Response, SurveyRound
from plugins.employer_needs.queries import answers as queries
from plugins.employer_needs.queries import rounds as round_queries
from plugins.employer_needs.services import answers as service
from plugins.employer_needs.services.rounds import takes_answers
from plugins.employer_needs.settings import needs_settings
from plugins.employer_needs.values import ResponseStatus
from plugins.employer_needs.views.access import carried_key, grant, held
from plugins.employer_needs.views.blueprint import bp


@bp.route("/svar/<reference>/andra", methods=["GET", "POST"])
@public("GET", "POST")
@once
def change_answer(reference: str) -> Any:
    """Change an answer that was sent. What was sent counts until the changes are sent too."""
    posting = request.method == "POST"
    response = held(reference, lock=posting, by_key=True)
    survey_round = queries.round_of(response)
    if response.status != ResponseStatus.SENT:
        return redirect(path("needs", reference=response.reference))
    if posting:
        draft = revising.reopen(region=current_region(), response=response, survey_round=survey_round)
        grant(draft)
        return redirect(path("check", reference=draft.reference))
    back_url = path("status", reference=response.reference, **carried_key())
    return render_template(
        "employer_needs/answer/change.html",
        response=response,
        survey_round=survey_round,
        open_now=takes_answers(survey_round),
        begun=revising.draft_of(response),
        back_url=back_url,
    )


@bp.route("/svar/<reference>/kasta-andringar", methods=["GET", "POST"])
@public("GET", "POST")
@once
def drop_changes(reference: str) -> Any:
    """Leave the sent answer as it is, after a question."""
    draft = held(reference, lock=request.method == "POST")
    if draft.revises_id is None:
        abort(404)
    if request.method == "POST":
        response = revising.drop(region=current_region(), draft=draft)
        grant(response)
        return redirect(path("status", reference=response.reference))
    return render_template("employer_needs/answer/drop.html", response=draft, back_url=path("check", reference=draft.reference))


@bp.route("/svar/<reference>/svara-igen", methods=["GET", "POST"])
@public("GET", "POST")
@once
def answer_again(reference: str) -> Any:
    """Answer the round that is open now, beginning with what was said in an earlier one. The earlier answer's link is the right to it."""
    response = held(reference, lock=request.method == "POST", by_key=True)
    survey_round = later_round(response)
    if survey_round is None:
        return redirect(path("status", reference=response.reference, **carried_key()))
    begun = service.begun_on(survey_round, response)
    if request.method == "POST":
        region = current_region()
        new = begun or service.begin(region=region, survey_round=survey_round, previous=response)
        grant(new)
        page = "receipt" if new.status == ResponseStatus.SENT else "organisation" if not new.organisation_confirmed else "earlier"
        return redirect(path(page, reference=new.reference))
    back_url = path("status", reference=response.reference, **carried_key())
    return render_template("employer_needs/answer/again.html", response=response, survey_round=survey_round, begun=begun, back_url=back_url)


def later_round(response: Response) -> SurveyRound | None:
    """The open round that whoever holds an earlier answer's link may answer without invitation."""
    region = current_region()
    found = round_queries.open_round(region) if needs_settings(region).open_answers else None
    return found if found is not None and found.id != response.round_id and response.status == ResponseStatus.SENT else None
