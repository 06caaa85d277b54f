"""What became of an answer: the employer's own page, reached by the link in the receipt."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request

from core.web.access import public
from core.web.context import current_region
from core.web.submission import once
from plugins.employer_needs.links import path
from plugins.employer_needs.queries import answers as queries
from plugins.employer_needs.services import sending
from plugins.employer_needs.services.answers import own_need
from plugins.employer_needs.values import ResponseStatus
from plugins.employer_needs.views.access import KEY, held
from plugins.employer_needs.views.blueprint import bp


def _key() -> dict[str, str]:
    return {KEY: request.args[KEY]} if request.args.get(KEY) else {}


@bp.get("/svar/<reference>")
@public("GET")
def status(reference: str) -> Any:
    """Public, because the key in the link is the right. Reading changes nothing."""
    response = held(reference, by_key=True)
    if response.status != ResponseStatus.SENT:
        if _key():
            return redirect(path("start_invited", token=request.args[KEY]))
        return redirect(path("needs", reference=response.reference))
    needs = queries.needs_of(response)
    return render_template("employer_needs/answer/status.html", response=response, needs=needs, trails=queries.trails(needs), key=_key())


@bp.route("/svar/<reference>/behov/<int:need_id>/dra-tillbaka", methods=["GET", "POST"])
@public("GET", "POST")
@once
def withdraw_need(reference: str, need_id: int) -> Any:
    """Say that a need is no longer there, after a question."""
    response = held(reference, lock=request.method == "POST", by_key=True)
    need = own_need(response, need_id, lock=request.method == "POST")
    back_url = path("status", reference=response.reference, **_key())
    if request.method == "POST":
        sending.withdraw(region=current_region(), response=response, need=need)
        return redirect(back_url)
    return render_template("employer_needs/answer/withdraw.html", response=response, need=need, back_url=back_url)
