"""The first page behind a mailed link. A GET shows and changes nothing: mail scanners open links. A button begins or resumes the draft."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request

from core.regions.models import Region
from core.web.access import public
from core.web.context import current_region
from core.web.limits import PUBLIC_POST, limiter
from core.web.submission import once
from plugins.employer_needs.answering import earlier, revising
from plugins.employer_needs.inviting.service import delegation_by_token
from plugins.employer_needs.links import path
from plugins.employer_needs.models import Invitation, Response, SurveyRound
from plugins.employer_needs.queries import answers as queries
from plugins.employer_needs.queries import rounds as round_queries
from plugins.employer_needs.services import answers as service
from plugins.employer_needs.services.rounds import takes_answers
from plugins.employer_needs.settings import needs_settings, sender
from plugins.employer_needs.values import ResponseStatus
from plugins.employer_needs.views.access import KEY, grant
from plugins.employer_needs.views.blueprint import bp


@bp.route("/svara/<token>", methods=["GET", "POST"])
@public("GET", "POST")
@once
def start_invited(token: str) -> Any:
    """Public, because the link itself is the right: an invitation's, or that of a draft to be resumed."""
    region = current_region()
    invitation = queries.invitation_by_token(region, token)
    response = queries.response_of(invitation) if invitation else queries.response_by_token(region, token)
    origin = response or invitation
    if origin is None and (handed := delegation_by_token(region, token)) is not None:
        return render_template("employer_needs/inviting/handed_over.html", handed=handed), 410
    if origin is None:
        return render_template("employer_needs/answer/link_unknown.html"), 404
    if response is not None and response.status == ResponseStatus.SENT:
        return _already(response)
    survey_round = queries.round_of(origin)
    if not takes_answers(survey_round):
        return _closed(survey_round)
    if request.method == "POST":
        return _enter(service.begin(region=region, survey_round=survey_round, invitation=invitation) if response is None else response)
    return _start(region, survey_round, invitation, response)


@bp.route("/svara", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(PUBLIC_POST, methods=["POST"])
@once
def start_open() -> Any:
    """Public: the standing link for employers without an invitation, where the region has chosen to have one."""
    region = current_region()
    survey_round = round_queries.open_round(region)
    if survey_round is None or not needs_settings(region).open_answers:
        return _closed(None)
    if request.method == "POST":
        return _enter(service.begin(region=region, survey_round=survey_round))
    return _start(region, survey_round, None, None)


def _enter(response: Response) -> Any:
    grant(response)
    page = "organisation"
    if response.organisation_confirmed:
        page = "earlier" if earlier.needs(response) and not response.carried else "needs"
    return redirect(path(page, reference=response.reference))


def _start(region: Region, survey_round: SurveyRound, invitation: Invitation | None, response: Response | None) -> Any:
    return render_template(
        "employer_needs/answer/start.html",
        survey_round=survey_round,
        invitation=invitation,
        response=response,
        sender=sender(region),
        minutes=needs_settings(region).minutes_needed,
        token=request.view_args.get("token") if invitation is not None and request.view_args else None,
    )


def _already(response: Response) -> Any:
    key = service.response_token(response.seed)
    link = path("status", reference=response.reference, **{KEY: key})
    change = path("change_answer", reference=response.reference, **{KEY: key}) if takes_answers(queries.round_of(response)) else ""
    return render_template(
        "employer_needs/answer/already.html",
        response=response,
        status_url=link,
        change_url=change,
        begun=revising.draft_of(response),
    )


def _closed(survey_round: SurveyRound | None) -> Any:
    """A round that has closed, or that has not opened yet, or an open link that leads to an invitation only."""
    return render_template("employer_needs/answer/closed.html", survey_round=survey_round), 410
