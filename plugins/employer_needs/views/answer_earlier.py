"""Same as last year: one page says what became of each earlier need, and another corrects one of them."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request

from core.web.access import public
from core.web.submission import once
from plugins.employer_needs.answering import earlier as service
from plugins.employer_needs.forms.details import WholeForm, earlier_form
from plugins.employer_needs.links import path
from plugins.employer_needs.models import Response
from plugins.employer_needs.queries import answers as queries
from plugins.employer_needs.services.answers import own_need, save_skills
from plugins.employer_needs.values import Earlier
from plugins.employer_needs.views.access import draft
from plugins.employer_needs.views.answer_parts import region_choices
from plugins.employer_needs.views.blueprint import bp
from plugins.employer_needs.views.need_pages import amount_of, place_of, save_amount, save_place, save_terms, terms_of
from plugins.employer_needs.views.steps import take


def after_saying(response: Response) -> str:
    """The next need to correct; else what is left: who sees what, or the check of it all."""
    waiting = service.to_change(response)
    if waiting is not None:
        return path("whole_need", reference=response.reference, need_id=waiting.id)
    return path("check" if response.visibility else "contact", reference=response.reference)


@bp.route("/svar/<reference>/forra-svaret", methods=["GET", "POST"])
@public("GET", "POST")
@once
def earlier(reference: str) -> Any:
    """Each need of the earlier answer with its figures: unchanged, changed, or gone."""
    response, _survey_round = draft(reference)
    needs = service.needs(response)
    if not needs:
        return redirect(path("needs", reference=response.reference))
    said = service.choices(response)
    shown = {Earlier.EDITED: Earlier.CHANGED}
    saved = {f"need_{need.id}": shown.get(said[need.id], said[need.id]).value if need.id in said else None for need in needs}
    form = earlier_form(needs)(data=saved)

    def save() -> None:
        service.say(response, form.choices())

    def render(**extra: Any) -> str:
        return render_template(
            "employer_needs/answer/earlier.html",
            form=form,
            response=response,
            needs=needs,
            previous=queries.previous_round(response),
            **extra,
        )

    return take(form, saved, reference=response.reference, save=save, onward=lambda: after_saying(response), render=render)


@bp.route("/svar/<reference>/behov/<int:need_id>/allt", methods=["GET", "POST"])
@public("GET", "POST")
@once
def whole_need(reference: str, need_id: int) -> Any:
    """Everything about a need on one page, filled in as it was said before."""
    response, _survey_round = draft(reference)
    need = own_need(response, need_id, lock=request.method == "POST")
    saved = amount_of(need) | place_of(need) | {"shortage": str(need.shortage) if need.shortage else None} | terms_of(need)
    form = WholeForm(data=saved, municipalities=region_choices())

    def save() -> None:
        save_amount(need, form)
        save_place(need, form)
        save_skills(need, skills=need.skills, shortage=int(form.shortage.data) if form.shortage.data else None)
        save_terms(need, form)
        service.edited(response, need)

    def render(**extra: Any) -> str:
        return render_template("employer_needs/answer/allt.html", form=form, response=response, need=need, **extra)

    return take(form, saved, reference=response.reference, save=save, onward=lambda: after_saying(response), render=render)
