"""What became of an answer: the employer's own page, reached by the link in the receipt."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request

from core.web.access import public
from core.web.context import current_region
from core.web.submission import once
from plugins.employer_needs.commitments.queries import letters_of
from plugins.employer_needs.links import path
from plugins.employer_needs.queries import answers as queries
from plugins.employer_needs.services import sending
from plugins.employer_needs.services.answers import own_need
from plugins.employer_needs.services.rounds import takes_answers
from plugins.employer_needs.values import ResponseStatus
from plugins.employer_needs.views.access import KEY, carried_key, held
from plugins.employer_needs.views.answer_again import later_round
from plugins.employer_needs.views.blueprint import bp


@bp.get("/svar/<reference>")
@public("GET")
def status(reference: str) -> Any:
    """Public, because the key in the link is the right. Reading changes nothing."""
    response = held(reference, by_key=True)
    if response.status != ResponseStatus.SENT:
        if carried_key():
            return redirect(path("start_invited", token=request.args[KEY]))
        return redirect(path("needs", reference=response.reference))
    needs = queries.needs_of(response)
    return render_template(
        "employer_needs/answer/status.html",
        response=response,
        needs=needs,
        trails=queries.trails(needs),
        key=carried_key(),
        changeable=takes_answers(queries.round_of(response)),
        again=later_round(response),
        letters=letters_of(response),
    )


@bp.route("/svar/<reference>/behov/<int:need_id>/dra-tillbaka", methods=["GET", "POST"])
@public("GET", "POST")
@once
def withdraw_need(reference: str, need_id: int) -> Any:
    """Say that a need is no longer there, after a question."""
    response = held(reference, lock=request.method == "POST", by_key=True)
    need = own_need(response, need_id, lock=request.method == "POST")
    back_url = path("status", reference=response.reference, **carried_key())
    if request.method == "POST":
        sending.withdraw(region=current_region(), response=response, need=need)
        return redirect(back_url)
    return render_template("employer_needs/answer/withdraw.html", response=response, need=need, back_url=back_url)
