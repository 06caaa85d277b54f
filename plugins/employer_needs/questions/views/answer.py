"""The employer's page with the region's own questions: one page, shown only where the round has some.

Without script, a question that depends on an answer comes after the page is saved. With script it comes at once: it waits in a
`<template>`, where it is no part of the page.
"""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template

from core.i18n import ngettext
from core.web.access import public
from core.web.context import current_region
from core.web.submission import once
from plugins.employer_needs.links import path
from plugins.employer_needs.questions import answering, queries
from plugins.employer_needs.questions.forms import OwnForm, own_form, saved_data
from plugins.employer_needs.views.access import draft
from plugins.employer_needs.views.blueprint import bp
from plugins.employer_needs.views.steps import came_from_check, carried, onward, take


@bp.route("/svar/<reference>/fragor", methods=["GET", "POST"])
@public("GET", "POST")
@once
def own_questions(reference: str) -> Any:
    """The region's own questions. Public, as all pages of the draft."""
    response, _survey_round = draft(reference)
    own = queries.own(response)
    usual = path("check" if response.visibility else "contact", reference=response.reference)
    if not own.questions:
        return redirect(usual)
    saved = saved_data(own.questions, own.values)
    form: OwnForm = own_form(own.questions)(data=saved, kept={key: each.filename for key, each in own.files.items()})

    def save() -> None:
        answering.save(
            region=current_region(),
            response=response,
            values=form.values(),
            uploads=form.uploads(),
            dropped=form.dropped(),
            done=not form.fresh and not form.later,
        )

    def next_page() -> str:
        if form.fresh:
            count = len(form.fresh)
            flash(ngettext("Sparat. Ditt svar ger en fråga till.", "Sparat. Ditt svar ger %(n)s frågor till.", count, n=count), "info")
            return path("own_questions", reference=response.reference, _anchor=form.fresh[0].key, **carried())
        return onward(response.reference, usual)

    def render(**extra: Any) -> str:
        back_url = path("check" if came_from_check() else "needs", reference=response.reference)
        return render_template("employer_needs/questions/answer.html", form=form, response=response, own=own, back_url=back_url, **extra)

    return take(form, saved, reference=response.reference, save=save, onward=next_page, render=render)
