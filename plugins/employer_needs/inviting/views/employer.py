"""What an invited employer can do besides answering: hand the question over to a colleague, or decline. And the page outside rounds."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request

from core.errors import DomainError
from core.i18n import gettext as _
from core.web.access import public
from core.web.context import current_region
from core.web.limits import GUESS, PUBLIC_POST, limiter
from core.web.submission import once
from plugins.employer_needs.inviting import service, standing
from plugins.employer_needs.inviting.forms import DelegateForm
from plugins.employer_needs.links import path
from plugins.employer_needs.models import Invitation, SurveyRound
from plugins.employer_needs.queries import answers as queries
from plugins.employer_needs.services import answers
from plugins.employer_needs.services.rounds import takes_answers
from plugins.employer_needs.settings import needs_settings, sender
from plugins.employer_needs.views.access import grant
from plugins.employer_needs.views.blueprint import bp


def _invited(token: str) -> tuple[Invitation, SurveyRound]:
    invitation = queries.invitation_by_token(current_region(), token)
    if invitation is None:
        abort(404)
    return invitation, queries.round_of(invitation)


@bp.route("/svara/<token>/lamna-over", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(GUESS, methods=["POST"])
@once
def delegate(token: str) -> Any:
    """Public, because the link itself is the right. The link stops working, and the colleague gets another."""
    invitation, survey_round = _invited(token)
    form = DelegateForm()
    if form.validate_on_submit():
        try:
            service.delegate(
                region=current_region(),
                survey_round=survey_round,
                invitation=invitation,
                to_name=form.to_name.data or "",
                to_email=form.to_email.data or "",
            )
        except DomainError as error:
            if error.field is None:
                raise
            form.add_error(error)
        else:
            return redirect(path("start_invited", token=token))
    page = render_template(
        "employer_needs/inviting/delegate.html", form=form, invitation=invitation, survey_round=survey_round, token=token
    )
    return (page, 422) if request.method == "POST" else page


@bp.route("/svara/<token>/avsta", methods=["GET", "POST"])
@public("GET", "POST")
@once
def decline(token: str) -> Any:
    """Public, because the link itself is the right. Looking changes nothing: mail programs open links."""
    invitation, survey_round = _invited(token)
    if request.method == "POST":
        service.decline(region=current_region(), survey_round=survey_round, invitation=invitation)
        flash(_("Tack, då vet vi. Ni får inga fler påminnelser i den här omgången."))
        return redirect(path("decline", token=token))
    return render_template("employer_needs/inviting/decline.html", invitation=invitation, survey_round=survey_round, token=token)


@bp.route("/anmal-behov", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(PUBLIC_POST, methods=["POST"])
@once
def start_standing() -> Any:
    """Public: the page that is always there, for employers who need something between rounds."""
    region = current_region()
    survey_round = standing.standing_round(region)
    if survey_round is None or not takes_answers(survey_round):
        return render_template("employer_needs/answer/closed.html", survey_round=None), 410
    if request.method == "POST":
        response = answers.begin(region=region, survey_round=survey_round)
        grant(response)
        return redirect(path("organisation", reference=response.reference))
    return render_template(
        "employer_needs/answer/start.html",
        survey_round=survey_round,
        invitation=None,
        response=None,
        sender=sender(region),
        minutes=needs_settings(region).minutes_needed,
    )
